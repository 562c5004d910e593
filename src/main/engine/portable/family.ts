// The tree as the portable sampler knows it: who belongs, since when, what they used so far. Pure: what was seen comes in as
// arguments. Identity is PID + start time as far as the system tells it.
import { processId, type ProcessId } from '../../../shared/model/run.ts'
import type { RunEvent } from '../../../shared/model/batch.ts'
import { ns } from '../../../shared/units.ts'
import type { Listed } from './processList.ts'
import type { Usage } from './usage.ts'

export interface Member {
  readonly process: ProcessId
  readonly pid: number
  parentPid: number | null
  name: string
  /** NaN until a list told it. */
  startedAtMs: number
  endedNs: number | null
  state: number
  /** Since the run began (root) or since its birth. */
  ranNs: number
  /** The system's counter at the last look. */
  counterNs: number
  lookedNs: number
}

export interface Family {
  /** By PID, the latest who had it; those that ended are kept so that a zombie is not born again. */
  readonly members: Map<number, Member>
  bornCount: number
  /** When the last good list was asked for; whoever it did not show was born later. */
  listedNs: number
}

/** The root is known before any list: its command is what was asked for, and its birth is the run's zero. */
export function foundFamily(root: { pid: number; command: readonly string[]; name: string }): { family: Family; root: Member; born: RunEvent } {
  const member: Member = {
    ...{ process: processId(0), pid: root.pid, parentPid: null, name: root.name, startedAtMs: NaN },
    ...{ endedNs: null, state: 0, ranNs: 0, counterNs: 0, lookedNs: 0 }
  }
  const born: RunEvent = {
    ...{ kind: 'born', tNs: ns(0), seenNs: ns(0), process: member.process, pid: root.pid, startTicks: 0, parent: null, parentPid: null },
    ...{ name: root.name, command: root.command, making: 'root', exactness: 'sampled' }
  }
  return { family: { members: new Map([[root.pid, member]]), bornCount: 1, listedNs: 0 }, root: member, born }
}

export const livingMembers = (family: Family): Member[] => [...family.members.values()].filter(({ endedNs }) => endedNs === null)

/** Ends a member at this look. How it ended the system does not tell a stranger. */
export function endMember(member: Member, nowNs: number): RunEvent {
  member.endedNs = nowNs
  return { kind: 'ended', tNs: ns(nowNs), process: member.process, exit: { code: null, signal: null }, exactness: 'sampled' }
}

/**
 * Those who changed since the last list, or whose PID somebody else has now. Who is missing from a list has not left for
 * that: the list may be an older one (systeminformation keeps one for half a second), so leaving is found by each look
 * itself. A zombie is only marked: its last CPU time can still be read.
 */
export function takeListing(family: Family, listed: ReadonlyMap<number, Listed>, nowNs: number): RunEvent[] {
  return livingMembers(family).flatMap(member => {
    const now = listed.get(member.pid)
    if (!now) return []
    if (!isSame(member, now)) return [endMember(member, nowNs)]
    member.startedAtMs = Number.isNaN(member.startedAtMs) ? now.startedAtMs : member.startedAtMs
    member.state = now.state
    return takeChanges(member, now, nowNs)
  })
}

function takeChanges(member: Member, now: Listed, nowNs: number): RunEvent[] {
  const events: RunEvent[] = []
  if (member.parentPid === null) {
    member.parentPid = now.parentPid // the root's first sight: it may still be held, under the launcher's name
    return []
  }
  if (member.parentPid !== now.parentPid) {
    member.parentPid = now.parentPid
    events.push({ kind: 'reparented', tNs: ns(nowNs), process: member.process, parentPid: now.parentPid })
  }
  // The name only: the command comes as text that was taken apart by guessing, and would spoil the one that was asked for.
  if (member.name !== now.name) {
    member.name = now.name
    events.push({ kind: 'renamed', tNs: ns(nowNs), process: member.process, name: now.name, command: now.command, making: null })
  }
  return events
}

// Start times come in steps of a second, computed anew by each ps from a clock and an uptime.
const SAME_START_MS = 2500

function isSame(member: Member, now: Listed): boolean {
  const apart = Math.abs(member.startedAtMs - now.startedAtMs)
  return Number.isNaN(apart) || apart <= SAME_START_MS
}

/** Those listed below a living member who are not known yet, parents first, zombies too: their CPU time can still be read. */
export function findNewborns(family: Family, listed: ReadonlyMap<number, Listed>): Listed[] {
  const childrenOf = Map.groupBy(listed.values(), ({ parentPid }) => parentPid)
  const isKnown = (process: Listed): boolean => {
    const member = family.members.get(process.pid)
    return member !== undefined && (member.endedNs === null || isSame(member, process))
  }
  const newborns: Listed[] = []
  const parents = livingMembers(family).map(({ pid }) => pid)
  for (let parent = parents.pop(); parent !== undefined; parent = parents.pop()) {
    for (const child of childrenOf.get(parent) ?? []) {
      if (isKnown(child) || newborns.includes(child)) continue
      newborns.push(child)
      parents.push(child.pid)
    }
  }
  return newborns
}

/** Adds one newborn. Its birth is told by its age where that is known, but never before the list that did not show it. */
export function bear(family: Family, listed: Listed, usage: Usage | undefined, nowNs: number): RunEvent {
  const bornNs = Math.min(nowNs, Math.max(family.listedNs, nowNs - (usage?.ageNs ?? Infinity)))
  const parent = family.members.get(listed.parentPid)
  const member: Member = {
    ...{ process: processId(family.bornCount++), pid: listed.pid, parentPid: listed.parentPid, name: listed.name },
    ...{ startedAtMs: listed.startedAtMs, endedNs: null, state: listed.state, ranNs: 0, counterNs: 0, lookedNs: bornNs }
  }
  family.members.set(listed.pid, member)
  return {
    ...{ kind: 'born', tNs: ns(bornNs), seenNs: ns(nowNs), process: member.process, pid: listed.pid, startTicks: 0 },
    ...{ parent: parent?.process ?? null, parentPid: listed.parentPid, name: listed.name, command: listed.command },
    ...{ making: null, exactness: 'estimated' }
  }
}

/**
 * Takes a counter; how many ns it moved, and since when it was known to stand still. Null: it fell, so that somebody else
 * has this PID now.
 */
export function takeCounter(member: Member, counterNs: number, nowNs: number): { stepNs: number; fromNs: number } | null {
  if (counterNs < member.counterNs) return null
  const stepNs = counterNs - member.counterNs
  const fromNs = member.lookedNs
  member.counterNs = counterNs
  member.ranNs += stepNs
  member.lookedNs = nowNs
  return { stepNs, fromNs }
}
