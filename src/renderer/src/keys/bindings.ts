// Which key means which command; the list of keys, the palette and the listener all read this table.

export interface Binding {
  readonly command: string
  /** As shown; Ctrl also means Cmd on a Mac. */
  readonly keys: readonly string[]
}

export const bindings: readonly Binding[] = [
  { command: 'commands', keys: ['Ctrl+K'] },
  { command: 'run', keys: ['Ctrl+Enter'] },
  { command: 'stop', keys: ['Ctrl+.'] },
  { command: 'export', keys: ['Ctrl+E'] },
  { command: 'filter', keys: ['Ctrl+F', '/'] },
  { command: 'launch-view', keys: ['Ctrl+1'] },
  { command: 'run-view', keys: ['Ctrl+2'] },
  { command: 'lab-view', keys: ['Ctrl+3'] },
  { command: 'library-view', keys: ['Ctrl+4'] },
  { command: 'open', keys: ['Ctrl+O'] },
  { command: 'attach', keys: ['A'] },
  { command: 'switch-run', keys: ['R'] },
  { command: 'pause', keys: ['Space'] },
  { command: 'follow', keys: ['F'] },
  { command: 'zoom-in', keys: ['+'] },
  { command: 'zoom-out', keys: ['-'] },
  { command: 'zoom-reset', keys: ['0'] },
  { command: 'earlier', keys: ['ArrowLeft'] },
  { command: 'later', keys: ['ArrowRight'] },
  { command: 'former-event', keys: ['['] },
  { command: 'next-event', keys: [']'] },
  { command: 'to-start', keys: ['Home'] },
  { command: 'to-end', keys: ['End'] },
  { command: 'slower', keys: ['<'] },
  { command: 'faster', keys: ['>'] },
  { command: 'tree', keys: ['T'] },
  { command: 'output', keys: ['O'] },
  { command: 'percent-of', keys: ['%'] },
  { command: 'clear-cursor', keys: ['Escape'] },
  { command: 'keys', keys: ['?'] }
]

/** What the parts answer to by themselves, for the list of keys only. */
export const partKeys: readonly { readonly keys: readonly string[]; readonly title: string }[] = [
  { keys: ['Enter'], title: 'In the command line: run. In the tree: what can be done with this process' },
  { keys: ['Shift+Enter'], title: 'In the command line: a new line' },
  { keys: ['ArrowUp', 'ArrowDown'], title: 'In the tree: former or next row' },
  { keys: ['ArrowLeft', 'ArrowRight'], title: 'In the tree: fold and unfold, to the parent and in' },
  { keys: ['ArrowUp', 'ArrowDown', 'Enter'], title: 'In the search for a running process: choose, attach' },
  { keys: ['H'], title: 'In the tree: hide this process in the charts, or show it again' },
  { keys: ['ArrowLeft', 'ArrowRight'], title: 'On the curves of an experiment: read them at another time' },
  { keys: ['Enter'], title: 'In the library: open; it shows what was, and starts nothing' },
  { keys: ['F2'], title: 'In the library: rename' },
  { keys: ['N'], title: 'In the library: edit the note' },
  { keys: ['P'], title: 'In the library: pin, or unpin' },
  { keys: ['Delete'], title: 'In the library: move what is chosen to the trash' },
  { keys: ['Shift+ArrowDown'], title: 'In the library: choose several; Ctrl+A all' },
  { keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'], title: 'On the slider of a run that is over: the event before, the next one' },
  { keys: ['Escape'], title: 'Close what is open' }
]

const shownNames: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc', '-': '−' }

/** ['Ctrl', 'K'] of 'Ctrl+K'; the + key itself is one key. */
export const keyCaps = (keys: string): string[] => (keys === '+' ? ['+'] : keys.split('+')).map(name => shownNames[name] ?? name)

export const keysOf = (command: string): readonly string[] => bindings.find(binding => binding.command === command)?.keys ?? []

/** The part of a keyboard event that decides. */
export interface KeyStroke {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** The command a stroke stands for. Shift is not asked: it is part of how + or ? is typed. */
export function findCommand(stroke: KeyStroke): string | null {
  const name = nameOf(stroke)
  return bindings.find(({ keys }) => keys.some(key => key.toLowerCase() === name.toLowerCase()))?.command ?? null
}

function nameOf({ key, ctrlKey, metaKey, altKey }: KeyStroke): string {
  const plain = plainNames[key] ?? key
  if (altKey && !ctrlKey) return `Alt+${plain}`
  // AltGr, by which some keyboards type [ and ], reports itself as Ctrl+Alt.
  return (ctrlKey || metaKey) && !altKey ? `Ctrl+${plain}` : plain
}

const plainNames: Readonly<Record<string, string>> = { ' ': 'Space', '=': '+', '−': '-' }
