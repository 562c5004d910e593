import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CallName, OpenedRun, StartState } from '../../../src/shared/contract.ts'
import type { LibraryItem, LibraryState } from '../../../src/shared/model/recording.ts'
import { bytes } from '../../../src/shared/units.ts'
import { fakeBatches, fakeEnd, fakeHeader, fakeSpec, shapeOf } from '../fixtures/fakeRun.ts'
import { type MountedApp, mountApp } from '../mountApp.ts'
import { HOUR_MS, NOON, fakeItem, fakeLibrary, fakeLibraryRun } from './fakeLibrary.ts'

let app: MountedApp
let state: LibraryState
beforeEach(() => vi.useFakeTimers({ now: NOON + HOUR_MS, toFake: ['Date'] }))
afterEach(() => {
  app.page.unmount()
  vi.useRealTimers()
})

/** The library, opened by its key, on a main that keeps what it is told. */
async function openLibrary(items: readonly LibraryItem[], start: Partial<StartState> = {}): Promise<void> {
  state = fakeLibrary(items)
  const change = (recording: string, part: Partial<LibraryItem>): LibraryItem => {
    state = fakeLibrary(state.items.map(item => (item.recording === recording ? { ...item, ...part } : item)))
    return state.items.find(item => item.recording === recording) ?? fakeItem(0)
  }
  app = await mountApp(start, fake => {
    fake.answer('readLibrary', () => state)
    fake.answer('renameRecording', ({ recording, name }) => change(recording, { name }))
    fake.answer('annotateRecording', ({ recording, note }) => change(recording, { note }))
    fake.answer('pinRecording', ({ recording, isPinned }) => change(recording, { isPinned }))
    fake.answer('trashRecordings', recordings => {
      state = fakeLibrary(state.items.filter(item => !recordings.includes(item.recording)))
      return { trashed: recordings.length }
    })
  })
  await app.press('4', { ctrlKey: true })
  await flushPromises()
}

const several = (count: number): LibraryItem[] => Array.from({ length: count }, (_, index) => fakeItem(index, { runs: [fakeLibraryRun({ spec: fakeSpec({ argv: [`program-${index}`], cwd: `/srv/${index}` }) })] }))
const asked = (name: CallName): unknown[] => app.fake.asked.filter(call => call.name === name).map(({ argument }) => argument)
const names = (): string[] => app.page.findAll('[role=treegrid] .row strong').map(name => name.text())
const detail = () => app.page.get('[aria-label=Details]')
const activeName = (): string => app.page.get('[role=treegrid] .row.active strong').text()
const focusedRole = (): string | null => document.activeElement?.getAttribute('role') ?? null
const press = (key: string, options: KeyboardEventInit = {}) => app.press(key, options)
const clickButton = (text: string) => app.page.findAll('button').find(button => button.text() === text)?.trigger('click')
const note = () => app.page.get<HTMLTextAreaElement>('.note textarea')

test('lists what was recorded by day, and the keyboard begins on the newest', async () => {
  await openLibrary([...several(2), fakeItem(5, { startedAtUnixMs: NOON - 30 * HOUR_MS })])
  expect(app.page.findAll('.day h2').map(day => day.text())).toEqual(['Today', 'Yesterday'])
  expect(names()).toEqual(['program-0', 'program-1', 'python3 work.py'])
  expect(focusedRole()).toBe('treegrid')
  expect(activeName()).toBe('program-0')
  expect(detail().text()).toContain('program-0')
})

test('without a recording it tells how they come about', async () => {
  await openLibrary([])
  expect(app.page.text()).toContain('No recording yet')
  expect(app.page.text()).toContain('/home/ada/recordings')
  await clickButton('Launch a program')
  expect(app.page.text()).toContain('It is held before its first instruction')
})

test('a library that cannot be read says why, and can be tried again', async () => {
  app = await mountApp({}, fake => fake.answer('readLibrary', () => ({ kind: 'bug', message: 'no permission' })))
  await press('4', { ctrlKey: true })
  expect(app.page.get('main [role=alert]').text()).toContain('no permission')
  app.fake.answer('readLibrary', () => fakeLibrary(several(1)))
  await clickButton('Try again')
  await flushPromises()
  expect(names()).toEqual(['program-0'])
})

test('is not read before somebody looks at it, and then whenever something changed', async () => {
  app = await mountApp()
  app.fake.say('libraryChanged', null)
  await flushPromises()
  expect(asked('readLibrary')).toHaveLength(0)
  app.fake.answer('readLibrary', () => fakeLibrary(several(1)))
  await press('4', { ctrlKey: true })
  app.fake.answer('readLibrary', () => fakeLibrary(several(2)))
  app.fake.say('libraryChanged', null)
  await flushPromises()
  expect(names()).toEqual(['program-0', 'program-1'])
})

test('changes that come while it is read are read once more, however many', async () => {
  await openLibrary(several(1))
  const before = asked('readLibrary').length
  for (let count = 0; count < 5; count++) app.fake.say('libraryChanged', null)
  await flushPromises()
  expect(asked('readLibrary').length - before).toBe(2)
})

test('Enter opens what is chosen, and shows it in the run view', async () => {
  await openLibrary(several(3))
  const shape = shapeOf({ command: ['program-1'] })
  const header = fakeHeader(shape, 'run-7')
  const batches = fakeBatches(shape).map(batch => ({ ...batch, run: header.run }))
  const opened: OpenedRun = { header, recording: state.items[1]!.recording, number: 1, name: null, damage: [], runCount: 1 }
  app.fake.answer('openRecording', () => opened)
  app.fake.answer('readRun', () => ({ header, first: 0, batches, batchCount: batches.length, output: [], end: { ...fakeEnd(shape), run: header.run }, isLive: false, isSketch: false, damage: [] }))
  await press('ArrowDown')
  await press('Enter')
  await flushPromises()
  expect(asked('openRecording')).toEqual([{ recording: 'recording-1', number: 1 }])
  expect(asked('launch')).toEqual([])
  expect(app.page.get('main h1').text()).toBe('program-1')
  expect(app.page.find('[aria-label=Processes]').exists()).toBe(true)
  await press('4', { ctrlKey: true })
  await flushPromises()
  expect(activeName()).toBe('program-1')
})

test('a recording that cannot be opened says why, and the library stays', async () => {
  await openLibrary(several(1))
  app.fake.answer('openRecording', () => ({ kind: 'recording-damaged', path: '/x.fscope', reason: 'the file is damaged' }))
  await app.page.get('.row').trigger('dblclick')
  await flushPromises()
  expect(app.page.get('.notices').text()).toContain('“/x.fscope” cannot be read as a recording')
  expect(app.page.find('[role=treegrid][aria-label=Recordings]').exists()).toBe(true)
})

test('F2 renames in the row: Enter keeps the name, Escape the former one, nothing takes it away', async () => {
  await openLibrary(several(2))
  await press('F2')
  const field = () => app.page.find('[aria-label="Name of the recording"]')
  expect(document.activeElement).toBe(field().element)
  await field().setValue('  Before the pool ')
  await field().trigger('keydown', { key: 'Enter' })
  await flushPromises()
  expect(names()[0]).toBe('Before the pool')
  expect(focusedRole()).toBe('treegrid')

  await press('F2')
  await field().setValue('Something else')
  await field().trigger('keydown', { key: 'Escape' })
  await flushPromises()
  expect([field().exists(), names()[0]]).toEqual([false, 'Before the pool'])

  await press('F2')
  await field().setValue(' ')
  await field().trigger('keydown', { key: 'Enter' })
  await flushPromises()
  expect(asked('renameRecording')).toEqual([{ recording: 'recording-0', name: 'Before the pool' }, { recording: 'recording-0', name: null }])
  expect(names()[0]).toBe('program-0')
})

test('a note is kept by Ctrl+Enter and by leaving it, and Escape puts back what was there', async () => {
  await openLibrary([fakeItem(0, { note: 'before' }), fakeItem(1)])
  await press('n')
  expect(document.activeElement).toBe(note().element)
  await note().setValue('one\ntwo')
  await note().trigger('keydown', { key: 'Enter', ctrlKey: true })
  await flushPromises()
  expect(asked('annotateRecording')).toEqual([{ recording: 'recording-0', note: 'one\ntwo' }])
  expect(focusedRole()).toBe('treegrid')

  await note().setValue('three')
  await note().trigger('keydown', { key: 'Escape' })
  expect(note().element.value).toBe('one\ntwo')
  await note().setValue('')
  await note().trigger('blur')
  await flushPromises()
  expect(asked('annotateRecording').at(-1)).toEqual({ recording: 'recording-0', note: null })
})

test('a note that is being typed when another recording is chosen stays with its own', async () => {
  await openLibrary(several(2))
  await note().setValue('for the first')
  await app.page.findAll('.row')[1]?.trigger('click')
  await flushPromises()
  expect(asked('annotateRecording')).toEqual([{ recording: 'recording-0', note: 'for the first' }])
  expect(note().element.value).toBe('')
})

test('a note that was not kept stays in the field, with the reason', async () => {
  await openLibrary(several(1))
  app.fake.answer('annotateRecording', () => ({ kind: 'write-failed', path: '/x', reason: 'the disk is full' }))
  await note().setValue('precious')
  await note().trigger('blur')
  await flushPromises()
  expect(note().element.value).toBe('precious')
  expect(app.page.get('.note [role=status]').text()).toBe('Not saved')
  expect(app.page.get('.notices').text()).toContain('the disk is full')
})

test('P pins what is chosen, and unpins it when all of it is pinned', async () => {
  await openLibrary([fakeItem(0, { isPinned: true }), fakeItem(1)])
  await press('a', { ctrlKey: true })
  await press('p')
  expect(asked('pinRecording')).toEqual([{ recording: 'recording-0', isPinned: true }, { recording: 'recording-1', isPinned: true }])
  await press('p')
  await flushPromises()
  expect(state.items.map(({ isPinned }) => isPinned)).toEqual([false, false])
})

test('Delete asks first, names what goes, and the keyboard stays at its place', async () => {
  await openLibrary(several(4))
  await press('ArrowDown')
  await press('ArrowDown', { shiftKey: true })
  await press('Delete')
  const dialog = app.page.get('dialog')
  expect(dialog.text()).toContain('Move 2 recordings to the trash?')
  expect(dialog.findAll('li').map(line => line.get('.name').text())).toEqual(['program-1', 'program-2'])
  expect(asked('trashRecordings')).toEqual([])
  await clickButton('Move to the trash')
  await flushPromises()
  expect(asked('trashRecordings')).toEqual([['recording-1', 'recording-2']])
  expect(names()).toEqual(['program-0', 'program-3'])
  expect([activeName(), focusedRole()]).toEqual(['program-3', 'treegrid'])
  expect(app.page.get('.notices').text()).toContain('2 recordings were moved to the trash.')
})

test('whoever thinks better of it keeps everything', async () => {
  await openLibrary(several(2))
  await press('Delete')
  await clickButton('Cancel')
  await flushPromises()
  expect([app.page.find('dialog').exists(), asked('trashRecordings')]).toEqual([false, []])
  expect(focusedRole()).toBe('treegrid')
})

test('what is being written does not go to the trash, and what the search hides is not meant', async () => {
  const [first, ...rest] = several(3)
  await openLibrary([{ ...first!, isBeingWritten: true, runs: [fakeLibraryRun({ exit: null, endedBy: null })] }, ...rest])
  await press('Delete')
  expect([app.page.find('dialog').exists(), app.page.get('.notices').text()]).toEqual([false, expect.stringContaining('It is being written')])
  await press('a', { ctrlKey: true })
  await app.page.get('input[type=search]').setValue('program-2')
  await press('Delete')
  await clickButton('Move to the trash')
  await flushPromises()
  expect(asked('trashRecordings')).toEqual([['recording-2']])
})

test('what did not go is said', async () => {
  await openLibrary(several(2))
  app.fake.answer('trashRecordings', () => ({ kind: 'trash-failed', path: '/r/1', reason: 'there is no trash', trashed: 1 }))
  await press('a', { ctrlKey: true })
  await press('Delete')
  await clickButton('Move to the trash')
  await flushPromises()
  expect(app.page.get('.notices').text()).toContain('“/r/1” could not be moved to the trash: there is no trash.')
})

test('/ goes to the search; Escape empties it, and once more leads back to the list', async () => {
  await openLibrary(several(3))
  await press('/')
  const field = app.page.get<HTMLInputElement>('input[type=search]')
  expect(document.activeElement).toBe(field.element)
  await field.setValue('srv/1')
  expect(names()).toEqual(['program-1'])
  expect(app.page.get('.found').text()).toBe('1 of 3')
  await field.setValue('nothing like it')
  expect(app.page.text()).toContain('No recording fits “nothing like it”.')
  await press('Escape')
  expect(names()).toHaveLength(3)
  await press('Escape')
  expect(focusedRole()).toBe('treegrid')
})

test('a column sorts, the same once more turns it round, and the days are gone', async () => {
  await openLibrary(several(3))
  const sort = (title: string) => app.page.findAll('.sort').find(button => button.text() === title)?.trigger('click')
  await sort('Size')
  expect([names(), app.page.get('[aria-sort=descending]').text(), app.page.find('.day').exists()]).toEqual([['program-2', 'program-1', 'program-0'], 'Size', false])
  await sort('Size')
  expect(names()).toEqual(['program-0', 'program-1', 'program-2'])
  await sort('Recording')
  expect(app.page.get('[aria-sort=ascending]').text()).toBe('Recording')
})

test('a recording of several runs unfolds to them, and each can be opened', async () => {
  await openLibrary([fakeItem(0, { runs: [1, 2, 3].map(number => fakeLibraryRun({ number, variant: `way-${number}`, experiment: 'ways' })) })])
  app.fake.answer('openRecording', () => ({ kind: 'recording-unknown' }))
  expect(names()).toEqual(['ways'])
  await press('ArrowRight')
  await press('ArrowRight')
  await press('ArrowDown')
  expect(activeName()).toBe('Run 2 · way-2')
  await press('Enter')
  await app.page.get('[aria-label="Open run 3"]').trigger('click')
  expect(asked('openRecording')).toEqual([{ recording: 'recording-0', number: 2 }, { recording: 'recording-0', number: 3 }])
  await press('ArrowLeft')
  await press('ArrowLeft')
  expect([names(), activeName()]).toEqual([['ways'], 'ways'])
})

test('what cannot be read is listed with its sentence and what can be done, and is neither opened nor renamed', async () => {
  await openLibrary([fakeItem(0, { runs: [], damage: ['“/r/0.fscope” was written by a newer Forkscope (format 9; this one knows 2).'] })])
  expect(app.page.get('.row').text()).toContain('cannot be read')
  expect(detail().text()).toContain('was written by a newer Forkscope')
  expect(detail().text()).toContain('It stays where it is.')
  await press('Enter')
  expect(app.page.get('.notices').text()).toContain('It cannot be read')
  await press('F2')
  await press('p')
  expect([asked('openRecording'), asked('pinRecording'), app.page.find('[aria-label="Name of the recording"]').exists()]).toEqual([[], [], false])
})

test('what is partly damaged says so, and can be opened', async () => {
  await openLibrary([fakeItem(0, { damage: ['3 events are missing.'] })])
  expect(app.page.get('.row .damaged').text()).toBe('damaged')
  expect(detail().text()).toContain('3 events are missing.')
  expect(detail().findAll('button').map(button => button.text())).toContain('Open')
})

test('Ctrl+O asks for a file from anywhere; who thinks better of it stays', async () => {
  await openLibrary(several(1))
  await press('o', { ctrlKey: true })
  await flushPromises()
  expect(asked('chooseRecording')).toEqual([null])
  expect(app.page.find('[aria-label=Recordings]').exists()).toBe(true)
})

test('a size limit is set after it was said what goes for it', async () => {
  const MIB = 2 ** 20
  await openLibrary([100, 200, 300].map((mib, index) => fakeItem(index, { sizeBytes: bytes(mib * MIB), isPinned: index === 2, runs: several(3)[index]!.runs })))
  await clickButton('No size limit …')
  const dialog = app.page.get('dialog')
  expect(dialog.text()).toContain('Now it takes 600 MiB with 3 recordings.')
  await dialog.get('input[type=radio][value=true]').setValue(true)
  await dialog.get('input[type=text]').setValue('450')
  await dialog.get('select').setValue('MiB')
  expect(dialog.text()).toContain('1 recording (200 MiB) would go to the trash at once.')
  expect(dialog.findAll('li').map(line => line.get('.name').text())).toEqual(['program-1'])
  await dialog.get('input[type=text]').setValue('much')
  expect(dialog.get('button[type=submit]').attributes('disabled')).toBeDefined()
  await dialog.get('input[type=text]').setValue('450')
  await dialog.get('form').trigger('submit')
  await flushPromises()
  expect(asked('saveSettings').at(-1)).toMatchObject({ libraryLimitBytes: 450 * MIB })
  expect(app.page.text()).toContain('Limit 450 MiB')
})

test('of 500 recordings only those on the screen are in the document, and all can be reached', async () => {
  await openLibrary(several(500))
  expect(app.page.findAll('.row').length).toBeLessThan(60)
  const days = new Set(state.items.map(({ startedAtUnixMs }) => new Date(startedAtUnixMs).toDateString())).size
  expect(app.page.get('[role=treegrid]').attributes('aria-rowcount')).toBe(String(500 + days + 1))
  await press('End')
  expect(detail().text()).toContain('program-499')
})

test('the palette does to the chosen recording what its keys do', async () => {
  await openLibrary(several(1))
  await press('k', { ctrlKey: true })
  await app.page.get('dialog input').setValue('rename')
  await app.page.get('dialog').trigger('keydown', { key: 'Enter' })
  await flushPromises()
  expect(app.page.find('[aria-label="Name of the recording"]').exists()).toBe(true)
})

test('Ctrl+Enter, which runs things elsewhere, runs nothing here', async () => {
  await openLibrary(several(1))
  await press('Enter', { ctrlKey: true })
  expect([asked('launch'), asked('openRecording')]).toEqual([[], []])
})
