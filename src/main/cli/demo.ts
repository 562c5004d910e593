// `forkscope demo`: the same work by four threads and by four processes, one after the other, with charts and a sentence.
import { deriveSummary } from '../../shared/derive/summary.ts'
import { formatCommand } from '../../shared/format.ts'
import type { RunSpec, RunSummary } from '../../shared/model/run.ts'
import type { Engine, LiveRun } from '../engine/index.ts'
import { layoutCoresChart } from './coresChart.ts'
import { deriveWaitedMean } from './demand.ts'
import { chooseDemoPair } from './demoPair.ts'
import { writePictures } from './demoPictures.ts'
import { type Half, layoutDemoSentence, parseTurns } from './demoWords.ts'
import { exitCodeOf } from './exitCodes.ts'
import type { DemoCommand } from './options.ts'
import { layoutFigures } from './report.ts'
import { readColumns, STDOUT, writeText } from './streams.ts'
import { wrapWords } from './wrapping.ts'

/** Resolves with 0, or with the exit code of a workload that failed. */
export async function runDemo(engine: Engine, { outFolder }: DemoCommand): Promise<number> {
  const pair = await chooseDemoPair()
  const columns = readColumns(process.env)
  say(`The same work by four threads, then by four processes, in ${pair.language}: about ten seconds.`)
  const threads = await followHalf(engine, pair.threads, columns)
  const processes = await followHalf(engine, pair.processes, columns)
  const { machine } = engine
  const allowedCores = Math.min(machine.affinity?.length ?? machine.coreCount, machine.quotaCores ?? Infinity)
  const sentence = layoutDemoSentence({ language: pair.language, allowedCores, threads: threads.half, processes: processes.half })
  const { paths, missing } = await writePictures(outFolder, { threads: threads.run, processes: processes.run })
  say('', ...wrapWords(sentence, columns), '', 'The charts as pictures:', ...paths.map(path => `  ${path}`), ...(missing === null ? [] : [missing]))
  return exitCodeOf(threads.summary.exit) || exitCodeOf(processes.summary.exit)
}

interface FollowedHalf {
  readonly run: LiveRun
  readonly summary: RunSummary
  readonly half: Half
}

async function followHalf(engine: Engine, spec: RunSpec, columns: number): Promise<FollowedHalf> {
  const run = await engine.launch(spec, { stdio: 'stream' })
  await run.ended
  const summary = deriveSummary(run.history)
  const output = run.output.map(({ text }) => text).join('')
  const chart = layoutCoresChart(run.history, { columns: Math.min(72, columns - 10), rows: 4 })
  say('', formatCommand(spec.argv), ...layoutFigures(run.history, columns), '', '  cores used', ...chart.map(line => `  ${line}`))
  if (summary.exit.code !== 0) say('', output.trimEnd())
  return { run, summary, half: { used: summary.coresUsedMean, waited: deriveWaitedMean(run.history), turns: parseTurns(output) } }
}

const say = (...lines: string[]): boolean => writeText(STDOUT, `${lines.join('\n')}\n`)
