import { afterEach, expect, test } from 'vitest'
import { type MountedApp, mountApp } from './mountApp.ts'

let app: MountedApp
afterEach(() => app.page.unmount())

const rows = () => app.page.findAll('[role=treegrid] .row')
const grid = () => app.page.get<HTMLElement>('[role=treegrid]')
const pids = (): string[] => rows().map(row => row.get('.pid').text())
const active = (): string => app.page.find('[role=treegrid] [aria-selected=true] .pid').text()
const sortBy = (title: string) => app.page.findAll('.sort').find(button => button.text() === title)?.trigger('click')
async function focusGrid(): Promise<void> {
  grid().element.focus()
  await app.page.vm.$nextTick()
}
const press = (key: string, options: KeyboardEventInit = {}) => grid().trigger('keydown', { key, ...options })

test('shows who was born of whom, with levels and places for screen readers', async () => {
  app = await mountApp()
  await app.play()
  const places = rows().map(row => [row.get('.pid').text(), row.attributes('aria-level'), row.attributes('aria-posinset'), row.attributes('aria-setsize')])
  expect(places).toEqual([['4711', '1', '1', '1'], ['', '2', '1', '4'], ['4712', '2', '2', '4'], ['4713', '2', '3', '4'], ['4714', '2', '4', '4']])
})

test('an ended process is kept, dimmed, with how it ended', async () => {
  app = await mountApp()
  await app.play()
  const ended = rows().at(-1)
  expect(ended?.classes()).toContain('dim')
  expect([ended?.get('.state').text(), ended?.get('.exit').text(), ended?.get('.endedNs').text(), ended?.get('.coresNow').text()]).toEqual(['ended', 'code 0', '4.00 s', ''])
})

test('sorts by a column, and the other way round at the second click', async () => {
  app = await mountApp()
  await app.play({ someEnd: false })
  await sortBy('PID')
  expect(app.page.get('[aria-sort=ascending]').text()).toBe('PID')
  await sortBy('PID')
  expect(pids()).toEqual(['4711', '', '4714', '4713', '4712'])
  await sortBy('RSS')
  expect(app.page.get('[aria-sort=descending]').text()).toBe('RSS')
})

test('search keeps what fits and the way to it', async () => {
  app = await mountApp()
  await app.play()
  await app.page.get('input[type=search]').setValue('4713')
  expect(pids()).toEqual(['4711', '', '4713'])
  await app.page.get('input[type=search]').setValue('no such thing')
  expect(app.page.text()).toContain('No process fits “no such thing”.')
})

test('is worked by keys alone: arrows, unfold to threads, fold, to the parent', async () => {
  app = await mountApp()
  await app.play()
  await focusGrid()
  expect(active()).toBe('4711')
  await press('ArrowDown')
  await press('ArrowDown')
  expect(active()).toBe('4712')
  await press('ArrowRight')
  expect(rows().filter(row => row.attributes('aria-level') === '3')).toHaveLength(2)
  await press('ArrowRight')
  expect(active()).toBe('4712')
  await press('ArrowLeft')
  await press('ArrowLeft')
  expect(rows()).toHaveLength(5)
  await press('ArrowLeft')
  expect(active()).toBe('4711')
  await press('ArrowLeft')
  expect(pids()).toEqual(['4711'])
  await press('ArrowRight')
  await press('End')
  expect(active()).toBe('4714')
})

test('H hides a process in the charts and shows it again', async () => {
  app = await mountApp()
  await app.play()
  await focusGrid()
  await press('h')
  expect(app.page.text()).toContain('1 hidden: show')
  await press('h')
  expect(app.page.text()).not.toContain('hidden: show')
})

test('Enter opens the menu of a process: a signal to it, or to all below it', async () => {
  app = await mountApp()
  await app.play()
  await focusGrid()
  await press('Enter')
  await app.page.get('[role=menuitemcheckbox]').trigger('click')
  const kill = app.page.findAll('[role=menuitem]').find(item => item.text() === 'Kill (SIGKILL)')
  await kill?.trigger('click')
  expect(app.fake.asked.filter(({ name }) => name === 'signal').map(({ argument }) => argument)).toEqual([{ run: 'run-1', process: 0, subtree: true, signal: 'SIGKILL' }])
  expect(app.page.find('[role=menu]').exists()).toBe(false)
})

test('an ended process without children takes no signals', async () => {
  app = await mountApp()
  await app.play()
  await focusGrid()
  await press('End')
  await press('Enter')
  const disabled = app.page.findAll('[role=menuitem]').filter(item => item.attributes('disabled') !== undefined)
  expect(disabled.length).toBeGreaterThan(5)
  expect(app.page.findAll('[role=menuitem]').find(item => item.attributes('disabled') === undefined)?.text()).toBe('Hide in the charts')
})

test('of 500 processes only those on the screen are in the document, and all can be reached', async () => {
  app = await mountApp()
  await app.play({ processCount: 500, threadsPerProcess: 1, coreCount: 64, seconds: 1 })
  expect(grid().attributes('aria-rowcount')).toBe('501')
  expect(rows().length).toBeLessThan(60)
  await focusGrid()
  await press('End')
  expect(active()).toBe(String(4711 + 499))
})

test('100 % can mean all cores', async () => {
  app = await mountApp()
  await app.play({ someEnd: false })
  const cpuNow = (): number => parseInt(rows().at(-1)?.get('.coresNow').text() ?? '', 10)
  const ofOne = cpuNow()
  await app.page.get('.percent select').setValue('machine')
  expect(cpuNow()).toBeGreaterThanOrEqual(Math.floor(ofOne / 2) - 1)
  expect(cpuNow()).toBeLessThanOrEqual(Math.ceil(ofOne / 2) + 1)
})
