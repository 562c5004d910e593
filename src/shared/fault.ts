// Everything that can go wrong for the user, as data, and the one place where its sentence is made: what happened, what
// was kept, what to do. A Fault crosses IPC as data; inside the engine it travels in a FaultError.

export type Fault =
  | { readonly kind: 'command-empty' }
  | { readonly kind: 'command-not-found'; readonly command: string; readonly searched: string }
  | { readonly kind: 'not-executable'; readonly path: string }
  | { readonly kind: 'is-a-folder'; readonly path: string }
  | { readonly kind: 'permission-denied'; readonly path: string }
  | { readonly kind: 'folder-missing'; readonly path: string }
  | { readonly kind: 'interpreter-missing'; readonly path: string; readonly interpreter: string }
  | { readonly kind: 'node-not-found'; readonly searched: string }
  | { readonly kind: 'launch-failed'; readonly reason: string }
  | { readonly kind: 'bad-input'; readonly field: string; readonly reason: string }
  | { readonly kind: 'run-unknown'; readonly run: string }
  | { readonly kind: 'process-gone'; readonly pid: number }
  | { readonly kind: 'no-such-process'; readonly pid: number }
  | { readonly kind: 'process-replaced'; readonly pid: number }
  | { readonly kind: 'cannot-attach'; readonly reason: string }
  | { readonly kind: 'signal-forbidden'; readonly pid: number; readonly signal: string }
  | { readonly kind: 'write-failed'; readonly path: string; readonly reason: string }
  | { readonly kind: 'cannot-record'; readonly path: string; readonly reason: string }
  | { readonly kind: 'png-unavailable'; readonly reason: string }
  | { readonly kind: 'nothing-to-export' }
  | { readonly kind: 'recording-damaged'; readonly path: string; readonly reason: string }
  | { readonly kind: 'recording-too-new'; readonly path: string; readonly format: number; readonly known: number }
  | { readonly kind: 'recording-missing'; readonly path: string }
  | { readonly kind: 'folder-unreadable'; readonly path: string; readonly reason: string }
  | { readonly kind: 'recording-unknown' }
  | { readonly kind: 'recording-in-use'; readonly path: string }
  | { readonly kind: 'label-failed'; readonly path: string; readonly reason: string }
  | { readonly kind: 'trash-failed'; readonly path: string; readonly reason: string; readonly trashed: number }
  | { readonly kind: 'no-display'; readonly path: string }
  | { readonly kind: 'drop-unreadable'; readonly name: string }
  | { readonly kind: 'run-not-live' }
  | { readonly kind: 'query-failed'; readonly reason: string }
  | { readonly kind: 'untrusted-sender' }
  | { readonly kind: 'bug'; readonly message: string }

export class FaultError extends Error {
  readonly fault: Fault
  constructor(fault: Fault, options?: ErrorOptions) {
    super(sayFault(fault), options)
    this.name = 'FaultError'
    this.fault = fault
  }
}

/** The fault inside an error; anything unexpected becomes a `bug`. */
export function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault
  return { kind: 'bug', message: error instanceof Error ? error.message : String(error) }
}

/** One or two sentences for people. */
export function sayFault(fault: Fault): string {
  switch (fault.kind) {
    case 'command-empty':
      return 'There is no command to run. Type a program and its arguments.'
    case 'command-not-found':
      return `“${fault.command}” was not found. Looked in: ${fault.searched}. Check the spelling, or give the full path.`
    case 'not-executable':
      return `“${fault.path}” is a file but not executable. Nothing was started. Make it executable (chmod +x), or run it with its interpreter.`
    case 'is-a-folder':
      return `“${fault.path}” is a folder, not a program. Nothing was started.`
    case 'permission-denied':
      return `You may not execute “${fault.path}”. Nothing was started. Check its permissions and those of its folders.`
    case 'folder-missing':
      return `The folder “${fault.path}” does not exist or is not a folder. Nothing was started. Choose another working folder.`
    case 'interpreter-missing':
      return `“${fault.path}” asks for the interpreter “${fault.interpreter}”, which is not there. Nothing was started. Install it, or correct the first line.`
    case 'node-not-found':
      return `No node was found to run the module with. Looked in: ${fault.searched}. Nothing was started. Install Node.js, or put it on the PATH.`
    case 'launch-failed':
      return `The program could not be started: ${fault.reason}.`
    case 'bad-input':
      return `${fault.field}: ${fault.reason}`
    case 'run-unknown':
      return `There is no run “${fault.run}” any more. Nothing was changed.`
    case 'process-gone':
      return `Process ${String(fault.pid)} had already ended. Nothing was sent.`
    case 'no-such-process':
      return `There is no process ${String(fault.pid)}, or it has just ended. Nothing was followed. Check the number (ps, pgrep).`
    case 'process-replaced':
      return `The process ${String(fault.pid)} that you chose has ended, and its number belongs to another one now. Nothing was followed. Choose again from the list.`
    case 'cannot-attach':
      return `Running processes cannot be followed here: ${fault.reason}. Start the program with Forkscope instead.`
    case 'signal-forbidden':
      return `${fault.signal} may not be sent to process ${String(fault.pid)}: it belongs to another user. It goes on.`
    case 'write-failed':
      return `“${fault.path}” could not be written: ${fault.reason}. What was measured is kept; choose another place.`
    case 'cannot-record':
      return `Nothing can be recorded into “${fault.path}”: ${fault.reason}. Nothing was started, and the file was not changed. Choose another one.`
    case 'png-unavailable':
      return `PNG pictures cannot be made here: ${fault.reason}. Export as SVG instead.`
    case 'nothing-to-export':
      return 'There is nothing to export yet: the run has no sample. Wait for a moment, then try again.'
    case 'recording-damaged':
      return `“${fault.path}” cannot be read as a recording: ${fault.reason}. It was not changed.`
    case 'recording-too-new':
      return `“${fault.path}” was written by a newer Forkscope (format ${fault.format}; this one knows ${fault.known}). It was not changed. Open it with a newer version.`
    case 'recording-missing':
      return `There is no recording “${fault.path}”, and none in the library whose name ends so. “forkscope list” names those of the library.`
    case 'folder-unreadable':
      return `The folder “${fault.path}” cannot be read: ${fault.reason}. Choose another one.`
    case 'recording-unknown':
      return 'There is no such recording in the library any more. Nothing was changed. Open the library anew to see what is there.'
    case 'recording-in-use':
      return `“${fault.path}” is being written, and was not moved. Wait for the end of its run, or stop it, then try again.`
    case 'label-failed':
      return `“${fault.path}” could not be changed: ${fault.reason}. Name, note and pin are as they were. They stand in the file itself: make it writable, or a copy of it.`
    case 'trash-failed':
      return `“${fault.path}” could not be moved to the trash: ${fault.reason}. It was kept${fault.trashed > 0 ? `; ${fault.trashed} went there before it` : ''}. Remove it in the file manager.`
    case 'no-display':
      return `There is no display to open a window on; nothing was opened. Its figures in the terminal: forkscope show '${fault.path}'`
    case 'drop-unreadable':
      return `Where “${fault.name}” lies is not known here, so it was not opened. Choose it with “Open recording…” instead.`
    case 'run-not-live':
      return 'This run was read from its recording: there is nobody to stop or to signal. Nothing was changed.'
    case 'query-failed':
      return `The question could not be answered: ${fault.reason}.`
    case 'untrusted-sender':
      return 'A request came from somewhere other than this window and was refused.'
    case 'bug':
      return `Something went wrong inside Forkscope: ${fault.message}. What was measured so far is kept.`
  }
}
