// The sampler for systems without /proc: pidusage for CPU time and memory at each tick, systeminformation for the tree once
// a second, Node for the cores. The same batches as the procfs sampler's; what it cannot know is NaN and said once.
import { basename } from 'node:path'
import type { RunEvent, SampleBatch } from '../../../shared/model/batch.ts'
import type { Exit, RunId, Warning } from '../../../shared/model/run.ts'
import { ns } from '../../../shared/units.ts'
import { BatchRows, type DetailRow } from '../sampling/rows.ts'
import { readCoreTimes } from './coreTimes.ts'
import { bear, endMember, type Family, findNewborns, foundFamily, livingMembers, type Member, takeCounter, takeListing } from './family.ts'
import { GROUP_GOES_ON, LISTING_FAILED, missedTicks, PORTABLE_LIMITS } from './limits.ts'
import { ListAsker } from './listing.ts'
import { type Listed, ZOMBIE } from './processList.ts'
import { readUsage, type Usage } from './usage.ts'

export interface PortableSpec {
  readonly run: RunId
  readonly rootPid: number
  /** What the root is about to execute: until its release it is there under another name. */
  readonly command: readonly string[]
}

/** All that the sampler remembers between two looks. */
export interface PortableSampler {
  readonly run: RunId
  readonly family: Family
  readonly root: Member
  readonly born: RunEvent
  readonly asker: ListAsker
  readonly nowNs: () => number
  readonly ownAtStart: NodeJS.CpuUsage
  hasBegun: boolean
  rootEnd: { readonly tNs: number; readonly exit: Exit } | null
  /** Ticks left out so far. */
  missed: number
  listingsFailed: number
  /** How many of both were already told. */
  toldCount: number
}

/** `nowNs`: the run's time. */
export function openPortableSampler({ run, rootPid: pid, command }: PortableSpec, nowNs: () => number): PortableSampler {
  return {
    ...{ run, nowNs, asker: new ListAsker(nowNs), ...foundFamily({ pid, command, name: basename(command[0] ?? '') }) },
    ...{ ownAtStart: process.cpuUsage(), hasBegun: false, rootEnd: null, missed: 0, listingsFailed: 0, toldCount: 0 }
  }
}

/** Before the release: what the root used while it was held is not the program's. */
export async function takeBaseline({ root }: PortableSampler): Promise<void> {
  const usage = await readUsage([root.pid])
  root.counterNs = usage.get(root.pid)?.counterNs ?? root.counterNs
}

/** Nobody of the tree is known to be alive. */
export const isTreeEmpty = ({ family, rootEnd }: PortableSampler): boolean => rootEnd !== null && livingMembers(family).length === 0

/** One look at everyone known, and at what a list has brought since the last one. */
export async function takeLook(sampler: PortableSampler): Promise<SampleBatch> {
  const { family, asker } = sampler
  const rows = new BatchRows()
  if (!sampler.hasBegun) rows.events.push(sampler.born)
  const { newborns, listedNs } = takeArrived(sampler, rows)
  asker.askWhenDue()
  const cores = readCoreTimes()
  const usage = await readUsage([...livingMembers(family), ...newborns].map(({ pid }) => pid))
  const tNs = sampler.nowNs()
  rows.tickNs.push(tNs)
  rows.cores.push(...cores.map((busyNs, core) => ({ core, tNs, busyNs })))
  // Only now may the newborns be dated: usage tells their age, and the former list when they were not there yet.
  rows.events.push(...newborns.map(newborn => bear(family, newborn, usage.get(newborn.pid), tNs)))
  family.listedNs = listedNs
  takeUsage(sampler, usage, { rows, tNs })
  rows.warnings.push(...takeWarnings(sampler))
  sampler.hasBegun = true
  return rows.columns(sampler.run, ownCost(sampler))
}

/** What a list says that has come since the last look: who changed, who is new, and of when the latest list is. */
function takeArrived(sampler: PortableSampler, rows: BatchRows): { newborns: Listed[]; listedNs: number } {
  const { family, asker, nowNs } = sampler
  const arrived = asker.take()
  if (!arrived?.list) {
    if (arrived) sampler.listingsFailed++
    return { newborns: [], listedNs: family.listedNs }
  }
  const listed = new Map(arrived.list.map(process => [process.pid, process]))
  rows.events.push(...takeListing(family, listed, nowNs()))
  return { newborns: findNewborns(family, listed), listedNs: arrived.askedNs }
}

function takeUsage(sampler: PortableSampler, usage: ReadonlyMap<number, Usage>, { rows, tNs }: { rows: BatchRows; tNs: number }): void {
  const { family, root } = sampler
  for (const member of livingMembers(family)) {
    const used = usage.get(member.pid)
    const isStillIt = used ? appendUsage(member, used, { rows, tNs }) : isThere(member.pid)
    if (member === root) takeRootEnd(sampler, rows)
    else if (!isStillIt || member.state === ZOMBIE) rows.events.push(endMember(member, tNs))
  }
}

/** The root is a child of ours: its end is told, not found. */
function takeRootEnd({ root, rootEnd }: PortableSampler, rows: BatchRows): void {
  if (!rootEnd) return
  root.endedNs = rootEnd.tNs
  rows.events.push({ kind: 'ended', tNs: ns(rootEnd.tNs), process: root.process, exit: rootEnd.exit, exactness: 'exact' })
}

/** False: the counter fell, so that somebody else has this PID now. */
function appendUsage(member: Member, used: Usage, { rows, tNs }: { rows: BatchRows; tNs: number }): boolean {
  const moved = takeCounter(member, used.counterNs, tNs)
  if (!moved) return false
  if (moved.stepNs > 0) rows.processes.append(member.process, moved.fromNs, tNs, member.ranNs, NaN)
  rows.details.push(detailRow(member, used, tNs))
  return true
}

function detailRow({ process, state }: Member, { rssBytes }: Usage, tNs: number): DetailRow {
  const unknown = { threads: NaN, userNs: NaN, systemNs: NaN, reapedNs: NaN, minorFaults: NaN, majorFaults: NaN }
  const unknownToo = { voluntarySwitches: NaN, involuntarySwitches: NaN, readBytes: NaN, writtenBytes: NaN }
  return { process, tNs, rssBytes, state, ...unknown, ...unknownToo }
}

// Signal 0 only asks; a negative number means a process group. EPERM: it is there and somebody else's.
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function takeWarnings(sampler: PortableSampler): Warning[] {
  const { hasBegun, missed, listingsFailed, root } = sampler
  const tNs = ns(sampler.nowNs())
  const warnings: Warning[] = hasBegun ? [] : [{ code: 'portable-limits', tNs, text: PORTABLE_LIMITS, count: 1 }]
  if (missed + listingsFailed > sampler.toldCount) {
    sampler.toldCount = missed + listingsFailed
    if (missed > 0) warnings.push({ code: 'missed-ticks', tNs, text: missedTicks(missed), count: missed })
    if (listingsFailed > 0) warnings.push({ code: 'births-uncertain', tNs, text: LISTING_FAILED, count: listingsFailed })
  }
  // The root leads a process group, whose number is its PID: somebody in it whom no list has shown below a known parent.
  if (isTreeEmpty(sampler) && isThere(-root.pid)) warnings.push({ code: 'births-uncertain', tNs, text: GROUP_GOES_ON, count: 1 })
  return warnings
}

/** The sampler has no thread of its own: its share of the program's cost cannot be told apart. */
function ownCost({ nowNs, ownAtStart }: PortableSampler): SampleBatch['own'] {
  const { user, system } = process.cpuUsage(ownAtStart)
  return { tNs: ns(nowNs()), samplerNs: ns(NaN), programNs: ns((user + system) * NS_PER_US) }
}

const NS_PER_US = 1000
