// What happened, as markers of the Firefox Profiler: their kinds, and those of a process.
import { sayEvent, sayExit } from '../../../../shared/derive/eventWords.ts'
import type { TimeRange } from '../../../../shared/derive/bins.ts'
import type { ProcessHistory, RunHistory } from '../../../../shared/derive/history.ts'
import { commandOfProcess } from '../../../../shared/derive/names.ts'
import { showControls } from '../../../../shared/format.ts'
import type { LifeEvent } from '../lives.ts'
import { CATEGORY, type Marker } from './tables.ts'

const everywhere = ['marker-chart', 'marker-table', 'timeline-overview']

/** How the profiler shows each kind; `sanitized-string`: left out when the user asks for that before sharing. */
export const MARKER_KINDS = [
  {
    ...{ name: 'ProcessLife', display: everywhere, chartLabel: '{marker.data.command}', tableLabel: '{marker.data.command}', tooltipLabel: 'Process' },
    fields: [
      { key: 'command', label: 'Command', format: 'sanitized-string' },
      { key: 'parent', label: 'Parent', format: 'pid' },
      { key: 'making', label: 'Made by', format: 'string' },
      { key: 'exit', label: 'End', format: 'string' }
    ]
  },
  { ...{ name: 'ProcessEvent', display: everywhere, chartLabel: '{marker.name}', tableLabel: '{marker.data.text}' }, fields: [{ key: 'text', label: 'What happened', format: 'sanitized-string' }] },
  { ...{ name: 'CoreSlice', display: ['marker-chart', 'marker-table'], chartLabel: '{marker.name}', tableLabel: '{marker.name}' }, fields: [] },
  {
    ...{ name: 'Said', display: everywhere, chartLabel: '{marker.name}', tableLabel: '{marker.name} {marker.data.value}' },
    fields: [
      { key: 'pid', label: 'Said by', format: 'pid' },
      { key: 'value', label: 'Value', format: 'string' }
    ]
  },
  { ...{ name: 'Doubt', display: everywhere, chartLabel: '{marker.name}', tableLabel: '{marker.data.text}' }, fields: [{ key: 'text', label: 'Doubt', format: 'string' }] }
]

export function lifeMarker(process: ProcessHistory, { fromNs, toNs }: TimeRange): Marker {
  const { name, parentPid, making, exit } = process
  const facts = { command: commandOfProcess(process), ...(parentPid === null ? {} : { parent: parentPid }), ...(making === null ? {} : { making }), ...(exit === null ? {} : { exit: sayExit(exit) }) }
  return { name: showControls(name), fromNs, toNs, category: CATEGORY.life, data: { type: 'ProcessLife', ...facts } }
}

/** Events between a birth and an end, in words. */
export function eventMarkers(history: RunHistory, events: readonly LifeEvent[]): Marker[] {
  return events.map(event => {
    const { kind, text } = sayEvent(history, event)
    return { name: kind, fromNs: event.tNs, toNs: null, category: CATEGORY.life, data: { type: 'ProcessEvent', text } }
  })
}

/** What the programs said of themselves, and what is doubtful about the measurement. */
export function runMarkers({ events, warnings }: RunHistory, { fromNs, toNs }: TimeRange): Marker[] {
  const said = events.filter(event => event.kind === 'marker').map(({ tNs, name, pid, value }): Marker => {
    const facts = { ...(pid === null ? {} : { pid }), ...(value === null ? {} : { value: showControls(value) }) }
    return { name: showControls(name), fromNs: tNs, toNs: null, category: CATEGORY.other, data: { type: 'Said', ...facts } }
  })
  const doubts = [...warnings.values()].map(({ tNs, code, text }): Marker => ({ name: code, fromNs: tNs, toNs: null, category: CATEGORY.doubt, data: { type: 'Doubt', text } }))
  return [...said, ...doubts].filter(({ fromNs: at }) => at >= fromNs && at <= toNs)
}
