// Words of ours on standard error, each line under our name.
import { STDERR, writeText } from './streams.ts'

export const say = (line: string): boolean => writeText(STDERR, `forkscope: ${line}\n`)
