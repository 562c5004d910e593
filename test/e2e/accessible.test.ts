// For everybody: axe finds nothing in any view and theme, and the keyboard alone does the main job.
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBarriers } from './axe.ts'
import { answerSaveDialog } from './desk.ts'
import { type OpenProgram, openProgram, ROOT, runtimes } from './launch.ts'

const PATIENCE = { timeout: 30_000, interval: 200 }
/** Two processes that compute for a minute, and lines on both streams. */
const COMMAND = `sh -c 'echo out; echo err >&2; sh -c "while :; do :; done" & while :; do :; done'`

describe.each(runtimes)('on $name', runtime => {
  let program: OpenProgram
  let page: Page
  const badge = (): Locator => page.getByRole('main').getByRole('status').first()
  const press = (keys: string): Promise<void> => page.keyboard.press(keys)
  /** Role and name of what has the focus, as a screen reader would say it. */
  const focused = (): Promise<string> => page.evaluate<string>(`(e => (e.getAttribute('role') ?? e.tagName.toLowerCase()) + ' ' + (e.getAttribute('aria-label') ?? e.textContent.trim().slice(0, 60)))(document.activeElement)`)

  beforeAll(async () => {
    program = await openProgram(runtime, ROOT)
    page = program.page
    await page.getByRole('textbox', { name: 'Command' }).waitFor()
  })
  afterAll(() => program.close())

  /** Looks at the page as it stands in both themes. */
  async function lookInBothThemes(): Promise<string[]> {
    const found: string[] = []
    for (const theme of ['light', 'dark'] as const) {
      await program.app.evaluate(({ nativeTheme }, source) => (nativeTheme.themeSource = source), theme)
      await expect.poll(() => page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`)).toBe(theme === 'dark')
      await expect.poll(() => page.evaluate<number>(`document.getAnimations().length`)).toBe(0) // a colour on its way has not yet its contrast
      found.push(...(await findBarriers(page)).map(barrier => `${theme}: ${barrier}`))
    }
    return found
  }

  test('the first screen has no barriers, nor with an error shown', async () => {
    expect(await lookInBothThemes()).toEqual([])
    await page.getByRole('textbox', { name: 'Command' }).fill('no-such-program-anywhere')
    await press('Enter')
    await page.getByRole('form', { name: 'Launch' }).getByRole('alert').waitFor()
    expect(await lookInBothThemes()).toEqual([])
  })

  test('the run view before any run has no barriers', async () => {
    await press('Control+2')
    expect(await lookInBothThemes()).toEqual([])
    await press('Control+1')
  })

  test('the keyboard alone launches', async () => {
    await press('Control+a')
    await page.keyboard.type(COMMAND)
    await press('Enter')
    await expect.poll(() => badge().textContent(), PATIENCE).toMatch(/running/)
  })

  test('a running view has no barriers, whatever the drawer shows', async () => {
    await expect.poll(() => page.getByRole('log').textContent(), PATIENCE).toContain('err')
    await expect.poll(() => page.getByRole('treegrid').getByRole('row').count(), PATIENCE).toBeGreaterThanOrEqual(3)
    const tabs = page.getByRole('tab')
    const found: string[] = []
    for (const tab of await tabs.all()) {
      await tab.click()
      found.push(...(await lookInBothThemes()))
    }
    await tabs.first().click()
    expect(found).toEqual([])
  })

  test('the keyboard alone pauses and goes on', async () => {
    await page.evaluate('document.activeElement.blur()')
    await press('Space')
    await expect.poll(() => page.getByRole('button', { name: 'Resume' }).isVisible(), PATIENCE).toBe(true)
    await press('Space')
    await expect.poll(() => page.getByRole('button', { name: 'Pause' }).isVisible(), PATIENCE).toBe(true)
  })

  test('the keyboard alone walks the tree and finds what can be done with a process', async () => {
    await press('t')
    await expect.poll(focused).toMatch(/^treegrid Processes/)
    await press('ArrowDown')
    await press('ArrowDown')
    await press('Enter')
    await page.getByRole('menu').waitFor()
    const killing = await page.getByRole('menuitem', { name: /SIGKILL/ }).count()
    const found = await lookInBothThemes()
    await press('Escape')
    await expect.poll(() => page.getByRole('menu').count()).toBe(0)
    expect(killing).toBeGreaterThanOrEqual(1)
    expect(found).toEqual([])
  })

  test('commands and keys open by a key, have no barriers, and close by Escape', async () => {
    const found: string[] = []
    for (const key of ['Control+k', '?']) {
      await press(key)
      await page.getByRole('dialog').waitFor()
      found.push(...(await lookInBothThemes()))
      await press('Escape')
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    }
    expect(found).toEqual([])
  })

  test('Tab reaches every part, and where it is can be seen', async () => {
    await page.evaluate('document.activeElement.blur()')
    const unseen: string[] = []
    const reached = new Set<string>()
    for (let step = 0; step < 60; step++) {
      await press('Tab')
      const shows = await page.evaluate<boolean>(`(e => e === document.body || [e, ...e.querySelectorAll('*')].some(part => { const s = getComputedStyle(part); return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none' }))(document.activeElement)`)
      const name = await focused()
      if (!shows) unseen.push(name)
      reached.add(name)
    }
    expect(unseen).toEqual([])
    for (const part of [/^button Stop/, /^button Export/, /^treegrid Processes/, /^tab Output/, /^separator/]) expect([...reached].some(name => part.test(name)), `${String(part)} in ${[...reached].join(', ')}`).toBe(true)
  })

  test('the keyboard alone stops', async () => {
    await press('Control+.')
    await expect.poll(() => badge().textContent(), PATIENCE).toMatch(/stopped by you/)
  })

  test('an ended view has no barriers', async () => {
    expect(await lookInBothThemes()).toEqual([])
  })

  test('the library has no barriers: with its recording, its menu, a name being typed, what asks before it acts', async () => {
    await press('Control+4')
    await page.getByRole('treegrid', { name: 'Recordings' }).waitFor()
    const found = await lookInBothThemes()
    await press('Shift+F10')
    await page.getByRole('menu').waitFor()
    found.push(...(await lookInBothThemes()))
    await press('Escape')
    await press('F2')
    await page.getByRole('textbox', { name: 'Name of the recording' }).waitFor()
    found.push(...(await lookInBothThemes()))
    await press('Escape')
    await press('Delete')
    await page.getByRole('dialog').waitFor()
    found.push(...(await lookInBothThemes()))
    await press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await page.getByRole('button', { name: /No size limit/ }).click()
    await page.getByRole('radio', { name: /a limit/ }).check()
    found.push(...(await lookInBothThemes()))
    await press('Escape')
    await press('Control+2')
    expect(found).toEqual([])
  })

  test('the keyboard alone exports', async () => {
    const folder = join(ROOT, 'artifacts', 'e2e', 'keyboard')
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const path = join(folder, 'run.svg')
    await answerSaveDialog(program.app, path)
    await press('Control+e')
    await page.getByRole('menu').waitFor()
    const found = await lookInBothThemes()
    await press('ArrowDown')
    await expect.poll(focused).toMatch(/^menuitem Whole view as SVG/)
    await press('Enter')
    await expect.poll(() => existsSync(path), PATIENCE).toBe(true)
    expect(found).toEqual([])
  })
})
