// The parts that a picture is put together from: one chart each, with its title, its unit and its legend.
import type { TimeRange } from '../derive/bins.ts'
import type { RunHistory } from '../derive/history.ts'
import { deriveLanes, type Lanes } from '../derive/lanes.ts'
import { deriveMemory } from '../derive/memory.ts'
import { deriveUsed, type Used } from '../derive/used.ts'
import type { ProcessId } from '../model/run.ts'
import { bytesAxis, coresAxis } from './axis.ts'
import { markGrid } from './grid.ts'
import { laneBoxes, markLanes, tintsOf } from './layoutLanes.ts'
import { markMemory, mostMemory } from './layoutMemory.ts'
import { deriveTreeBars, markTree, sayTreeScale, treeHeight } from './layoutTree.ts'
import { markUsed, mostUsed } from './layoutUsed.ts'
import { processEntries, type LegendEntry } from './legend.ts'
import { token, type Box, type Pen } from './pen.ts'
import { sayPercent, type PercentOf } from './percent.ts'

export interface Section {
  readonly title: string
  /** Unit, and what the marks mean. */
  readonly note: string
  readonly height: number
  readonly legend: readonly LegendEntry[]
  /** `box`: the plot; labels stand left of it. */
  draw(pen: Pen, box: Box): void
}

export interface SectionScene {
  readonly history: RunHistory
  readonly range: TimeRange
  /** One bin per pixel of the plot. */
  readonly edgesNs: Float64Array
  readonly hidden: ReadonlySet<ProcessId>
  /** Room left of the plot. */
  readonly gutter: number
  readonly percent: PercentOf
}

export function lanesSection({ history, edgesNs, hidden }: SectionScene): Section {
  const lanes = deriveLanes(history, edgesNs)
  const laneHeight = laneHeightFor(lanes.cores.length)
  return {
    title: 'Core lanes',
    note: lanes.isAttributed ? `share of each core; where a thread was last seen, ${history.header.spec.rateHz} times a second` : 'share of each core; who ran there is not told here',
    height: laneHeight * lanes.cores.length,
    legend: lanesLegend(history, lanes, hidden),
    draw(pen, box) {
      markLanes(pen, lanes, { box, tintOf: tintsOf(history), hidden })
      const every = Math.ceil(11 / laneHeight)
      laneBoxes(lanes.cores.length, box).forEach((lane, i) => {
        if (i % every === 0) pen.text([box.x - 6, lane.y + lane.height / 2 + 3.5], `core ${lanes.cores[i]?.core ?? i}`, { size: 10, ink: token('muted'), anchor: 'end' })
      })
    }
  }
}

/** Few cores get tall lanes; many get thin ones, but never thinner than can be seen. */
const laneHeightFor = (count: number): number => Math.max(5, Math.min(34, Math.round(560 / Math.max(1, count))))

function lanesLegend(history: RunHistory, { cores, isAttributed }: Lanes, hidden: ReadonlySet<ProcessId>): LegendEntry[] {
  const shown = new Set<number>()
  for (const { process, share } of cores) {
    for (let part = 0; part < share.length; part++) if (share[part]! > SEEN_SHARE) shown.add(process[part]!) // −1 is no process's id
  }
  const processes = history.processes.filter(({ process }) => shown.has(process) && !hidden.has(process)).map(({ process }) => process)
  const hasGap = cores.some(({ rest, isGap }) => rest.some((_, column) => isGap(column)))
  return [
    ...processEntries(history, processes, 'box'),
    ...(shown.has(-1) || hidden.size > 0 ? [{ ink: { kind: 'further' }, label: hidden.size > 0 ? 'this run, hidden' : 'this run, not told apart', mark: 'box' } as const] : []),
    { ink: { kind: 'rest' }, label: isAttributed ? 'rest of the machine' : 'busy, this run included', mark: 'box' },
    ...(hasGap ? [GAP_ENTRY] : [])
  ]
}

/** A part of a core that is large enough to be seen in a lane. */
const SEEN_SHARE = 0.02

const GAP_ENTRY: LegendEntry = { ink: { kind: 'gap' }, label: 'not measured', mark: 'box' }

export function usedSection({ history, edgesNs, hidden, percent }: SectionScene, height: number): Section {
  const used = deriveUsed(history, edgesNs, { hidden })
  const { most, demand } = mostUsed(used, percent.coreCount)
  const axis = coresAxis(most, percent)
  return {
    title: 'Cores used',
    note: `${sayPercent(percent)}; means per pixel${demand > axis.most * 1.01 ? `; demand beyond the axis: up to ${demand.toFixed(0)} cores` : ''}`,
    height,
    legend: usedLegend(history, used),
    draw(pen, box) {
      markGrid(pen, axis, { box, hasLabels: true })
      markUsed(pen, used, { box, most: axis.most, coreCount: percent.coreCount })
    }
  }
}

function usedLegend(history: RunHistory, { bands, waited, total }: Used): LegendEntry[] {
  const processes = bands.flatMap(({ of }) => (of.kind === 'process' ? [of.process] : []))
  const isWaiting = waited.some(value => value > 0)
  const waiter = bands.find(band => band.of.kind === 'process' && band.waited.some(value => value > 0))
  const entries = processEntries(history, processes, 'box')
  for (const { of } of bands) {
    if (of.kind === 'further') entries.push({ ink: { kind: 'further' }, label: `${of.count} further processes`, mark: 'box' })
    if (of.kind === 'unseen') entries.push({ ink: { kind: 'unseen' }, label: 'children too short to be seen', mark: 'box' })
  }
  if (isWaiting) entries.push({ ink: waiter?.of.kind === 'process' ? { kind: 'waiting', slot: waiter.of.process } : { kind: 'further-waiting' }, label: 'waiting for a core', mark: 'box' })
  if (isWaiting) entries.push({ ink: token('muted'), label: 'demand: used + waiting', mark: 'dashes' })
  if (total.some((value, i) => Number.isNaN(value) && i < total.length - 1 && !Number.isNaN(total[i + 1]!))) entries.push(GAP_ENTRY)
  return entries
}

export function memorySection({ history, edgesNs, hidden }: SectionScene, height: number): Section {
  const memory = deriveMemory(history, edgesNs, { hidden })
  const axis = bytesAxis(mostMemory(memory))
  const hasPss = memory.pss.some(value => !Number.isNaN(value))
  const further = memory.furtherCount > 0 ? `; the ${memory.rss.length} greatest of ${memory.rss.length + memory.furtherCount} processes` : ''
  return {
    title: 'Memory',
    note: `${hasPss ? 'PSS of all as an area, RSS of each as a line' : 'RSS of each process; PSS not measured'}; shared pages count in every RSS${further}`,
    height,
    legend: [
      ...processEntries(history, memory.rss.map(({ process }) => process), 'line'),
      ...(hasPss
        ? ([
            { ink: token('text'), label: 'PSS, all processes', mark: 'line' },
            { ink: { kind: 'private' }, label: 'private (USS)', mark: 'box' },
            { ink: { kind: 'shared' }, label: 'shared, by share', mark: 'box' }
          ] as const)
        : [])
    ],
    draw(pen, box) {
      markGrid(pen, axis, { box, hasLabels: true })
      markMemory(pen, memory, { box, most: axis.most })
    }
  }
}

export function treeSection({ history, range, edgesNs, hidden, gutter }: SectionScene, rowsMost: number): Section {
  const tree = deriveTreeBars(history, { range, columns: edgesNs.length - 1, hidden, rowsMost })
  return {
    title: 'Process tree',
    note: `from birth to end; ${sayTreeScale(tree)}`,
    height: treeHeight(tree),
    legend: [],
    draw: (pen, box) => markTree(pen, tree, { box, namesWidth: gutter })
  }
}
