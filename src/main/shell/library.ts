// The library as the page has it: listed, named, pinned, opened, moved to the trash, kept within its limit. Which file a
// name means is known here alone; what is in a file, the engine's library says.
import { type BrowserWindow, dialog, shell as desktop } from 'electron'
import type { OpenedRun } from '../../shared/contract.ts'
import { FaultError, sayFault } from '../../shared/fault.ts'
import type { LibraryItem, LibraryState, RecordingId } from '../../shared/model/recording.ts'
import { bytes } from '../../shared/units.ts'
import type { Engine, Library, LibraryEntry, LiveRun, ReopenedRun } from '../engine/index.ts'
import type { Handlers } from './ipc.ts'
import { itemOf, openNames } from './libraryItems.ts'
import type { Kept } from './kept.ts'
import { titleOf } from './title.ts'
import { trashRecording } from './trash.ts'
import type { MainWindow } from './window.ts'

export type LibraryCalls = Pick<
  Handlers,
  'readLibrary' | 'openRecording' | 'chooseRecording' | 'renameRecording' | 'annotateRecording' | 'pinRecording' | 'trashRecordings' | 'showRecording'
>

export interface LibraryDesk {
  readonly calls: LibraryCalls
  /** The first run of any file. Throws `recording-damaged`, `recording-too-new`. */
  readonly openFile: (path: string) => Promise<OpenedRun>
  /** A run has begun: its recording is new, and complete when it has ended. */
  follow(live: LiveRun): void
  /** The limit was set, or a recording is complete. Never rejects. */
  applyLimit(): Promise<void>
  /** The window has become visible. */
  resume(): void
}

export interface LibraryTools {
  readonly engine: Promise<Engine>
  readonly library: Library
  readonly kept: Pick<Kept, 'settings'>
  readonly page: MainWindow
}

export function openLibraryDesk({ engine, library, kept, page }: LibraryTools): LibraryDesk {
  const names = openNames()
  /** By file: the run that is being written to it. */
  const writing = new Map<string, LiveRun>()
  const news = openNews(page)
  const toItem = (entry: LibraryEntry): LibraryItem => itemOf(entry, { recording: names.nameOf(entry.path), isBeingWritten: writing.has(entry.path) })
  const change = (recording: RecordingId, act: (path: string) => void): LibraryItem => {
    const path = names.pathOf(recording)
    act(path)
    const entry = library.read(path)
    if (!entry) throw new FaultError({ kind: 'recording-unknown' })
    return toItem(entry)
  }
  const trash = async (paths: readonly string[]): Promise<number> => {
    for (const path of paths) if (writing.has(path)) throw new FaultError({ kind: 'recording-in-use', path })
    let trashed = 0
    try {
      for (const path of paths) {
        if (await trashRecording(path, library, trashed)) trashed++
      }
    } finally {
      news.tell()
    }
    return trashed
  }
  const open = async (path: string, number: number | null): Promise<OpenedRun> => {
    const live = writing.get(path)
    const opened = live ? openedLive(live) : openedFrom(await (await engine).reopen(path, number))
    page.window.setTitle(titleOf(opened.header.spec, live ? 'running' : 'recording'))
    return { ...opened, recording: names.nameOf(path) }
  }
  const applyLimit = async (): Promise<void> => {
    try {
      const over = library.listOverLimit(kept.settings.libraryLimitBytes).map(({ path }) => path)
      await trash(over.filter(path => !writing.has(path))) // one may have its end, and its writer not yet have left it
    } catch (error) {
      if (!(error instanceof FaultError)) throw error
      tellOnce(error, page.window)
    }
  }
  const tellOnce = sayOnce()
  return {
    calls: {
      readLibrary: async () => stateOf(library.folder, (await library.listInTurns()).map(toItem)),
      openRecording: ({ recording, number }) => open(names.pathOf(recording), number),
      async chooseRecording() {
        const path = await choosePath(page, library.folder)
        return path === null ? null : open(path, null)
      },
      renameRecording: ({ recording, name }) => change(recording, path => library.rename(path, name)),
      annotateRecording: ({ recording, note }) => change(recording, path => library.annotate(path, note)),
      pinRecording: ({ recording, isPinned }) => change(recording, path => library.pin(path, isPinned)),
      trashRecordings: async recordings => ({ trashed: await trash([...new Set(recordings)].map(each => names.pathOf(each))) }),
      showRecording(recording) {
        desktop.showItemInFolder(names.pathOf(recording))
        return null
      }
    },
    openFile: path => open(path, null),
    follow(live) {
      const path = live.recordedTo
      if (path === null) return
      writing.set(path, live)
      news.tell()
      void live.ended.then(async () => {
        writing.delete(path)
        news.tell()
        await applyLimit()
      })
    },
    applyLimit,
    resume: () => news.resume()
  }
}

type Opened = Omit<OpenedRun, 'recording'>

function openedFrom({ header, number, label, damage, runCount }: ReopenedRun): Opened {
  return { header, number, name: label.name, damage, runCount }
}

/** Its own recording would be behind it by a second, and would not go on. */
const openedLive = ({ header }: LiveRun): Opened => ({ header, number: 1, name: null, damage: [], runCount: 1 })

function stateOf(folder: string, items: readonly LibraryItem[]): LibraryState {
  return { folder, items, sizeBytes: bytes(items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)) }
}

async function choosePath({ window }: MainWindow, folder: string): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open recording',
    defaultPath: folder,
    filters: [{ name: 'Recordings', extensions: ['fscope'] }, { name: 'All files', extensions: ['*'] }],
    properties: ['openFile']
  })
  return canceled ? null : (filePaths[0] ?? null)
}

/** A hidden window is told once, when it is shown. */
function openNews(page: MainWindow): { tell(): void; resume(): void } {
  let isDue = false
  const tell = (): void => {
    isDue = !page.isShown()
    if (!isDue) page.send('libraryChanged', null)
  }
  return {
    tell,
    resume: () => {
      if (isDue) tell()
    }
  }
}

/** What goes by itself after each run is complained of once, not after each run. */
function sayOnce(): (error: FaultError, window: BrowserWindow) => void {
  let isSaid = false
  return (error, window) => {
    if (isSaid || window.isDestroyed()) return
    isSaid = true
    void dialog.showMessageBox(window, { type: 'warning', title: 'Forkscope', message: 'The library could not be kept within its limit.', detail: sayFault(error.fault) })
  }
}
