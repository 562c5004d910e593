// Recordings in the words of the contract: files get opaque names, and of what the engine tells of each the page gets what it
// shows.
import type { LibraryItem, LibraryRun, RecordingId } from '../../shared/model/recording.ts'
import { recordingId } from '../../shared/model/recording.ts'
import { FaultError } from '../../shared/fault.ts'
import { bytes, ns } from '../../shared/units.ts'
import type { LibraryEntry, RecordedRun } from '../engine/index.ts'

/** Names of files, for as long as the program runs. The page says a name, and main alone knows which file is meant. */
export interface RecordingNames {
  nameOf(path: string): RecordingId
  /** Throws `recording-unknown`. */
  pathOf(recording: RecordingId): string
}

export function openNames(): RecordingNames {
  const names = new Map<string, RecordingId>()
  const paths = new Map<RecordingId, string>()
  return {
    nameOf(path) {
      const known = names.get(path)
      if (known !== undefined) return known
      const name = recordingId(`recording-${String(names.size + 1)}`)
      names.set(path, name)
      paths.set(name, path)
      return name
    },
    pathOf(recording) {
      const path = paths.get(recording)
      if (path === undefined) throw new FaultError({ kind: 'recording-unknown' })
      return path
    }
  }
}

export function itemOf(entry: LibraryEntry, { recording, isBeingWritten }: Pick<LibraryItem, 'recording' | 'isBeingWritten'>): LibraryItem {
  const { path, name, note, isPinned, sizeBytes, startedAtUnixMs, runs, damage } = entry
  return { recording, path, name, note, isPinned, sizeBytes: bytes(sizeBytes), startedAtUnixMs, runs: runs.map(runOf), isBeingWritten, damage: [...damage] }
}

function runOf({ number, header, end, place, knownUntilNs, peaks, processCount }: RecordedRun): LibraryRun {
  const { spec, startedAtUnixMs } = header
  return {
    ...{ number, spec, startedAtUnixMs, wallNs: end?.wallNs ?? ns(knownUntilNs) },
    ...{ exit: end?.exit ?? null, endedBy: end?.endedBy ?? null, experiment: place.experiment, variant: place.variant },
    cpuNs: end?.cpuNs ?? null,
    ...peaks,
    processCount
  }
}
