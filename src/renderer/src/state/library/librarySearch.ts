// Which recordings fit what was typed. Every word of it must be found somewhere; where it is not there letter by letter, its
// letters may be spread a little, so that “frkthr” finds “fork-vs-threads”. Pure.
import type { LibraryItem } from '../../../../shared/model/recording.ts'
import { nameRecording, sayCommand } from './libraryWords.ts'
import type { LabTitles } from './labTitles.ts'

/** What is searched in one recording, in lower case. */
export interface SearchedTexts {
  /** Short: spread letters are looked for here, too. */
  readonly names: readonly string[]
  /** Long, or every letter is in them somewhere: only whole words count. */
  readonly texts: readonly string[]
}

/** A command can be as long as the kernel allows; nobody searches for its end. */
const COMMAND_MOST = 4_000
/** From one letter to the next, inside a word and to the beginning of another. */
const SPREAD_MOST = 3
const WORD_AWAY_MOST = 12
/** Two letters spread over a text are in nearly all of them. */
const SPREAD_LEAST_LETTERS = 3

export function listTexts(item: LibraryItem, titles: LabTitles): SearchedTexts {
  const ofRuns = item.runs.map(run => ({ command: sayCommand(run.spec).slice(0, COMMAND_MOST), place: titles.sayPlace(run) ?? '', marks: [run.experiment ?? '', run.variant ?? ''], folder: run.spec.cwd }))
  const unique = (texts: readonly string[]): string[] => [...new Set(texts)].filter(text => text !== '').map(text => text.toLowerCase())
  return {
    names: unique([nameRecording(item, titles).name, ...ofRuns.flatMap(({ command, place, marks }) => [command, place, ...marks])]),
    texts: unique([item.note ?? '', item.path, ...ofRuns.map(({ folder }) => folder)])
  }
}

export function fitsSearch(search: string, { names, texts }: SearchedTexts): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(word => word !== '')
  return words.every(word => [...names, ...texts].some(text => text.includes(word)) || names.some(name => isSpreadIn(word, name)))
}

/** True: the letters stand there in order, the first at the beginning of a word, each soon after the one before or beginning a word. */
function isSpreadIn(word: string, text: string): boolean {
  if (word.length < SPREAD_LEAST_LETTERS) return false
  const [first = '', ...rest] = Array.from(word)
  for (let start = text.indexOf(first); start >= 0; start = text.indexOf(first, start + 1)) {
    if (beginsWord(text, start) && isFollowed(rest, text, start)) return true
  }
  return false
}

const beginsWord = (text: string, at: number): boolean => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')

function isFollowed(letters: readonly string[], text: string, start: number): boolean {
  let at = start
  for (const letter of letters) {
    let next = text.indexOf(letter, at + 1)
    if (next - at > SPREAD_MOST) while (next >= 0 && !beginsWord(text, next)) next = text.indexOf(letter, next + 1)
    if (next < 0 || next - at > WORD_AWAY_MOST) return false
    at = next
  }
  return true
}
