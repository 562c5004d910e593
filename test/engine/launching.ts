// What the tests of real runs share: an engine, a run from its first line to its last, small programs.
import { fileURLToPath } from 'node:url'
import { type Engine, type LiveRun, openEngine } from '../../src/main/engine/index.ts'
import type { RunEnd, RunSpec } from '../../src/shared/model/run.ts'
import { RATE_DEFAULT } from '../../src/shared/units.ts'

/** Path of a small program that stands in test/engine/programs. */
export const program = (name: string): string => fileURLToPath(new URL(`./programs/${name}`, import.meta.url))

export const PYTHON = 'python3'

export function specOf(argv: readonly string[], changes: Partial<RunSpec> = {}): RunSpec {
  return {
    ...{ argv, throughShell: false, kind: 'spawn', cwd: process.cwd(), envAdditions: {}, rateHz: RATE_DEFAULT, sampler: 'auto', looks: 'adaptive' },
    ...changes
  }
}

/** Launches, waits until nobody is left, closes the engine. `during` may act on the live run. */
export async function runToEnd(
  spec: RunSpec,
  { mayUseCgroups = true, during }: { mayUseCgroups?: boolean; during?: (run: LiveRun, engine: Engine) => unknown } = {}
): Promise<{ run: LiveRun; end: RunEnd; output: string }> {
  const engine = await openEngine({ programVersion: 'test', mayUseCgroups })
  try {
    const run = await engine.launch(spec, { stdio: 'stream' })
    await during?.(run, engine)
    const end = await run.ended
    return { run, end, output: run.output.map(({ text }) => text).join('') }
  } finally {
    await engine.close()
  }
}

/** Resolves when the run's output contains the text. */
export function whenSaid(run: LiveRun, text: string): Promise<void> {
  return new Promise(resolve => {
    const look = (): void => {
      if (run.output.some(chunk => chunk.text.includes(text))) {
        stop()
        resolve()
      }
    }
    const stop = run.watch({ onOutput: look, onEnd: look })
    look()
  })
}

/** Resolves when `is` holds after some batch. */
export function whenSeen(run: LiveRun, is: () => boolean): Promise<void> {
  return new Promise(resolve => {
    const look = (): void => {
      if (!is()) return
      stop()
      resolve()
    }
    const stop = run.watch({ onBatch: look, onEnd: look })
    look()
  })
}
