// Recordings as the window knows them: what stands in the library, without a sample. Main alone knows where each file lies.
import type { Bytes, Ns } from '../units.ts'
import type { Exit, RunSpec } from './run.ts'

declare const id: unique symbol
/** Names a file for as long as the program runs; means nothing to another start of it. */
export type RecordingId = string & { readonly [id]: 'recording' }

export const recordingId = (value: string): RecordingId => value as RecordingId

/** One run of a recording, from the file's own table of runs. */
export interface LibraryRun {
  /** Which of the file's runs. */
  readonly number: number
  readonly spec: RunSpec
  readonly startedAtUnixMs: number
  /** From release to the end; of a run that was cut off, as far as it is known. */
  readonly wallNs: Ns
  /** Null: it was cut off, or goes on (then the item says so). */
  readonly exit: Exit | null
  /** `left`: an attached tree that went on when its following ended. Null as `exit`. */
  readonly endedBy: 'itself' | 'asked' | 'left' | null
  /** Null: it was not a run of the lab. */
  readonly experiment: string | null
  readonly variant: string | null
  /** Of the whole tree, null = could not be read, or no end is known. */
  readonly cpuNs: Ns | null
  readonly coresUsedPeak: number | null
  /** Of a single process. */
  readonly peakRssBytes: Bytes | null
  readonly peakPssBytes: Bytes | null
  readonly processCount: number
  readonly threadCountPeak: number | null
}

export interface LibraryItem {
  readonly recording: RecordingId
  /** For people; never sent back. */
  readonly path: string
  /** Given by the user; null: its command is its name. */
  readonly name: string | null
  readonly note: string | null
  readonly isPinned: boolean
  /** With the log of one that is being written. */
  readonly sizeBytes: Bytes
  /** Of its first run; of the file itself, if that cannot be read. */
  readonly startedAtUnixMs: number
  /** In order of recording; empty if it cannot be read. */
  readonly runs: readonly LibraryRun[]
  /** This program writes to it now. */
  readonly isBeingWritten: boolean
  /** Sentences: why it cannot be read, or what of it. Empty: it is whole. */
  readonly damage: readonly string[]
}

export interface LibraryState {
  readonly folder: string
  /** Newest first. */
  readonly items: readonly LibraryItem[]
  /** Of all items. */
  readonly sizeBytes: Bytes
}
