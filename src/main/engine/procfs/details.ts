// What is looked at less often: /proc/PID/{cmdline,io,status,smaps_rollup,task}. Reading is the caller's; parsing is here.

/** Arguments of a command line file. Empty for kernel threads and zombies. A program may have overwritten it with anything. */
export function parseCommand(text: string): string[] {
  if (text === '') return []
  const parts = text.endsWith('\0') ? text.slice(0, -1).split('\0') : text.split('\0')
  // A program that sets its title (setproctitle) pads what was there with NULs.
  while (parts.length > 1 && parts.at(-1) === '') parts.pop()
  return parts
}

/** Number after "Label:" at the beginning of a line, NaN if absent. For status, io and smaps_rollup alike. */
export function parseLabelled(text: string, label: string): number {
  const at = text.startsWith(`${label}:`) ? 0 : text.indexOf(`\n${label}:`) + 1
  if (at === 0 && !text.startsWith(`${label}:`)) return NaN
  return Number.parseInt(text.slice(at + label.length + 1), 10)
}

/** Whose rights it has: the second number after "Uid:" (real, effective, saved, filesystem), from its status file. NaN if absent. */
export function parseEffectiveUser(text: string): number {
  const [, effective] = /^Uid:\t\d+\t(\d+)/m.exec(text) ?? []
  return effective === undefined ? NaN : Number(effective)
}

export interface Memory {
  readonly pssBytes: number
  readonly ussBytes: number
  readonly sharedBytes: number
  readonly swapBytes: number
}

/** /proc/PID/smaps_rollup in bytes; null if it says nothing (kernel thread, zombie). See proc_pid_smaps(5). */
export function parseMemory(text: string): Memory | null {
  const kib = (label: string): number => parseLabelled(text, label) * 1024
  const pssBytes = kib('Pss')
  if (Number.isNaN(pssBytes)) return null
  return {
    pssBytes,
    ussBytes: kib('Private_Clean') + kib('Private_Dirty'),
    sharedBytes: kib('Shared_Clean') + kib('Shared_Dirty'),
    swapBytes: kib('Swap')
  }
}

/** Bytes through read(2) and write(2) and their like (rchar, wchar), from /proc/PID/io. NaN if absent. */
export function parseIo(text: string): { readBytes: number; writtenBytes: number } {
  return { readBytes: parseLabelled(text, 'rchar'), writtenBytes: parseLabelled(text, 'wchar') }
}

/** Context switches of one thread, from its status file. NaN if absent. */
export function parseSwitches(text: string): { voluntary: number; involuntary: number } {
  return { voluntary: parseLabelled(text, 'voluntary_ctxt_switches'), involuntary: parseLabelled(text, 'nonvoluntary_ctxt_switches') }
}
