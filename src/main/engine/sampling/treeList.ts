// Who is below a process that runs already: by the kernel's lists of children, or, where it keeps none
// (CONFIG_PROC_CHILDREN), by one scan of everyone's parent.
import { existsSync, readFileSync } from 'node:fs'
import { listNumbers } from './births.ts'

/** The process and everyone below it, parents before children. `root`: where /proc is. */
export function listTree(root: string, rootPid: number): number[] {
  const found = new Set([rootPid])
  let byParent: ReadonlyMap<number, readonly number[]> | null = null
  for (const pid of found) { // a set grows while it is walked
    const children: readonly number[] | null = byParent ? null : readChildren(root, pid)
    if (children === null) byParent ??= scanParents(root)
    for (const child of children ?? byParent?.get(pid) ?? []) found.add(child)
  }
  return [...found]
}

/** Children of all threads of a process; null: this kernel keeps no such list. */
function readChildren(root: string, pid: number): number[] | null {
  const children: number[] = []
  for (const tid of listNumbers(`${root}/${String(pid)}/task`)) {
    const folder = `${root}/${String(pid)}/task/${String(tid)}`
    try {
      children.push(...readFileSync(`${folder}/children`, 'latin1').split(' ').filter(Boolean).map(Number))
    } catch {
      if (existsSync(`${folder}/stat`)) return null // the thread is there, its list is not
    }
  }
  return children
}

function scanParents(root: string): ReadonlyMap<number, readonly number[]> {
  const byParent = new Map<number, number[]>()
  for (const pid of listNumbers(root)) {
    const parent = readParent(root, pid)
    const siblings = byParent.get(parent)
    if (siblings) siblings.push(pid)
    else byParent.set(parent, [pid])
  }
  return byParent
}

/** NaN: it has gone. */
function readParent(root: string, pid: number): number {
  try {
    const text = readFileSync(`${root}/${String(pid)}/stat`, 'latin1')
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return NaN
  }
}
