// What the header says of a run that was read from a recording: that it is one, when it ran, and where, if that was elsewhere.
import type { OpenedRun } from '../../../../shared/contract.ts'
import { sayMachine } from '../../../../shared/derive/conditions.ts'
import { showControls } from '../../../../shared/format.ts'
import type { MachineFacts } from '../../../../shared/model/machine.ts'

/** 'Nov 3, 2026, 2:32:05 PM', as the system writes it. */
export function sayWhen(startedAtUnixMs: number): string {
  return new Date(startedAtUnixMs).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
}

/** Null: it ran on a machine like this one. No name of a machine is recorded: what it is made of must do. */
export function sayElsewhere(there: MachineFacts, here: MachineFacts | null): string | null {
  if (here === null || (['cpuModel', 'coreCount', 'memoryBytes', 'architecture', 'os'] as const).every(fact => there[fact] === here[fact])) return null
  return `on another machine: ${sayMachine(there).slice(0, 3).map(showControls).join(' · ')}`
}

/** The runs of the file, for a list: 'run 2 of 6'. */
export const listRuns = ({ runCount }: OpenedRun): readonly { readonly number: number; readonly title: string }[] =>
  Array.from({ length: runCount }, (_, index) => ({ number: index + 1, title: `run ${index + 1} of ${runCount}` }))
