// Files dropped onto the window: a recording is opened, anything else is said to be none. Nothing of a file is read here.
import { type Ref, ref } from 'vue'
import type { OpenedRun } from '../../../shared/contract.ts'
import { countOf } from '../../../shared/derive/sentence.ts'
import { showControls } from '../../../shared/format.ts'
import { type Bridge, ask } from '../bridge.ts'
import type { Notices } from './notices.ts'

export interface Dropping {
  /** Files are held over the window. */
  readonly isOver: Readonly<Ref<boolean>>
  onEnter(event: DragEvent): void
  onOver(event: DragEvent): void
  onLeave(event: DragEvent): void
  onDrop(event: DragEvent): void
}

const EXTENSION = '.fscope'

export function useDropping(bridge: Bridge, notices: Notices, showOpened: (opened: OpenedRun) => Promise<void>): Dropping {
  const isOver = ref(false)
  /** Each element under the pointer tells of its own; the window is left when as many were left as entered. */
  let entered = 0
  const open = async (files: readonly File[]): Promise<void> => {
    const recordings = files.filter(({ name }) => name.toLowerCase().endsWith(EXTENSION))
    const [first] = recordings
    if (!first) {
      notices.warn(sayNone(files))
      return
    }
    const reply = await ask(bridge.openDropped(first))
    if (!reply.ok) notices.complain(reply.fault)
    else await showOpened(reply.value)
    if (reply.ok && files.length > 1) notices.say(`Of ${countOf(files.length, 'file', 'files')}, “${showControls(first.name)}” was opened: one at a time.`)
  }
  return {
    isOver,
    onEnter(event) {
      if (!hasFiles(event)) return
      event.preventDefault()
      entered++
      isOver.value = true
    },
    onOver(event) {
      if (!hasFiles(event)) return
      event.preventDefault() // says that something can be dropped here
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    },
    onLeave(event) {
      if (!hasFiles(event)) return
      entered = Math.max(0, entered - 1)
      isOver.value = entered > 0
    },
    onDrop(event) {
      if (!hasFiles(event)) return
      event.preventDefault() // a browser would go to the file
      entered = 0
      isOver.value = false
      void open([...(event.dataTransfer?.files ?? [])])
    }
  }
}

/** Text that is dragged within the page is no concern of ours. */
const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false

function sayNone(files: readonly File[]): string {
  const [file] = files
  if (files.length !== 1 || !file) return `None of the ${countOf(files.length, 'file', 'files')} is a recording (${EXTENSION}). Nothing was opened.`
  return `“${showControls(file.name)}” is not a recording: their names end in ${EXTENSION}. Nothing was opened.`
}
