// A process that nobody of ours started: found by search, followed by the keyboard alone, left, alive after all of it.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBarriers } from './axe.ts'
import { type OpenProgram, openProgram, ROOT, runtimes } from './launch.ts'

const PICTURES = join(ROOT, 'artifacts', 'e2e', 'attach')
const PATIENCE = { timeout: 30_000, interval: 200 }
/** An argument that nobody else has, and a child below. Both go by themselves after a while, whatever becomes of this test. */
const MARK = `600.${String(randomInt(1e8, 1e9))}`
const SCRIPT = `sleep ${MARK} & i=0; while [ $i -lt 500000000 ]; do i=$((i + 1)); done`

describe.runIf(process.platform === 'linux').each(runtimes)('on $name', runtime => {
  let outside: ChildProcess
  let program: OpenProgram
  let page: Page
  const badge = (): Locator => page.getByRole('main').getByRole('status').first()
  const list = (): Locator => page.getByRole('treegrid', { name: 'Running processes' })
  const press = (keys: string): Promise<void> => page.keyboard.press(keys)
  /** The process itself, not a zombie of it. */
  const lives = (): boolean => existsSync(`/proc/${String(outside.pid)}/exe`) && readFileSync(`/proc/${String(outside.pid)}/cmdline`, 'utf8').includes(MARK)

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true })
    outside = spawn('/bin/sh', ['-c', SCRIPT], { stdio: 'ignore', detached: true })
    await once(outside, 'spawn')
    program = await openProgram(runtime, ROOT)
    page = program.page
    await page.getByRole('textbox', { name: 'Command' }).waitFor()
  })
  afterAll(async () => {
    await program.close()
    if (outside.pid !== undefined) process.kill(-outside.pid, 'SIGKILL') // its group: the child, too
  })

  async function lookInBothThemes(name: string): Promise<string[]> {
    const found: string[] = []
    for (const theme of ['light', 'dark'] as const) {
      await program.app.evaluate(({ nativeTheme }, source) => (nativeTheme.themeSource = source), theme)
      await expect.poll(() => page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`)).toBe(theme === 'dark')
      await expect.poll(() => page.evaluate<number>(`document.getAnimations().length`)).toBe(0)
      await page.screenshot({ path: join(PICTURES, `${runtime.name}-${name}-${theme}.png`) })
      found.push(...(await findBarriers(page)).map(barrier => `${theme}: ${barrier}`))
    }
    return found
  }

  test('the list of who runs opens from the menu’s command, without barriers', async () => {
    await press('Control+k')
    await page.keyboard.type('attach')
    await press('Enter')
    await expect.poll(() => list().getByRole('row').count(), PATIENCE).toBeGreaterThan(1)
    expect(await lookInBothThemes('list')).toEqual([])
  })

  test('typing a few letters chooses the process, and its use of CPU is told at the second look', async () => {
    await page.keyboard.type(`sh ${MARK}`)
    const chosen = list().locator('[role=row][aria-selected=true]')
    await expect.poll(() => chosen.textContent(), PATIENCE).toContain(String(outside.pid))
    await expect.poll(() => chosen.locator('.coresNow').textContent(), PATIENCE).toMatch(/^[1-9]\d* %$/)
    expect(await chosen.locator('.below').textContent()).toMatch(/^[1-9]/)
    expect(await page.evaluate<string>('document.activeElement.type')).toBe('search') // all of it by the keyboard
    expect(await lookInBothThemes('chosen')).toEqual([])
  })

  test('Enter follows it: its tree, its CPU, its memory', async () => {
    await press('Enter')
    await expect.poll(() => badge().textContent(), PATIENCE).toMatch(/running/)
    const tree = page.getByRole('treegrid', { name: 'Processes' })
    await expect.poll(() => tree.locator('[role=row][aria-level="1"]').textContent(), PATIENCE).toContain(String(outside.pid))
    await expect.poll(() => tree.locator('[role=row][aria-level="2"]').filter({ hasText: MARK }).count(), PATIENCE).toBe(1)
    await expect.poll(() => page.getByRole('img', { name: /^Memory/ }).getAttribute('aria-label'), PATIENCE).toMatch(/PSS: \d/)
    await expect.poll(() => page.getByRole('img', { name: /^Core lanes/ }).getAttribute('aria-label'), PATIENCE).toMatch(/this run [1-9]/)
    expect(await page.getByRole('main').textContent()).toContain('lives on when you detach')
    expect(await lookInBothThemes('run')).toEqual([])
  })

  test('in the list it is known as followed, and Enter leads back to its run', async () => {
    await page.evaluate('document.activeElement.blur()')
    await press('a')
    await page.getByRole('searchbox', { name: 'Search the running processes' }).fill(String(outside.pid))
    await expect.poll(() => page.getByRole('button', { name: 'Show its run' }).isVisible(), PATIENCE).toBe(true)
    await press('Enter')
    await expect.poll(() => page.getByRole('button', { name: 'Detach' }).isVisible(), PATIENCE).toBe(true)
  })

  test('the key that ends a launched run only leaves this one: it lives on', async () => {
    await press('Control+.')
    await expect.poll(() => badge().textContent(), PATIENCE).toMatch(/no longer followed; it goes on/)
    expect(lives()).toBe(true)
    expect(await lookInBothThemes('left')).toEqual([])
  })

  test('it outlives the program that follows it', async () => {
    await page.getByRole('button', { name: 'Attach again' }).click()
    await expect.poll(() => badge().textContent(), PATIENCE).toMatch(/running/)
    const windowLeft = program.app.waitForEvent('close')
    program.app.process().kill('SIGKILL')
    await windowLeft
    expect(lives()).toBe(true)
  })
})
