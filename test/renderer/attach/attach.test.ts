import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type RunHeader, runId } from '../../../src/shared/model/run.ts'
import type { RunningList } from '../../../src/shared/model/running.ts'
import { fakeBatches, fakeEnd, fakeHeader, shapeOf } from '../fixtures/fakeRun.ts'
import { type MountedApp, mountApp } from '../mountApp.ts'
import { listOf, running, secondLater } from './fakeRunning.ts'

let app: MountedApp
let list: RunningList
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  list = listOf(running(100, 'bash', { belowCount: 1 }), running(200, 'node', { parentPid: 100, cpuNs: 5e9 as never }), running(300, 'python3', { command: ['python3', 'train.py'], uid: 0, user: 'root', isOpen: false }))
})
afterEach(() => {
  app.page.unmount()
  vi.useRealTimers()
})

/** The page with the list on it, its first look done. */
async function open(prepare: (app: MountedApp) => void = () => undefined): Promise<void> {
  app = await mountApp({}, fake => fake.answer('listProcesses', () => list))
  prepare(app)
  app.fake.say('commandChosen', 'attach')
  await flushPromises()
}
const pass = async (ms: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms)
  await flushPromises()
}
const field = () => app.page.get<HTMLInputElement>('[role=tabpanel] input[type=search]')
const rows = (): string[] => app.page.findAll('[role=treegrid] .row .name').map(each => each.text())
const cell = (name: string, column: string): string => app.page.findAll('[role=treegrid] .row').find(row => row.get('.name').text() === name)?.get(`.${column}`).text() ?? 'no such row'
const chosen = (): string[] => app.page.findAll('[role=treegrid] [aria-selected=true] .name').map(each => each.text())
const attached = (): unknown[] => app.fake.asked.filter(({ name }) => name === 'attach').map(({ argument }) => argument)
const looks = (): number => app.fake.asked.filter(({ name }) => name === 'listProcesses').length
const button = (title: string) => app.page.findAll('button').find(each => each.text() === title)
const attachedHeader = (parts: Partial<RunHeader> = {}): RunHeader => {
  const header = fakeHeader(shapeOf())
  return { ...header, spec: { ...header.spec, kind: 'attach' }, totalBy: 'sampled', ...parts }
}
function setVisibility(state: 'visible' | 'hidden'): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
  document.dispatchEvent(new Event('visibilitychange'))
}

describe('the list of running processes', () => {
  it('is one tab away, has the focus in its search, and at first knows no CPU now', async () => {
    await open()
    expect(document.activeElement).toBe(field().element)
    expect(rows()).toEqual(['node', 'bash', 'python3']) // by CPU so far
    expect([cell('node', 'coresNow'), cell('node', 'user'), cell('python3', 'user'), cell('bash', 'below')]).toEqual(['–', 'ada', 'root', '1'])
    expect(app.page.text()).toContain('lives on when you detach, when this window closes, and even if Forkscope dies')
  })

  it('opens by a key', async () => {
    app = await mountApp({}, fake => fake.answer('listProcesses', () => list))
    await app.press('2', { ctrlKey: true })
    await app.press('a')
    expect(app.page.get('h1').text()).toBe('Attach to a running process')
  })

  it('is read once a second while it is shown, and tells CPU from the second look on', async () => {
    await open()
    list = secondLater(list, { python3: 750 })
    await pass(1000)
    expect(looks()).toBe(2)
    expect(cell('python3', 'coresNow')).toBe('75 %')
    expect(rows()[0]).toBe('python3')
  })

  it('is not read when something else is shown, nor when nobody can see the window', async () => {
    await open()
    setVisibility('hidden')
    await pass(5000)
    expect(looks()).toBe(1)
    setVisibility('visible')
    await flushPromises()
    expect(looks()).toBe(2)
    await app.press('3', { ctrlKey: true })
    await pass(5000)
    expect(looks()).toBe(2)
    vi.restoreAllMocks()
  })

  it('says why it cannot be had, and is there again when it can', async () => {
    await open(({ fake }) => fake.answer('listProcesses', () => ({ kind: 'cannot-attach', reason: 'this system has no /proc' })))
    expect(app.page.get('[role=alert]').text()).toContain('cannot be followed here: this system has no /proc')
    app.fake.answer('listProcesses', () => list)
    await pass(1000)
    expect(app.page.find('[role=alert]').exists()).toBe(false)
    expect(rows()).toHaveLength(3)
  })

  it('has only those rows in the document that are on the screen', async () => {
    list = listOf(...Array.from({ length: 4000 }, (_, index) => running(index + 10, `p${index}`)))
    await open()
    expect(rows().length).toBeLessThan(100)
    expect(app.page.get('[role=treegrid]').attributes('aria-rowcount')).toBe('4001')
  })
})

describe('searching and choosing', () => {
  it('chooses what fits best; arrows move the choice, Enter attaches to it', async () => {
    await open()
    app.fake.answer('attach', () => attachedHeader())
    await field().setValue('py')
    expect([rows(), chosen()]).toEqual([['python3'], ['python3']])
    await field().setValue('')
    expect(chosen()).toEqual([])
    await field().trigger('keydown', { key: 'ArrowDown' })
    await field().trigger('keydown', { key: 'ArrowDown' })
    expect(chosen()).toEqual(['bash'])
    expect(field().attributes('aria-activedescendant')).toBe(app.page.get('[role=treegrid] [aria-selected=true]').attributes('id'))
    await field().trigger('keydown', { key: 'Enter' })
    await flushPromises()
    expect(attached()).toEqual([{ pid: 100, startTicks: 1000, rateHz: 20, looks: 'adaptive' }])
    expect(button('Detach')).toBeDefined() // the run is shown
  })

  it('leaves the choice where it is while figures change, processes end and others come', async () => {
    await open()
    await field().setValue('a') // ada's: bash, node; and train.py
    await field().trigger('keydown', { key: 'ArrowDown' })
    const [before, was] = [rows(), chosen()]
    list = secondLater(listOf(...list.processes.filter(({ name }) => name !== before[0]), running(400, 'another')), { [before[2] ?? '']: 900 })
    await pass(1000)
    expect(chosen()).toEqual(was)
    expect(rows()).toEqual([...before, 'another'])
    expect(cell(before[0] ?? '', 'coresNow')).toBe('ended')
  })

  it('moves nobody away from under the pointer', async () => {
    await open()
    const before = rows()
    await app.page.get('[role=treegrid] .body').trigger('pointerenter')
    list = secondLater(list, { python3: 900 })
    await pass(1000)
    expect(rows()).toEqual(before)
    await app.page.get('[role=treegrid] .body').trigger('pointerleave')
    expect(rows()).not.toEqual(before)
  })

  it('attaches to nobody who has ended since', async () => {
    await open()
    await field().setValue('bash')
    list = listOf(...list.processes.slice(1))
    await pass(1000)
    expect(app.page.get('[aria-label="Chosen process"]').text()).toContain('It has ended meanwhile')
    await field().trigger('keydown', { key: 'Enter' })
    expect(attached()).toEqual([])
  })

  it('finds who begins only after it was typed', async () => {
    await open()
    await field().setValue('late')
    expect(app.page.text()).toContain('No running process fits “late”')
    list = listOf(...list.processes, running(500, 'latecomer'))
    await pass(1000)
    expect(chosen()).toEqual(['latecomer'])
  })

  it('Escape clears the search, then the choice', async () => {
    await open()
    await field().setValue('bash')
    await field().trigger('keydown', { key: 'Escape' })
    expect([field().element.value, chosen()]).toEqual(['', []])
    await field().trigger('keydown', { key: 'ArrowDown' })
    await field().trigger('keydown', { key: 'Escape' })
    expect(chosen()).toEqual([])
  })

  it('sorts by a column, and shows the tree', async () => {
    await open()
    await app.page.findAll('.sort').find(each => each.text() === 'Name')?.trigger('click')
    expect(rows()).toEqual(['bash', 'node', 'python3'])
    await button('Tree')?.trigger('click')
    expect(app.page.findAll('[role=treegrid] .row').map(row => row.attributes('aria-level'))).toEqual(['1', '2', '1'])
  })

  it('says what may be measured of another user’s process', async () => {
    await open()
    await field().setValue('train')
    expect(app.page.get('[aria-label="Chosen process"]').text()).toContain('belongs to another user: CPU, RSS and threads can be read; PSS, I/O and its working folder cannot')
  })

  it('says what was refused, beside the button', async () => {
    await open()
    app.fake.answer('attach', () => ({ kind: 'process-replaced', pid: 100 }))
    await field().setValue('bash')
    await field().trigger('keydown', { key: 'Enter' })
    await flushPromises()
    expect(app.page.get('[aria-label="Chosen process"] [role=alert]').text()).toContain('its number belongs to another one now. Nothing was followed')
  })

  it('takes a rate from 1 to 100, and attaches with no other', async () => {
    await open()
    await field().setValue('bash')
    await app.page.get('[aria-label="Chosen process"] input').setValue('1000')
    expect(app.page.get('[aria-label="Chosen process"] [role=alert]').text()).toContain('from 1 to 100')
    await field().trigger('keydown', { key: 'Enter' })
    expect(attached()).toEqual([])
  })

  it('shows the run that follows a process already, and attaches no second time', async () => {
    await open()
    await app.play()
    list = listOf(running(4711, 'python3', { followedBy: runId('run-1') }))
    app.fake.say('commandChosen', 'attach')
    await flushPromises()
    await field().setValue('4711')
    await button('Show its run')?.trigger('click')
    await flushPromises()
    expect([attached(), app.page.find('[aria-label="Charts"]').exists()]).toEqual([[], true])
  })
})

describe('an attached run', () => {
  async function follow(parts: Partial<RunHeader> = {}): Promise<void> {
    app = await mountApp()
    app.fake.say('runStarted', attachedHeader(parts))
    await flushPromises()
  }
  const asked = (name: string): unknown[] => app.fake.asked.filter(each => each.name === name).map(({ argument }) => argument)

  it('is left by its first button, and says that it lives on', async () => {
    await follow()
    expect(button('Stop')).toBeUndefined()
    expect(app.page.text()).toContain('Attached: it ran before, and lives on when you detach')
    await button('Detach')?.trigger('click')
    expect([asked('detach'), asked('stop')]).toEqual([['run-1'], []])
  })

  it('is left, not stopped, by the key and the menu that end a run', async () => {
    await follow()
    await app.press('.', { ctrlKey: true })
    app.fake.say('commandChosen', 'stop')
    expect([asked('detach'), asked('stop')]).toEqual([['run-1', 'run-1'], []])
  })

  it('can be ended all the same, from a menu that stands apart', async () => {
    await follow()
    await button('End or signal')?.trigger('click')
    await app.page.findAll('[role=menuitem]').find(each => each.text().startsWith('Stop: SIGTERM'))?.trigger('click')
    expect(asked('stop')).toEqual(['run-1'])
  })

  it('says what is closed to us', async () => {
    await follow({ executable: '' })
    expect(app.page.text()).toContain('PSS and I/O are not, and signals may be refused')
  })

  it('can be attached to once more while it goes on, by its number and its start', async () => {
    await follow()
    const shape = shapeOf()
    fakeBatches(shape).forEach((batch, first) => app.fake.say('batchArrived', { first, count: 1, batch }))
    app.fake.say('runEnded', fakeEnd(shape, { endedBy: 'left', exit: { code: null, signal: null } }))
    await flushPromises()
    expect(app.page.text()).toContain('no longer followed; it goes on')
    await button('Attach again')?.trigger('click')
    const [root] = fakeBatches(shape)[0]?.events ?? []
    expect(attached()).toMatchObject([{ pid: 4711, startTicks: root?.kind === 'born' ? root.startTicks : NaN }])
  })
})
