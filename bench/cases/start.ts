// How long a user waits for the window: from the start of the program's process to the page's first paint with content.
import { plain } from '../case.ts'
import type { Case, Kit } from '../case.ts'
import { openBenchWindow } from '../desktop.ts'
import { deriveSpread } from '../figures.ts'
import { formatMilli } from '../words.ts'

export const start: Case = {
  name: 'start',
  title: 'From the start of the built program to the first paint',
  run: async kit => {
    const { median, least, most } = deriveSpread(await recordStarts(kit))
    return [plain('first paint after', `${formatMilli(median * 1e6)} (${formatMilli(least * 1e6)} to ${formatMilli(most * 1e6)}), wall time, Playwright attached`)]
  }
}

/** ms, one for each start. */
async function recordStarts(kit: Kit): Promise<number[]> {
  const starts: number[] = []
  for (let round = 0; round < kit.turns.rounds; round++) {
    kit.say(`start ${round + 1} of ${kit.turns.rounds}`)
    const opened = await openBenchWindow([])
    const painted = await opened.page.evaluate<number>(`new Promise(resolve => {
      const tell = entry => resolve(performance.timeOrigin + entry.startTime)
      new PerformanceObserver(list => list.getEntriesByName('first-contentful-paint').forEach(tell)).observe({ type: 'paint', buffered: true })
    })`)
    starts.push(painted - opened.launchedAtUnixMs)
    await opened.close()
  }
  return starts
}
