// How old a sample is when it is on the screen: from the beginning of its tick to the end of the frame that drew it.
import { setTimeout as sleep } from 'node:timers/promises'
import { atMost, plain, specOf } from '../case.ts'
import type { Case, Figure, Kit } from '../case.ts'
import { openBenchWindow } from '../desktop.ts'
import { derivePercentile } from '../figures.ts'
import { watchPaint } from '../page/watchPaint.js'
import { formatMilli } from '../words.ts'

const PROCESSES = 20
const RATE_HZ = 20

export const pixel: Case = {
  name: 'pixel',
  title: `From the sample to the pixel, ${PROCESSES} processes at ${RATE_HZ} Hz`,
  run: async kit => listFigures(await recordLatencies(kit))
}

/** ms, one for each tick. */
async function recordLatencies(kit: Kit): Promise<number[]> {
  kit.say('a real run in the window')
  const { argv } = specOf(kit, ['idle', PROCESSES, PROCESSES, RATE_HZ], {})
  const opened = await openBenchWindow(['--', ...argv])
  const { page } = opened
  try {
    await page.getByRole('img', { name: /^Core lanes/ }).waitFor()
    const started = await page.evaluate<number>(`forkscope.readStart(null).then(({ value }) => forkscope.readRun({ run: value.liveRun, fromBatch: 0 })).then(({ value }) => value.header.startedAtUnixMs)`)
    await page.evaluate(`(${watchPaint.toString()})(${started})`)
    await sleep(kit.isQuick ? 5000 : 30_000)
    return await page.evaluate<number[]>('benchLatencies')
  } finally {
    await opened.close()
  }
}

function listFigures(latenciesMs: readonly number[]): Figure[] {
  const at = (share: number): number => derivePercentile(latenciesMs, share) * 1e6
  return [
    plain(`half of ${latenciesMs.length} samples are drawn within`, formatMilli(at(0.5))),
    atMost('95 of 100', formatMilli(at(0.95)), { is: at(0.95), most: 100e6, text: '100 ms' }),
    plain('the latest', formatMilli(at(1)))
  ]
}
