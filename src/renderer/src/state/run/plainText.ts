// What a program writes, made harmless: terminal commands are taken out, other control characters are shown and never
// obeyed. Source: ECMA-48 (CSI …, and the strings OSC, DCS, APC, PM, SOS that end with ST or BEL).
import { showControls } from '../../../../shared/format.ts'

/* eslint-disable no-control-regex -- these are the characters to be taken out */
const CSI = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/
const CONTROL_STRING = /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u009c|\u001b\\)/
/** Any other escape, but none of those that begin one of the above. */
const SHORT_ESCAPE = /\u001b[ -/]*[0-OQ-WYZ\\`-~]/
const COMPLETE = new RegExp(`${CONTROL_STRING.source}|${CSI.source}|${SHORT_ESCAPE.source}`, 'g')
const UNFINISHED = /(?:\u001b(?:\[[0-?]*[ -/]*|[\]PX^_][^\u0007\u001b\u009c]*\u001b?|[ -/]*)?|\u009b[0-?]*[ -/]*)$/
/* eslint-enable no-control-regex */

/** An escape longer than this is not waited for: it is shown instead. */
const LONGEST_ESCAPE = 512

export interface PlainPiece {
  /** Free of escapes; may hold \n, \r and \t, and other control characters still to be shown by `plainLine`. */
  readonly text: string
  /** The beginning of an escape whose rest comes with the next piece. */
  readonly carry: string
}

/** Takes the terminal's commands out of one piece; `carry` is what the former piece left. */
export function takeEscapesOut(carry: string, text: string): PlainPiece {
  const whole = (carry + text).replaceAll(COMPLETE, '')
  const open = UNFINISHED.exec(whole)
  if (!open || open[0].length > LONGEST_ESCAPE) return { text: whole, carry: '' }
  return { text: whole.slice(0, open.index), carry: open[0] }
}

/** One line to show: tabs widened, any other control or bidirectional character made visible. */
export function plainLine(line: string): string {
  return showControls(line.replaceAll('\t', '    '))
}
