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

/** After the beginning of a tick. */
interface Latency {
  readonly arrivalMs: number
  readonly drawnMs: number
}

async function recordLatencies(kit: Kit): Promise<Latency[]> {
  kit.say('a real run in the window')
  const { argv } = specOf(kit, ['idle', PROCESSES, PROCESSES, RATE_HZ], {})
  const opened = await openBenchWindow(['--', ...argv])
  const { page } = opened
  try {
    await page.getByRole('img', { name: /^Core lanes/ }).waitFor()
    const started = await page.evaluate<number>(`forkscope.readStart(null).then(({ value }) => forkscope.readRun({ run: value.liveRun, fromBatch: 0 })).then(({ value }) => value.header.startedAtUnixMs)`)
    await page.evaluate(`(${watchPaint.toString()})(${started})`)
    await sleep(kit.isQuick ? 5000 : 30_000)
    return await page.evaluate<Latency[]>('benchLatencies')
  } finally {
    await opened.close()
  }
}

function listFigures(latencies: readonly Latency[]): Figure[] {
  const drawn = (share: number): number => derivePercentile(latencies.map(({ drawnMs }) => drawnMs), share) * 1e6
  const arrived = (share: number): number => derivePercentile(latencies.map(({ arrivalMs }) => arrivalMs), share) * 1e6
  return [
    plain(`half of ${latencies.length} samples are drawn within`, formatMilli(drawn(0.5))),
    atMost('95 of 100', formatMilli(drawn(0.95)), { is: drawn(0.95), most: 100e6, text: '100 ms' }),
    plain('the latest', formatMilli(drawn(1))),
    plain('of that, until the page has it: half, 95 of 100', `${formatMilli(arrived(0.5))}, ${formatMilli(arrived(0.95))}`)
  ]
}
