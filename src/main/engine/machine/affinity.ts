// Which cores we, and so whatever we launch, may run on. Source: Cpus_allowed_list of /proc/self/status (proc(5)).
import { join } from 'node:path'
import { parseCoreList } from './coreList.ts'
import { readText } from './readText.ts'

export function parseAffinity(status: string): number[] | null {
  const list = /^Cpus_allowed_list:[ \t]*(.*)$/m.exec(status)?.[1]
  return list === undefined ? null : parseCoreList(list)
}

/** Null where the system does not tell. `root` is '/' but for fixtures. */
export function readAffinity(root = '/'): number[] | null {
  const status = readText(join(root, 'proc/self/status'))
  return status === null ? null : parseAffinity(status)
}
