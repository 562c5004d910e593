// What differs between the time charts: their name, how they are derived and drawn, what they read at the cursor.
import { bytesAxis, coresAxis, type Tick, type ValueAxis } from '../../../../shared/charts/axis.ts'
import { markGrid } from '../../../../shared/charts/grid.ts'
import { markMemory, mostMemory } from '../../../../shared/charts/layoutMemory.ts'
import { markUsed, mostUsed } from '../../../../shared/charts/layoutUsed.ts'
import { greatestOf, markExtremes } from '../../../../shared/charts/layoutExtremes.ts'
import { extremesOver } from '../../../../shared/derive/extremes.ts'
import { edgesOf } from '../../../../shared/derive/bins.ts'
import { deriveMemory } from '../../../../shared/derive/memory.ts'
import { readMemory, readUsed } from '../../../../shared/derive/readings.ts'
import { deriveUsed } from '../../../../shared/derive/used.ts'
import { formatBytes } from '../../../../shared/format.ts'
import type { ProcessId } from '../../../../shared/model/run.ts'
import type { PlotScene } from './timePlot.ts'
import type { TrackProps } from './trackProps.ts'
import { memoryTable, usedTable, type ChartTable } from '../../../../shared/charts/tables.ts'
import { percentSetting, sayCores } from '../../../../shared/charts/percent.ts'

export type TimeChart = 'used' | 'memory'

export interface Figure {
  readonly name: string
  readonly value: string
}

/** What a frame needs; the ticks are labelled in the fixed column. */
type Derived = Pick<PlotScene, 'most' | 'draw'> & { readonly ticks: readonly Tick[] }

interface Rules {
  readonly name: string
  readonly derive: (props: TrackProps, columns: number) => Derived
  /** Values at the cursor, or now. */
  readonly read: (props: TrackProps) => readonly Figure[]
  readonly table: (props: TrackProps) => ChartTable
  /** Who is drawn at a point of the chart. */
  readonly pick: (props: TrackProps, point: { readonly atNs: number; readonly value: number }) => ProcessId | null
}

export const TIME_CHARTS: Readonly<Record<TimeChart, Rules>> = {
  used: {
    name: 'Cores used',
    derive({ history, view, hidden, percentOf, extremes }, columns) {
      const edges = edgesOf(view, columns)
      const used = deriveUsed(history, edges, { hidden })
      const percent = percentSetting(history, percentOf)
      const beyond = extremes && extremesOver({ ...extremes, ...extremes.used }, edges)
      const axis = coresAxis(Math.max(mostUsed(used, percent.coreCount).most, beyond ? greatestOf(beyond) : 0), percent)
      return scene(axis, (pen, box) => {
        markUsed(pen, used, { box, most: axis.most, coreCount: percent.coreCount })
        if (beyond) markExtremes(pen, beyond, { box, most: axis.most })
      })
    },
    read({ history, cursorNs, hidden, percentOf }) {
      const { used, waited, demand } = readUsed(history, cursorNs ?? Infinity, hidden)
      const percent = percentSetting(history, percentOf)
      return [
        { name: 'this run', value: sayCores(used, percent) },
        { name: 'waiting', value: sayCores(waited, percent) },
        { name: 'demand', value: sayCores(demand, percent) }
      ]
    },
    table: ({ history, view, hidden, percentOf }) => usedTable(history, { view, hidden, percent: percentSetting(history, percentOf) }),
    pick({ history, hidden }, { atNs, value }) {
      let top = 0
      for (const { of, used } of readUsed(history, atNs, hidden).bands) {
        top += used[0] ?? NaN
        if (value <= top) return of.kind === 'process' ? of.process : null
      }
      return null
    }
  },
  memory: {
    name: 'Memory',
    derive({ history, view, hidden, extremes }, columns) {
      const edges = edgesOf(view, columns)
      const memory = deriveMemory(history, edges, { hidden })
      const beyond = extremes && extremesOver({ ...extremes, ...extremes.pss }, edges)
      const axis = bytesAxis(Math.max(mostMemory(memory), beyond ? greatestOf(beyond) : 0))
      return scene(axis, (pen, box) => {
        markMemory(pen, memory, { box, most: axis.most })
        if (beyond) markExtremes(pen, beyond, { box, most: axis.most })
      })
    },
    read({ history, cursorNs, hidden }) {
      const { pssBytes, ussBytes, sharedBytes } = readMemory(history, cursorNs ?? Infinity, hidden)
      return [
        { name: 'PSS', value: formatBytes(pssBytes) },
        { name: 'private', value: formatBytes(ussBytes) },
        { name: 'shared', value: formatBytes(sharedBytes) }
      ]
    },
    table: ({ history, view, hidden }) => memoryTable(history, { view, hidden }),
    pick({ history, hidden }, { atNs, value }) {
      const distances = [...readMemory(history, atNs, hidden).rssBy].map(([process, rss]) => ({ process, away: Math.abs(rss - value) }))
      return distances.reduce((best, each) => (each.away < best.away ? each : best), { process: null as ProcessId | null, away: Infinity }).process
    }
  }
}

/** Marks on their grid. */
function scene(axis: ValueAxis, draw: PlotScene['draw']): Derived {
  return {
    ...axis,
    draw(pen, box) {
      markGrid(pen, axis, { box, hasLabels: false })
      draw(pen, box)
    }
  }
}
