// Texts that a layout must fit into a width. Widths are estimated (layout is pure and has no font), on the wide side.

/** Width in pixels, of DejaVu Sans or a narrower face. */
export function textWidth(text: string, size: number, face: 'sans' | 'mono' = 'sans'): number {
  let ems = 0
  for (const character of text) ems += emsOf(character, face)
  return ems * size
}

function emsOf(character: string, face: 'sans' | 'mono'): number {
  const code = character.codePointAt(0) ?? 0
  if (code >= 0x2e80) return 1
  if (face === 'mono') return 0.602
  if (' .,:;|\'!il·()[]'.includes(character)) return 0.36
  return character >= 'A' && character <= 'Z' ? 0.7 : 0.61
}

/** Cut at the end, with an ellipsis where something was cut. */
export function fitText(text: string, width: number, { size, face = 'sans' }: { size: number; face?: 'sans' | 'mono' }): string {
  if (textWidth(text, size, face) <= width) return text
  let ems = width / size - 1
  let fitted = ''
  for (const character of text) {
    ems -= emsOf(character, face)
    if (ems < 0) break
    fitted += character
  }
  return `${fitted.trimEnd()}…`
}

/** The same for a name that ends with its number ('worker 4711'): the number stays. */
export function fitName(text: string, width: number, style: { size: number }): string {
  const tail = text.slice(text.lastIndexOf(' ') + 1)
  if (textWidth(text, style.size) <= width || tail === text) return fitText(text, width, style)
  return `${fitText(text.slice(0, -tail.length - 1), width - textWidth(` ${tail}`, style.size), style)} ${tail}`
}

/** Broken at blanks into at most `lines` lines; the last one is cut. */
export function wrapText(text: string, width: number, { size, face = 'sans', lines }: { size: number; face?: 'sans' | 'mono'; lines: number }): string[] {
  const wrapped: string[] = []
  let rest = text
  while (rest !== '' && wrapped.length < lines - 1 && textWidth(rest, size, face) > width) {
    const cut = lastBreak(rest, width, { size, face })
    wrapped.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  if (rest !== '') wrapped.push(fitText(rest, width, { size, face }))
  return wrapped
}

/** After the last blank that fits; in the middle of a word that is longer than the line. */
function lastBreak(text: string, width: number, { size, face }: { size: number; face: 'sans' | 'mono' }): number {
  let used = 0
  let afterBlank = 0
  let at = 0
  for (const character of text) {
    used += emsOf(character, face) * size
    if (used > width) break
    at += character.length
    if (character === ' ') afterBlank = at
  }
  return afterBlank > 0 ? afterBlank : Math.max(1, at)
}
