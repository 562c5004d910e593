// Short messages at the foot of the window: what was done, what failed. Read out by screen readers.
import { type ShallowRef, shallowRef } from 'vue'
import { type Fault, sayFault } from '../../../shared/fault.ts'

export interface Notice {
  readonly id: number
  readonly tone: 'good' | 'warning' | 'bad'
  readonly text: string
  readonly action: { readonly title: string; readonly run: () => void } | null
}

export interface Notices {
  readonly shown: Readonly<ShallowRef<readonly Notice[]>>
  say(text: string, action?: Notice['action']): void
  /** Stays until it is dismissed. */
  warn(text: string, action?: Notice['action']): void
  complain(fault: Fault): void
  dismiss(id: number): void
}

const SHOWN_MS = 8_000
const MOST_SHOWN = 3

/** Good news leaves by itself; the rest stays until it is dismissed. */
export function useNotices(): Notices {
  const shown = shallowRef<readonly Notice[]>([])
  let last = 0
  const dismiss = (id: number): void => {
    shown.value = shown.value.filter(notice => notice.id !== id)
  }
  const add = (notice: Omit<Notice, 'id'>): void => {
    const id = ++last
    const others = shown.value.filter(({ text }) => text !== notice.text)
    shown.value = [...others, { ...notice, id }].slice(-MOST_SHOWN)
    if (notice.tone === 'good') setTimeout(() => dismiss(id), SHOWN_MS)
  }
  return {
    shown,
    dismiss,
    say: (text, action = null) => add({ tone: 'good', text, action }),
    warn: (text, action = null) => add({ tone: 'warning', text, action }),
    complain: fault => add({ tone: 'bad', text: sayFault(fault), action: null })
  }
}
