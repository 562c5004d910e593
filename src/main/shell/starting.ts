// What a command line asks for: a run or a recording. This program's own, that of a second start while this one is open, and
// files that the system hands over.
import { app, dialog } from 'electron'
import type { OpenedRun } from '../../shared/contract.ts'
import { type Fault, sayFault } from '../../shared/fault.ts'
import type { RunSpec } from '../../shared/model/run.ts'
import type { LiveRun } from '../engine/index.ts'
import { replyOf } from './ipc.ts'
import { type SecondStart, parseSecondStart, recordingFromArguments, specFromArguments } from './startArguments.ts'
import type { MainWindow } from './window.ts'

interface Opener {
  readonly openFile: (path: string) => Promise<OpenedRun>
  /** Tells the page, once it listens. */
  readonly announce: (opened: OpenedRun) => void
  readonly window: MainWindow
}

interface Starter extends Opener {
  readonly startRun: (spec: RunSpec) => Promise<LiveRun>
}

/** Opens or starts what the command line names, if it names anything. Never rejects: no field of the page was used, so a dialog says what is wrong. */
export async function startTyped(start: SecondStart, { startRun, ...opener }: Starter): Promise<void> {
  const path = recordingFromArguments(start)
  if (path !== null) {
    await openNamed(path, opener)
    return
  }
  const reply = await replyOf(async () => {
    const spec = specFromArguments(start)
    if (spec) await startRun(spec)
  })
  if (!reply.ok) tell('The command could not be started.', reply.fault, opener.window)
}

/** Opens a recording that somebody outside the page has named. Never rejects, as startTyped. */
export async function openNamed(path: string, { openFile, announce, window }: Opener): Promise<void> {
  const reply = await replyOf(() => openFile(path))
  if (reply.ok) announce(reply.value)
  else tell('The recording could not be opened.', reply.fault, window)
}

/** Files that the system hands over (macOS does so by an event, also before the program is ready): kept until somebody listens. */
export function hearFiles(): { listen(listener: (path: string) => void): void } {
  const early: string[] = []
  let take = (path: string): void => void early.push(path)
  app.on('open-file', (event, path) => {
    event.preventDefault()
    take(path)
  })
  return {
    listen(listener) {
      take = listener
      for (const path of early.splice(0)) listener(path)
    }
  }
}

/** Calls back when the program was started again; what comes with it is believed only as far as it could be parsed. */
export function onSecondStart(listener: (start: SecondStart) => void): void {
  app.on('second-instance', (_event, _argv, _folder, handed) => {
    void replyOf(() => listener(parseSecondStart(handed)))
  })
}

/** Not before there is a window to say it in. */
function tell(message: string, fault: Fault, { window, isShown }: MainWindow): void {
  const say = (): void => void dialog.showMessageBox(window, { type: 'error', title: 'Forkscope', message, detail: sayFault(fault) })
  if (isShown()) say()
  else window.once('show', say)
}
