// Numbers of users to names, by /etc/passwd. Whom a directory service names is not in it: then the number has to do.
import { readFileSync } from 'node:fs'

/** By number; where one number has several names, the first counts, as for getpwuid(3). */
export function parseUserNames(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  for (const line of text.split('\n')) {
    const [name = '', , uid = ''] = line.split(':')
    if (name !== '' && /^\d+$/.test(uid) && !names.has(Number(uid))) names.set(Number(uid), name)
  }
  return names
}

/** Empty where there is no such file. */
export function readUserNames(path = '/etc/passwd'): ReadonlyMap<number, string> {
  try {
    return parseUserNames(readFileSync(path, 'utf8'))
  } catch {
    return new Map()
  }
}
