// The engine as the program runs it: it launches a command and follows it, everything on, in a process of its own.
// Argument: the run's spec as JSON.
import { openEngine } from '../../src/main/engine/index.ts'
import type { SampleBatch } from '../../src/shared/model/batch.ts'
import type { RunSpec, Warning } from '../../src/shared/model/run.ts'
import { answerQuestions } from './words.ts'

const readSpec = (): RunSpec => JSON.parse(process.argv[2] ?? '') as RunSpec

const tickNs: number[] = []
const bornPids: number[] = []
const warnings = new Map<string, Warning>()
let isComplete = false
let hasEnded = false

const takeBatch = (batch: SampleBatch): void => {
  for (const tNs of batch.tickNs) tickNs.push(tNs)
  for (const event of batch.events) if (event.kind === 'born') bornPids.push(event.pid)
  for (const warning of batch.warnings) warnings.set(warning.code, warning)
}
const takeOutput = ({ text }: { text: string }): void => {
  isComplete ||= text.includes('ready')
}

const engine = await openEngine({ programVersion: 'bench' })
const run = await engine.launch(readSpec(), { stdio: 'stream' })
run.readBatches(0).batches.forEach(takeBatch)
run.output.forEach(takeOutput)
run.watch({ onBatch: takeBatch, onOutput: takeOutput, onEnd: () => (hasEnded = true) })

answerQuestions({
  progress: () => ({ ticks: tickNs.length, known: bornPids.length, rootPid: run.header.rootPid, isComplete, hasEnded }),
  record: () => ({ tickNs, bornPids, warnings: [...warnings.values()] })
})
