// HTML that is XML as well, put together from text that is escaped unless it was made here.
import { escapeXml } from '../../../../shared/charts/svgPen.ts'

export interface Markup {
  readonly markup: string
}

type Part = Markup | string | null
type Attributes = Readonly<Record<string, string | true>>

/** An element; strings within it are text, null is left out. Without parts it is closed at once: use it so for void elements only. */
export function tag(name: string, attributes: Attributes = {}, ...parts: readonly Part[]): Markup {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${value === true ? key : escapeXml(value)}"`)
  if (parts.length === 0) return { markup: `<${name}${words.join('')}/>` }
  return { markup: `<${name}${words.join('')}>${parts.map(markupOf).join('')}</${name}>` }
}

/** Several parts without an element around them. */
export const group = (parts: readonly Part[]): Markup => ({ markup: parts.map(markupOf).join('') })

/** Lines of text: a newline within one would be shown as a sign, those between them are meant. */
export const lines = (texts: readonly string[]): Markup => ({ markup: texts.map(escapeXml).join('\n') })

/** Markup that another hand of ours made (a picture). */
export const made = (markup: string): Markup => ({ markup })

const markupOf = (part: Part): string => (part === null ? '' : typeof part === 'string' ? escapeXml(part) : part.markup)

/** A table with headings; the first cell of a row is its heading. `numeric`: columns whose figures stand to the right. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[], { caption, numeric = new Set() }: { caption?: string; numeric?: ReadonlySet<number> } = {}): Markup {
  const classOf = (column: number): Attributes => (numeric.has(column) ? { class: 'figure' } : {})
  return tag(
    'table',
    {},
    caption === undefined ? null : tag('caption', {}, caption),
    tag('thead', {}, tag('tr', {}, ...titles.map((title, column) => tag('th', { scope: 'col', ...classOf(column) }, title)))),
    tag('tbody', {}, ...rows.map(row => tag('tr', {}, ...row.map((cell, column) => (column === 0 ? tag('th', { scope: 'row', ...classOf(column) }, cell) : tag('td', classOf(column), cell))))))
  )
}
