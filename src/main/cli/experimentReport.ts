// The outcome of an experiment for people: the variants as rows of a table, then what was seen of each. Pure: text out of an
// outcome.
import { deriveFigures, type Spread, type VariantFigures } from '../../shared/derive/experimentFigures.ts'
import { sayOutcome } from '../../shared/derive/experimentWords.ts'
import { ABSENT, formatBytes, formatCores, formatCount, formatDuration, formatPercent } from '../../shared/format.ts'
import type { Interpreter } from '../../shared/model/experiment.ts'
import type { ExperimentOutcome } from '../../shared/model/outcome.ts'
import { layoutTable } from './table.ts'
import { cutText, wrapWords } from './wrapping.ts'

/** Ends with a newline. Figures of several runs are their medians. */
export function layoutOutcome(outcome: ExperimentOutcome, columns: number): string {
  const { experiment, parameters, repeats } = outcome
  const options = Object.entries(parameters).map(([name, value]) => `--${name} ${value}`)
  const lines = [
    '',
    cutText(`${experiment.title}  ${[...options, ...(repeats > 1 ? [`${repeats} times, medians`] : [])].join(' ')}`, columns),
    ...interpretersOf(outcome).map(interpreter => cutText(`  by ${sayInterpreter(interpreter)}`, columns)),
    '',
    ...layoutFigures(outcome).map(line => `  ${line}`), // never cut: a terminal that is too narrow wraps it
    ...sayOutcome(outcome).flatMap(({ variant, sentences }) => ['', `  ${variant}`, ...sentences.flatMap(({ text }) => wrapWords(text, columns - 4).map(line => `    ${line}`))])
  ]
  return `${lines.join('\n')}\n`
}

export function sayInterpreter({ implementation, version, path, isFreeThreaded, isGilOn }: Interpreter): string {
  const gil = isGilOn === null ? '' : isFreeThreaded ? `, built without a GIL, which is ${isGilOn ? 'on' : 'off'}` : ''
  return `${implementation} ${version}${gil} (${path})`
}

function interpretersOf({ variants }: ExperimentOutcome): Interpreter[] {
  const used = variants.flatMap(({ runs }) => runs.map(({ interpreter }) => interpreter))
  return [...new Map(used.map(interpreter => [interpreter.path, interpreter])).values()]
}

function layoutFigures(outcome: ExperimentOutcome): string[] {
  const figures = deriveFigures(outcome).filter(({ runCount }) => runCount > 0)
  if (figures.length === 0) return ['Nothing was run.']
  const columns = columnsOf(figures)
  const names = ['', ...figures.map(({ variant }) => variant)]
  const width = Math.max(...names.map(name => name.length))
  const table = layoutTable(
    columns.map(({ title }) => title),
    figures.map(each => columns.map(({ say }) => say(each)))
  )
  return table.map((line, row) => `${(names[row] ?? '').padEnd(width)}  ${line}`)
}

interface FigureColumn {
  readonly title: string
  readonly say: (figures: VariantFigures) => string
}

/** Columns of which nothing is known are left out. */
function columnsOf(figures: readonly VariantFigures[]): FigureColumn[] {
  return all.filter(({ say }) => figures.some(each => say(each) !== ABSENT))
}

const medianOf = (spread: Spread | null): number | null => spread?.median ?? null

const all: readonly FigureColumn[] = [
  { title: 'wall', say: ({ wallNs }) => formatDuration(medianOf(wallNs)) },
  { title: 'CPU', say: ({ cpuNs }) => formatDuration(medianOf(cpuNs)) },
  { title: 'cores', say: ({ coresUsed }) => formatCores(medianOf(coresUsed)) },
  { title: 'demand', say: ({ demand }) => formatCores(medianOf(demand)) },
  { title: 'speed-up', say: ({ speedUp }) => formatCores(speedUp) },
  { title: 'eff.', say: ({ efficiency }) => formatPercent(efficiency) },
  { title: 'PSS', say: ({ peakPssBytes }) => formatBytes(medianOf(peakPssBytes)) },
  { title: 'USS each', say: ({ workerUssBytes }) => formatBytes(medianOf(workerUssBytes)) },
  { title: 'procs', say: ({ processCount }) => formatCount(medianOf(processCount)) },
  { title: 'threads', say: ({ threadCountPeak }) => formatCount(medianOf(threadCountPeak)) },
  { title: 'start-up', say: ({ startUpNs }) => formatDuration(medianOf(startUpNs)) }
]
