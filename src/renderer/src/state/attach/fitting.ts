// How well a running process fits what was typed: by PID, name, user and command line. Pure.
import type { RunningProcess } from '../../../../shared/model/running.ts'

/** Lower is better: meant, begins so, has it as a word, has it inside, has its letters in order. */
export type Fit = 0 | 1 | 2 | 3 | 4

/** Fewer letters in order are found in nearly every path. */
const SHORTEST_FUZZY = 3

/** The words of a search, each of which has to fit. */
export const wordsOf = (search: string): readonly string[] => search.toLowerCase().split(/\s+/).filter(Boolean)

/** Null: does not fit. As good as the worst fitting word. */
export function fitProcess(process: RunningProcess, words: readonly string[]): Fit | null {
  if (words.length === 0) return 0
  const texts: Texts = { pid: String(process.pid), name: process.name.toLowerCase(), user: (process.user ?? String(process.uid ?? '')).toLowerCase(), command: process.command.join(' ').toLowerCase() }
  let worst: Fit = 0
  for (const word of words) {
    const fit = fitWord(texts, word)
    if (fit === null) return null
    if (fit > worst) worst = fit
  }
  return worst
}

interface Texts {
  readonly pid: string
  readonly name: string
  readonly user: string
  readonly command: string
}

function fitWord({ pid, name, user, command }: Texts, word: string): Fit | null {
  if (pid === word || name === word) return 0
  if (pid.startsWith(word) || name.startsWith(word)) return 1
  if (name.includes(word) || user.startsWith(word) || beginsAWord(command, word)) return 2
  if (command.includes(word)) return 3
  if (word.length < SHORTEST_FUZZY) return null
  return [name, ...command.split(/[\s/=]/)].some(piece => hasInOrder(piece, word)) ? 4 : null
}

function beginsAWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || /[^\p{L}\d]/u.test(text[at - 1] ?? '')) return true
  }
  return false
}

function hasInOrder(text: string, letters: string): boolean {
  let at = -1
  for (const letter of letters) {
    at = text.indexOf(letter, at + 1)
    if (at < 0) return false
  }
  return true
}
