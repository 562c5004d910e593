// Memory of a process as counters of the Firefox Profiler, which adds counts up: each is the change since the one before.
import type { TimeRange } from '../../../../shared/derive/bins.ts'
import type { ProcessHistory } from '../../../../shared/derive/history.ts'
import { heldSteps, type Step, stepsWithin } from '../steps.ts'
import { inMs } from './tables.ts'

interface Owner {
  readonly pid: string
  readonly mainThreadIndex: number
  readonly range: TimeRange
}

/** Counters without a measurement are left out. */
export function memoryCounters({ detail, memory, endedNs }: ProcessHistory, owner: Owner): object[] {
  const kinds = [
    { label: 'RSS', color: 'orange', steps: heldSteps(detail.tNs, detail.rssBytes, endedNs), about: 'Resident memory; pages that several processes share count in each' },
    { label: 'PSS', color: 'purple', steps: heldSteps(memory.tNs, memory.pssBytes, endedNs), about: 'Resident memory; shared pages count by share, so that sums are right' },
    { label: 'Private (USS)', color: 'teal', steps: heldSteps(memory.tNs, memory.ussBytes, endedNs), about: 'Memory of its own: what would be free if it ended' }
  ]
  return kinds.flatMap(({ label, color, steps, about }, rank) => {
    const within = stepsWithin(steps, owner.range)
    return within.length === 0 ? [] : [counter({ label, color, about, rank }, within, owner)]
  })
}

function counter({ label, color, about, rank }: { label: string; color: string; about: string; rank: number }, steps: readonly Step[], { pid, mainThreadIndex }: Owner): object {
  return {
    ...{ name: label, category: 'Memory', description: about, pid, mainThreadIndex },
    display: {
      ...{ graphType: 'line-accumulated', unit: 'bytes', color, markerSchemaLocation: null, sortWeight: 20 + rank, label },
      tooltipRows: [
        { type: 'value', source: 'accumulated', format: { unit: 'bytes' }, label: `${label}, less what it was at first` },
        { type: 'value', source: 'count-range', format: { unit: 'bytes' }, label: 'range in the graph' }
      ]
    },
    samples: {
      time: steps.map(({ tNs }) => inMs(tNs)),
      count: steps.map(({ value }, index) => value - (steps[index - 1]?.value ?? 0)),
      length: steps.length
    }
  }
}
