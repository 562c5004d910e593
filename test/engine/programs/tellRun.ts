// Runs a command through the engine and prints what was seen of it as JSON. Started by tests as another user, or with limits.
import { openEngine } from '../../../src/main/engine/index.ts'
import { RATE_DEFAULT } from '../../../src/shared/units.ts'

const engine = await openEngine({ programVersion: 'test' })
const run = await engine.launch(
  { argv: process.argv.slice(2), throughShell: false, kind: 'spawn', cwd: '/', envAdditions: {}, rateHz: RATE_DEFAULT, sampler: 'auto', looks: 'adaptive' },
  { stdio: 'stream' }
)
const { exit, totalBy } = await run.ended
const { detail, memory } = run.history.processes[0] ?? {}
console.log(JSON.stringify({ exit, totalBy, processCount: run.history.processes.length, rssBytes: Math.max(...(detail?.rssBytes.view() ?? [])), pssRows: memory?.tNs.length, warnings: [...run.history.warnings.keys()] }))
await engine.close()
