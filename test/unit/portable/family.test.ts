import { describe, expect, it } from 'vitest'
import { bear, endMember, type Family, findNewborns, foundFamily, livingMembers, takeCounter, takeListing } from '../../../src/main/engine/portable/family.ts'
import { type Listed, parseListed } from '../../../src/main/engine/portable/processList.ts'

const S = 'S'.charCodeAt(0)
const Z = 'Z'.charCodeAt(0)

/** One line a process: pid parent name, and what differs from an ordinary sleeper. */
const row = (pid: number, parentPid: number, name: string, more: Partial<Listed> = {}): Listed => ({ pid, parentPid, name, command: [name], startedAtMs: 10_000, state: S, ...more })
const listing = (...rows: Listed[]): Map<number, Listed> => new Map(rows.map(each => [each.pid, each]))

function family(): Family {
  const { family: found } = foundFamily({ pid: 10, command: ['run', 'it'], name: 'run' })
  takeListing(found, listing(row(10, 1, 'run')), 1)
  return found
}

function grow(tree: Family, listed: ReadonlyMap<number, Listed>, nowNs: number): number[] {
  const newborns = findNewborns(tree, listed)
  for (const newborn of newborns) bear(tree, newborn, undefined, nowNs)
  return newborns.map(({ pid }) => pid)
}

describe('the family of the portable sampler', () => {
  it('finds everyone below the root, whatever the order of the list, and nobody else', () => {
    const listed = listing(row(30, 20, 'grandchild'), row(99, 1, 'stranger'), row(10, 1, 'run'), row(20, 10, 'child'))
    expect(grow(family(), listed, 5)).toEqual([20, 30])
  })

  it('keeps those whose parent ended, and says who adopted them', () => {
    const tree = family()
    grow(tree, listing(row(10, 1, 'run'), row(20, 10, 'child'), row(30, 20, 'grandchild')), 5)
    const events = takeListing(tree, listing(row(10, 1, 'run'), row(30, 1, 'grandchild')), 9)
    expect(events).toEqual([{ kind: 'reparented', tNs: 9, process: 2, parentPid: 1 }])
    expect(livingMembers(tree).map(({ pid }) => pid)).toContain(30)
  })

  it('does not believe a list that somebody has left: it may be an old one', () => {
    const tree = family()
    expect(takeListing(tree, listing(row(1, 0, 'init')), 9)).toEqual([])
    expect(livingMembers(tree).map(({ pid }) => pid)).toEqual([10])
  })

  it('does not take the launcher’s name for the program’s', () => {
    const { family: tree, born } = foundFamily({ pid: 10, command: ['run', 'it'], name: 'run' })
    expect([born, ...takeListing(tree, listing(row(10, 1, 'sh')), 1), ...takeListing(tree, listing(row(10, 1, 'run')), 2)].map(({ kind }) => kind)).toEqual(['born'])
  })

  it('tells a new process from the old one that had the same PID', () => {
    const tree = family()
    grow(tree, listing(row(10, 1, 'run'), row(20, 10, 'first')), 5)
    const later = listing(row(10, 1, 'run'), row(20, 10, 'second', { startedAtMs: 60_000 }))
    expect(takeListing(tree, later, 9).map(({ kind }) => kind)).toEqual(['ended'])
    expect(grow(tree, later, 9)).toEqual([20])
    expect(tree.bornCount).toBe(3)
  })

  it('only marks a zombie, whose last figures can still be read, and does not let it be born again', () => {
    const tree = family()
    grow(tree, listing(row(10, 1, 'run'), row(20, 10, 'child')), 5)
    const dead = listing(row(10, 1, 'run'), row(20, 10, 'child', { state: Z }))
    expect(takeListing(tree, dead, 9)).toEqual([])
    const child = tree.members.get(20)
    if (child?.state !== Z) throw new Error('not marked')
    endMember(child, 9)
    expect([grow(tree, dead, 10), takeListing(tree, dead, 10)]).toEqual([[], []])
  })

  it('dates a birth by the process’s age, but never before a list that did not show it', () => {
    const tree = family()
    tree.listedNs = 4e9
    const usage = (ageNs: number) => ({ counterNs: 0, rssBytes: 1, ageNs })
    expect(bear(tree, row(20, 10, 'young'), usage(0.5e9), 5e9)).toMatchObject({ kind: 'born', tNs: 4.5e9, seenNs: 5e9, exactness: 'estimated', parent: 0 })
    expect(bear(tree, row(21, 10, 'odd'), usage(7e9), 5e9)).toMatchObject({ tNs: 4e9 })
    expect(bear(tree, row(22, 10, 'unknown'), undefined, 5e9)).toMatchObject({ tNs: 4e9 })
  })

  it('takes counters as they rise, and a fall for somebody else', () => {
    const [root] = livingMembers(family())
    if (!root) throw new Error('no root')
    expect(takeCounter(root, 30, 100)).toEqual({ stepNs: 30, fromNs: 0 })
    expect(takeCounter(root, 30, 200)).toEqual({ stepNs: 0, fromNs: 100 })
    expect(takeCounter(root, 70, 300)).toEqual({ stepNs: 40, fromNs: 200 })
    expect(root.ranNs).toBe(70)
    expect(takeCounter(root, 10, 400)).toBeNull()
  })

  it('does not know how a process ended', () => {
    const [root] = livingMembers(family())
    if (!root) throw new Error('no root')
    expect(endMember(root, 7)).toMatchObject({ exit: { code: null, signal: null }, exactness: 'sampled', tNs: 7 })
    expect(root.endedNs).toBe(7)
  })
})

describe('the list of processes', () => {
  const told = { pid: 5, parentPid: 4, name: 'node', cpu: 0, cpuu: 0, cpus: 0, mem: 0, priority: 0, memVsz: 0, memRss: 0, nice: 0, tty: '', user: '' }
  it('is read as far as it goes', () => {
    const listed = parseListed({ ...told, started: '2026-11-22 20:50:46', state: 'blocked', command: 'node', params: '--x  y', path: '/usr/bin' })
    expect(listed).toEqual({ pid: 5, parentPid: 4, name: 'node', command: ['/usr/bin/node', '--x', 'y'], startedAtMs: new Date(2026, 10, 22, 20, 50, 46).getTime(), state: 'D'.charCodeAt(0) })
  })
  it('leaves out what the system does not tell', () => {
    expect(parseListed({ ...told, started: '', state: 'unknown', command: 'x', params: '', path: '' })).toMatchObject({ command: ['x'], startedAtMs: NaN, state: 0 })
  })
})
