// A run as one page of HTML: sentences, charts, tables, conditions. It holds all that it shows and asks nobody for anything;
// there is no script in it, and its own rules (Content-Security-Policy) allow none, nor any address.
import { createHash } from 'node:crypto'
import { sayCommand, sayFigures, sayMeasured, sayStart } from '../../../../shared/charts/measured.ts'
import { listColours } from '../../../../shared/charts/svgPen.ts'
import type { TimeRange } from '../../../../shared/derive/bins.ts'
import type { RunHistory } from '../../../../shared/derive/history.ts'
import { saySummary, sentenceText } from '../../../../shared/derive/sentence.ts'
import { deriveSummary } from '../../../../shared/derive/summary.ts'
import { formatCount, formatDuration } from '../../../../shared/format.ts'
import { type ChartsSpec, layoutCharts } from './charts.ts'
import { layoutConditions, layoutEvents, layoutFigures, layoutMeasuring, layoutProcesses } from './facts.ts'
import { type Markup, made, tag } from './markup.ts'
import { layoutStyle } from './style.ts'

/** Text of the file. */
export function writeReport(history: RunHistory, spec: ChartsSpec): string {
  const charts = layoutCharts(history, spec)
  const style = layoutStyle(listColours(charts.map(({ svg }) => svg)))
  const page = tag(
    'html',
    { xmlns: 'http://www.w3.org/1999/xhtml', lang: 'en' },
    layoutHead(sayCommand(history), style),
    tag(
      'body',
      {},
      layoutHeader(history, spec),
      tag('main', {}, layoutWords(history), tag('section', {}, tag('h2', {}, 'Charts'), ...charts.map(({ figure }) => figure)), layoutFigures(history), layoutProcesses(history, spec.hidden), layoutEvents(history, spec.range), layoutConditions(history), layoutMeasuring(history)),
      tag('footer', {}, tag('p', {}, `Made by Forkscope ${history.header.programVersion}. “–” means: not measured. This page is complete in itself and loads nothing.`))
    )
  )
  return `<!DOCTYPE html>\n${page.markup}\n`
}

/** Only the style that stands here is allowed; no script, no picture, no frame, no address to send anything to. */
function layoutHead(title: string, style: string): Markup {
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  return tag(
    'head',
    {},
    tag('meta', { charset: 'utf-8' }),
    tag('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    tag('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    tag('title', {}, `${title} – Forkscope`),
    tag('style', {}, made(style))
  )
}

function layoutHeader(history: RunHistory, { range, hidden }: ChartsSpec): Markup {
  return tag(
    'header',
    {},
    tag('div', {}, tag('h1', { class: 'command' }, sayCommand(history)), tag('p', {}, sayFigures(history)), tag('p', { class: 'muted' }, `${sayMeasured(history)} · started ${sayStart(history.header)}`), ...sayPart(range, hidden.size)),
    tag('fieldset', {}, tag('legend', {}, 'Colours'), themeButton('system', 'as the system', true), themeButton('light', 'light', false), themeButton('dark', 'dark', false))
  )
}

/** What is not shown is said. */
function sayPart(range: TimeRange | null, hiddenCount: number): Markup[] {
  const parts = [
    range ? `Charts and events show ${formatDuration(range.fromNs)} to ${formatDuration(range.toNs)} of the run; all other figures are of the whole.` : '',
    hiddenCount > 0 ? `${formatCount(hiddenCount)} ${hiddenCount === 1 ? 'process is' : 'processes are'} hidden.` : ''
  ]
  return parts.filter(Boolean).map(part => tag('p', { class: 'muted' }, part))
}

const themeButton = (name: string, label: string, isChosen: boolean): Markup =>
  tag('label', {}, tag('input', { type: 'radio', name: 'theme', id: `theme-${name}`, ...(isChosen ? { checked: true as const } : {}) }), ` ${label}`)

function layoutWords(history: RunHistory): Markup {
  const doubts = [...history.warnings.values()].map(({ text, count }) => tag('p', { class: 'doubt' }, `Doubt: ${text}${count > 1 ? ` (${formatCount(count)} times)` : ''}`))
  return tag('section', {}, tag('h2', {}, 'In words'), tag('p', { class: 'sentence' }, sentenceText(saySummary(deriveSummary(history)))), ...doubts)
}
