// A recording in the window by the keyboard alone: played, stepped, zoomed until every tick is there; and no barrier on the way.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeRecording } from '../unit/recording/written.ts'
import { findBarriers } from './axe.ts'
import { type OpenProgram, openProgram, ROOT, runtimes } from './launch.ts'

const PATIENCE = { timeout: 30_000, interval: 200 }
const SECONDS = 1300

describe.each(runtimes)('on $name', runtime => {
  let program: OpenProgram
  let page: Page
  const folder = mkdtempSync(join(tmpdir(), 'forkscope-playing-'))
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key)
  }
  /** Seconds. */
  const head = async (): Promise<number> => Number(await page.getByRole('slider', { name: 'Moment of the run' }).inputValue()) / 1e9
  const sentence = (): Promise<string | null> => page.locator('.sentence').textContent()

  beforeAll(async () => {
    const path = join(folder, 'made-up.fscope')
    writeRecording(path, { processes: 12, busy: 4, rateHz: 10, seconds: SECONDS, cores: 2 })
    program = await openProgram(runtime, ROOT, { args: [path] })
    page = program.page
    await page.getByRole('slider', { name: 'Moment of the run' }).waitFor()
    await page.evaluate('document.activeElement.blur()')
  })
  afterAll(async () => {
    await program.close()
    rmSync(folder, { recursive: true })
  })

  async function lookInBothThemes(): Promise<string[]> {
    const found: string[] = []
    for (const theme of ['light', 'dark'] as const) {
      await program.app.evaluate(({ nativeTheme }, source) => (nativeTheme.themeSource = source), theme)
      await expect.poll(() => page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`)).toBe(theme === 'dark')
      await expect.poll(() => page.evaluate<number>(`document.getAnimations().length`)).toBe(0)
      found.push(...(await findBarriers(page)).map(barrier => `${theme}: ${barrier}`))
    }
    return found
  }

  test('it plays from the start, at the speed that is wished, until it is paused', async () => {
    await press('Home', '>', '>', '>', 'Space')
    await expect.poll(head, PATIENCE).toBeGreaterThan(5)
    await press('Space')
    await expect.poll(() => page.getByRole('button', { name: 'Play', exact: true }).isVisible()).toBe(true)
    expect(await sentence()).toMatch(/^At [\d.:]+( s)?: 12 processes with 12 threads use /)
  })

  test('with a moment chosen, it has no barriers', async () => {
    expect(await lookInBothThemes()).toEqual([])
  })

  test('zoomed in, every tick of the sampler is there, though the page holds but one row in several', async () => {
    await press('Home')
    for (let step = 0; step < 12; step++) await press('+')
    const ticks = async (): Promise<number> => {
      await press('Home', 'ArrowRight')
      const first = await head()
      await press('ArrowRight')
      return (await head()) - first
    }
    await expect.poll(ticks, PATIENCE).toBeLessThan(0.2)
    expect(await ticks()).toBeGreaterThan(0.05)
  })

  test('the end of the recording is one key away, and letting the moment go is another', async () => {
    await press('End')
    expect(await head()).toBeCloseTo(SECONDS, 0)
    await press('Escape')
    expect(await sentence()).toMatch(/^12 processes, at most/)
  })
})
