// What the tests of the lab share: one lab, an experiment run before its tests, what its variants gave.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, type TestContext } from 'vitest'
import { type Engine, type Lab, openEngine, openLab } from '../../src/main/engine/index.ts'
import { deriveFigures, type VariantFigures } from '../../src/shared/derive/experimentFigures.ts'
import { deriveFindings } from '../../src/shared/derive/experimentFindings.ts'
import { sayOutcome } from '../../src/shared/derive/experimentWords.ts'
import type { Interpreter } from '../../src/shared/model/experiment.ts'
import type { ExperimentOrder, ExperimentOutcome, VariantRun } from '../../src/shared/model/outcome.ts'

/** All variants of one experiment, one after another, on a machine that others use as well. */
export const PATIENCE_MS = 240_000

export interface OpenLab {
  readonly engine: Engine
  readonly lab: Lab
  readonly interpreters: readonly Interpreter[]
}

/** Opened before the tests of a file, closed after them. */
export function useLab(): () => OpenLab {
  let folder = ''
  let open: OpenLab | null = null
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lab-'))
    const engine = await openEngine({ programVersion: 'test' })
    const lab = openLab(engine, { cacheFile: join(folder, 'interpreters.json') })
    open = { engine, lab, interpreters: await lab.findInterpreters() }
  }, 60_000)
  afterAll(async () => {
    await open?.engine.close()
    rmSync(folder, { recursive: true })
  })
  return () => {
    if (!open) throw new Error('the lab is not open')
    return open
  }
}

export const orderOf = (experiment: string, changes: Partial<ExperimentOrder> = {}): ExperimentOrder => ({ experiment, variants: [], parameters: {}, python: null, node: null, repeats: 1, ...changes })

export const runOrder = async ({ lab }: OpenLab, experiment: string, changes: Partial<ExperimentOrder> = {}): Promise<ExperimentOutcome> =>
  (await lab.run(orderOf(experiment, changes), { onProgress: () => undefined })).ended

/** One experiment, run before its tests, and anew before a test is tried again; what its variants gave, by name. */
export function running(lab: () => OpenLab, experiment: string, parameters: Readonly<Record<string, number>> = {}) {
  let outcome: ExperimentOutcome | null = null
  const run = async (): Promise<void> => {
    outcome = await runOrder(lab(), experiment, { parameters })
  }
  beforeAll(run, PATIENCE_MS)
  beforeEach(async ({ task }) => {
    if ((task.result?.retryCount ?? 0) > 0) await run()
  }, PATIENCE_MS)
  const outcomeNow = (): ExperimentOutcome => {
    if (!outcome) throw new Error(`${experiment} was not run`)
    return outcome
  }
  /** The run of a variant; skips the test, with the reason, where it could not be run here. */
  const runOf = (name: string, context: TestContext): VariantRun => {
    const found = outcomeNow().variants.find(({ variant }) => variant === name)
    if (found?.notRun && found.notRun.because !== 'not-started') return context.skip(found.notRun.text)
    const [first] = found?.runs ?? []
    if (!first) throw new Error(`${name} was not run: ${found?.notRun?.text ?? 'nobody knows why'}`)
    return first
  }
  return {
    outcome: outcomeNow,
    runOf,
    figuresOf: (name: string, context: TestContext): VariantFigures => {
      runOf(name, context)
      const figures = deriveFigures(outcomeNow()).find(({ variant }) => variant === name)
      if (!figures) throw new Error(`no figures of ${name}`)
      return figures
    },
    /** A figure that the program found by itself, in ns, bytes or as counted. */
    findingOf: (name: string, finding: string, context: TestContext): number => deriveFindings([runOf(name, context)]).find(each => each.name === finding)?.value.median ?? NaN,
    wordsOf: (name: string): string => sayOutcome(outcomeNow()).find(({ variant }) => variant === name)?.sentences.map(({ text }) => text).join(' ') ?? '',
    /** Every variant that was run ended well. */
    expectGoodEnds: (): void => {
      const odd = outcomeNow().variants.flatMap(({ runs }) => runs.filter(({ summary: { exit } }) => exit.code !== 0).map(({ variant, summary }) => [variant, summary.exit]))
      expect(odd).toEqual([])
    }
  }
}

/**
 * N workers that are ready all the time want N cores, whoever else wants them. Measured: 0.935 to 1.013 of N, on a loaded
 * machine 0.85 to 1.07. Within a quarter: of four, three cannot want more than 3, nor all of them with nobody else 5.
 */
export function expectAllReady({ demand }: VariantFigures, workers: number): void {
  expect(demand?.median).toBeGreaterThan(workers * 0.75)
  expect(demand?.median).toBeLessThan(workers * 1.25) // their parent, a fork server or a tracker want a core now and then, too
}

/** One thread that computes, whatever runs in it: measured 0.926 to 1.040. Nearer to one than to none or two. */
export function expectOneThread({ demand, processCount }: VariantFigures): void {
  expect(demand?.median).toBeGreaterThan(0.5)
  expect(demand?.median).toBeLessThan(1.5)
  expect(processCount?.median).toBe(1)
}

/** Measured up to 0.04 cores; 0.11 in circuits, which ticks. */
export function expectWaiting({ coresUsed }: VariantFigures): void {
  expect(coresUsed?.median).toBeLessThan(0.25)
}
