// What a process or thread is called on the screen and in exports; one rule, so that the same thing has one name everywhere.
import type { ProcessHistory, ThreadHistory } from './history.ts'
import { formatCommand, showControls } from '../format.ts'

/** 'python3 4711': the kernel's short name and the PID. Control characters are shown, never obeyed. */
export const nameOfProcess = ({ name, pid }: ProcessHistory): string => `${showControls(name)} ${String(pid)}`

/** The command line as one would type it; the short name where the kernel shows none (a process that is ending). */
export const commandOfProcess = ({ command, name }: ProcessHistory): string => (command.length > 0 ? formatCommand(command) : showControls(name))

export const nameOfThread = ({ name, tid }: ThreadHistory): string => `${showControls(name)} ${String(tid)}`
