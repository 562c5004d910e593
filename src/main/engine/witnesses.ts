// What is told of a run by others than the sampler: the program's own marks, and the processes of it that are stuck.
import type { RunEvent, SampleBatch } from '../../shared/model/batch.ts'
import type { Mark } from '../../shared/model/experiment.ts'
import type { RunMark } from '../../shared/model/outcome.ts'
import type { SamplerKind, WarningCode } from '../../shared/model/run.ts'
import { type Ns, ns } from '../../shared/units.ts'
import type { LaunchOptions } from './engine.ts'
import { watchForStuck } from './hazards/stuck.ts'
import { followMarks, MARKS_MOST } from './lab/marks.ts'

export interface WitnessListener {
  readonly now: () => Ns
  /** The run's zero, ns of the machine's monotonic clock. */
  readonly anchorNs: bigint
  readonly say: (events: RunEvent[]) => void
  readonly warn: (code: WarningCode, text: string) => void
}

export interface Witnesses {
  /** Keeps up with what the sampler says. */
  follow(batch: SampleBatch): void
  /** Takes what has been said until now, and listens no more. */
  end(): void
}

export function hearWitnesses(sampler: SamplerKind, { marks }: LaunchOptions, { now, anchorNs, say, warn }: WitnessListener): Witnesses {
  const endMarks =
    marks &&
    followMarks(marks.file, {
      take: said => {
        const inRun = said.map(mark => timeMark(mark, anchorNs))
        marks.take(inRun)
        say(inRun.map(eventOfMark))
      },
      onCut: () => {
        warn('marks-cut', `The program made more than ${MARKS_MOST.toLocaleString('en-US')} marks; later ones are left out.`)
      }
    })
  const stuck = sampler === 'procfs' ? watchForStuck({ now, say: process => say([{ kind: 'stuck', tNs: now(), process }]) }) : null
  return {
    follow: batch => stuck?.follow(batch),
    end: () => {
      endMarks?.()
      stuck?.end()
    }
  }
}

/** Programs read CLOCK_MONOTONIC, as Node does for the run's zero. */
function timeMark({ t, ...said }: Mark, anchorNs: bigint): RunMark {
  return { ...said, tNs: ns(t - Number(anchorNs)) }
}

function eventOfMark({ tNs, pid, mark, worker, value }: RunMark): RunEvent {
  const said = [worker === null ? null : `worker ${worker}`, value].filter(part => part !== null).join(': ')
  return { kind: 'marker', tNs, pid, name: mark, value: said === '' ? null : said }
}
