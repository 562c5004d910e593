// The library as the page holds it: what main last said of it, and what can be done with what is in it.
import { type Ref, onScopeDispose, shallowRef } from 'vue'
import type { OpenedRun } from '../../../../shared/contract.ts'
import { sayFault } from '../../../../shared/fault.ts'
import type { LibraryItem, LibraryState, RecordingId } from '../../../../shared/model/recording.ts'
import { type Bridge, type Reply, ask } from '../../bridge.ts'
import type { Notices } from '../notices.ts'
import { countRecordings } from './limitForm.ts'

export interface Library {
  /** Null: not read yet. */
  readonly state: Readonly<Ref<LibraryState | null>>
  /** Why it could not be read. */
  readonly failure: Readonly<Ref<string | null>>
  /** What is opened now; a large one takes a moment. */
  readonly opening: Readonly<Ref<RecordingId | 'chosen' | null>>
  /** Reads it anew; what was known stays until then. From now on it is kept up to date. */
  refresh(): Promise<void>
  /** Shows a run of it. Starts nothing. */
  open(recording: RecordingId, number: number): Promise<void>
  /** Asks for a file from anywhere and shows its first run. */
  openFile(): Promise<void>
  rename(recording: RecordingId, name: string | null): Promise<void>
  /** False: it was not kept, which has been said. */
  annotate(recording: RecordingId, note: string | null): Promise<boolean>
  pin(recordings: readonly RecordingId[], isPinned: boolean): Promise<void>
  trash(recordings: readonly RecordingId[]): Promise<void>
  /** In the system's file manager. */
  show(recording: RecordingId): Promise<void>
}

export interface LibraryTools {
  readonly bridge: Bridge
  readonly notices: Notices
  readonly showOpened: (opened: OpenedRun) => Promise<void>
}

export function useLibrary({ bridge, notices, showOpened }: LibraryTools): Library {
  const state = shallowRef<LibraryState | null>(null)
  const failure = shallowRef<string | null>(null)
  const opening = shallowRef<RecordingId | 'chosen' | null>(null)
  let reading: Promise<void> | null = null
  let next: Promise<void> | null = null

  const readOnce = async (): Promise<void> => {
    const reply = await ask(bridge.readLibrary(null))
    failure.value = reply.ok ? null : sayFault(reply.fault)
    if (reply.ok) state.value = reply.value
  }
  /** One reading at a time; who asks meanwhile gets one more after it, since the first may have looked too early. */
  const refresh = (): Promise<void> => {
    if (!reading) {
      reading = readOnce().finally(() => (reading = null))
      return reading
    }
    next ??= reading.then(() => {
      next = null
      return refresh()
    })
    return next
  }
  // A window that never looked at its library need not read hundreds of files after each run.
  onScopeDispose(bridge.on('libraryChanged', () => void (state.value !== null && refresh())))

  const take = (reply: Reply<LibraryItem>): boolean => {
    if (!reply.ok) {
      notices.complain(reply.fault)
      return false
    }
    const changed = reply.value
    if (state.value) state.value = { ...state.value, items: state.value.items.map(item => (item.recording === changed.recording ? changed : item)) }
    return true
  }

  const showReply = async (what: RecordingId | 'chosen', asked: () => Promise<Reply<OpenedRun | null>>): Promise<void> => {
    if (opening.value !== null) return
    opening.value = what
    const reply = await ask(asked())
    if (!reply.ok) notices.complain(reply.fault)
    else if (reply.value) await showOpened(reply.value)
    opening.value = null
  }

  return {
    ...{ state, failure, opening, refresh },
    open: (recording, number) => showReply(recording, () => bridge.openRecording({ recording, number })),
    openFile: () => showReply('chosen', () => bridge.chooseRecording(null)),
    rename: async (recording, name) => void take(await ask(bridge.renameRecording({ recording, name }))),
    annotate: async (recording, note) => take(await ask(bridge.annotateRecording({ recording, note }))),
    async pin(recordings, isPinned) {
      for (const recording of recordings) if (!take(await ask(bridge.pinRecording({ recording, isPinned })))) return
    },
    async trash(recordings) {
      const reply = await ask(bridge.trashRecordings(recordings))
      await refresh()
      if (!reply.ok) notices.complain(reply.fault)
      else notices.say(sayTrashed(reply.value.trashed, recordings.length))
    },
    async show(recording) {
      const reply = await ask(bridge.showRecording(recording))
      if (!reply.ok) notices.complain(reply.fault)
    }
  }
}

function sayTrashed(trashed: number, asked: number): string {
  if (trashed < asked) return `${trashed} of ${countRecordings(asked)} went to the trash. The others are still in the library.`
  return `${countRecordings(trashed)} ${trashed === 1 ? 'was' : 'were'} moved to the trash.`
}
