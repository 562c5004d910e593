// Stretches of recorded runs in the sharpness of a screen, one question at a time: a newer one takes the place of an older.
import { batchOf, shownOf } from '../../../shared/derive/batchOf.ts'
import type { RunHistory } from '../../../shared/derive/history.ts'
import type { DetailSpec, RunDetail, RunExtremes } from '../../../shared/model/detail.ts'
import { NS_PER_SECOND } from '../../../shared/units.ts'
import { openRecording, type Recording, ROWS_MOST } from './reading/recording.ts'
import type { StretchSpec } from './reading/stretch.ts'
import type { Turns } from './turns.ts'

export interface DetailSource {
  readonly path: string
  /** Which of the file's runs. Null: the one of the known id. */
  readonly number: number | null
  /** What is known of the run already: who was born when, and how sharp that is. */
  readonly known: RunHistory
}

export interface Details {
  /** Null: somebody asked for another stretch before this one was read, or the file is another one. Rejects with `recording-damaged`. */
  read(source: DetailSource, spec: DetailSpec): Promise<RunDetail | null>
}

/** Of a greater part of the run, as many rows would be no sharper than those of the whole. */
const PART_MOST = 0.7

export function openDetails(turns: Turns): Details {
  let newest = 0
  return {
    async read(source, spec) {
      const mine = ++newest
      const recording = openRecording(source.path)
      try {
        const number = findNumber(recording, source)
        if (number === null) return null
        const extremes = readExtremes(recording, number, spec)
        const isWanted = (): boolean => mine === newest
        const history = isSharper(source, spec) ? await turns.run(recording.readStretch(number, stretchOf({ known: source.known, spec })), { isUrgent: true, isWanted }) : null
        if (mine !== newest) return null
        return { fromNs: spec.fromNs, toNs: spec.toNs, extremes, batch: history && { ...shownOf(batchOf(history)), run: spec.run, events: [], warnings: [] } }
      } finally {
        recording.close()
      }
    }
  }
}

/** Null: another file has been put in its place. */
function findNumber({ runs }: Recording, { number, known: { header } }: DetailSource): number | null {
  const run = runs.find(each => (number === null ? each.header.run === header.run : each.number === number))
  return run?.header.startedAtUnixMs === header.startedAtUnixMs ? run.number : null
}

function isSharper({ known }: DetailSource, { fromNs, toNs, pixels }: DetailSpec): boolean {
  const lengthNs = Math.max(known.end?.wallNs ?? 0, known.tickNs.last())
  const isPart = Math.min(toNs, lengthNs) - Math.max(fromNs, 0) < PART_MOST * lengthNs
  return isPart && (toNs - fromNs) / pixels < (known.thinned.stepNs ?? Infinity)
}

function readExtremes(recording: Recording, number: number, { fromNs, toNs, pixels }: DetailSpec): RunExtremes | null {
  if ((toNs - fromNs) / pixels < NS_PER_SECOND) return null
  const read = (measure: 'used' | 'pss'): RunExtremes['used'] => {
    const { least, most } = recording.readRange(number, { measure }, { fromNs, toNs, pixels })
    return { least, most }
  }
  return { used: read('used'), pss: read('pss') }
}

interface Asked {
  readonly known: RunHistory
  readonly spec: DetailSpec
}

/** A row per pixel and subject; where that would be no longer than a tick, all there are. */
function stretchOf({ known: { header, events }, spec: { fromNs, toNs, pixels } }: Asked): StretchSpec {
  const stepNs = (toNs - fromNs) / pixels
  const isFine = stepNs <= NS_PER_SECOND / header.spec.rateHz
  return { range: { fromNs, toNs }, stepNs: isFine ? 0 : stepNs, rowsMost: ROWS_MOST / 2, events }
}
