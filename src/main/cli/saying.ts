// Words of ours on standard error, each line under our name.
import { STDERR, writeText } from './streams.ts'

export const say = (line: string): boolean => writeText(STDERR, `forkscope: ${line}\n`)

/** Told while a run goes on, which is not ended for it. */
export const sayFailure = (reason: string): boolean => say(`The recording could not be written any further (${reason}). The run goes on; what was kept until now is in the file.`)
