// What a process or thread is called on the screen and in exports; one rule, so that the same thing has one name everywhere.
import type { ProcessHistory, ThreadHistory } from './history.ts'
import type { RunSpec } from '../model/run.ts'
import { formatCommand, showControls } from '../format.ts'

/** 'python3 4711': the kernel's short name and the PID. Control characters are shown, never obeyed. */
export const nameOfProcess = ({ name, pid }: ProcessHistory): string => `${showControls(name)} ${String(pid)}`

/** The command line as one would type it; the short name where the kernel shows none (a process that is ending). */
export const commandOfProcess = ({ command, name }: ProcessHistory): string => (command.length > 0 ? formatCommand(command) : showControls(name))

/** The word of a command that says what ran: an interpreter says little, its program more. '' for an empty command. */
export function programOf({ argv, throughShell }: RunSpec): string {
  const words = throughShell ? (argv[0] ?? '').split(/\s+/) : argv
  return words.find((word, index) => index > 0 && /\.(py|[cm]?js|ts|rb|pl|sh)$/.test(word)) ?? words[0] ?? ''
}

export const nameOfThread = ({ name, tid }: ThreadHistory): string => `${showControls(name)} ${String(tid)}`
