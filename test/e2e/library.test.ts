// Nothing that ran is lost: what the window ran is in the library, is named, opens with the figures it had, is exported and
// thrown away. Files from elsewhere come by the command line, by a second start, by a drop; what cannot be read is told in words.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportFile, openLibrary, openRecording } from '../../src/main/engine/index.ts'
import { writeRecording } from '../unit/recording/written.ts'
import { findBarriers } from './axe.ts'
import { answerSaveDialog, rememberMessages } from './desk.ts'
import { type OpenProgram, openProgram, ROOT, type Runtime, runtimes } from './launch.ts'

const PATIENCE = { timeout: 30_000, interval: 200 }
/** A shell and a child that computes for a moment. */
const COMMAND = `sh -c 'echo recorded; sh -c "i=0; while [ \\$i -lt 200000 ]; do i=\\$((i+1)); done"; echo done'`
/** Of what comes from elsewhere. */
const TREE = { processes: 3, busy: 2, rateHz: 10, seconds: 3 }
const ARTIFACTS = join(ROOT, 'artifacts', 'e2e', 'library')

describe.each(runtimes)('on $name', runtime => {
  let program: OpenProgram
  let page: Page
  let folder = ''
  const place = (name: string): string => join(folder, name)
  const library = (): ReturnType<typeof openLibrary> => openLibrary(join(program.userData, 'library'))
  const badge = (): Locator => page.getByRole('main').getByRole('status').first()
  const recordings = (): Locator => page.getByRole('treegrid', { name: 'Recordings' })
  const rows = (): Locator => recordings().locator('[role=row][aria-level="1"]')
  const press = (keys: string): Promise<void> => page.keyboard.press(keys)
  const readShown = async (): Promise<Record<string, unknown>> => ({
    state: await badge().textContent(),
    figures: await page.getByLabel('The run in figures').textContent(),
    output: await page.getByRole('log').textContent(),
    tree: await page.getByRole('treegrid', { name: 'Processes' }).getByRole('row').allTextContents()
  })

  beforeAll(async () => {
    folder = join(ARTIFACTS, runtime.name)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    program = await openProgram(runtime, ROOT, { env: { XDG_DATA_HOME: place('data') } })
    page = program.page
  })
  afterAll(() => program.close())

  let before: Record<string, unknown> = {}
  test('a run of the window is in the library when it has ended', async () => {
    await press('Control+1')
    await page.getByRole('textbox', { name: 'Command' }).fill(COMMAND)
    await press('Enter')
    await expect.poll(() => badge().textContent(), PATIENCE).toMatch(/ended well/)
    await expect.poll(() => page.getByRole('log').textContent(), PATIENCE).toContain('done')
    await press('Control+4')
    await expect.poll(() => rows().count(), PATIENCE).toBe(1)
    await expect.poll(() => rows().textContent(), PATIENCE).toMatch(/sh -c .*exit 0/)
    expect(library().list()).toMatchObject([{ name: null, damage: [], runs: [{ end: { exit: { code: 0 } } }] }])
    await press('Control+2') // shown anew: no word of it is on its way any more
    before = await readShown()
    await press('Control+4')
  })

  test('it is named, pinned and noted by the keyboard alone, and the file keeps that', async () => {
    await recordings().focus()
    await press('F2')
    await page.keyboard.type('Before the fix')
    await press('Enter')
    await expect.poll(() => rows().textContent(), PATIENCE).toMatch(/Before the fix/)
    await press('p')
    await press('n')
    await page.keyboard.type('One child.')
    await press('Control+Enter')
    await expect.poll(() => library().list(), PATIENCE).toMatchObject([{ name: 'Before the fix', note: 'One child.', isPinned: true }])
    expect(await findBarriers(page)).toEqual([])
  })

  test('it opens with the state, the figures, the output and the tree that it had, and starts nothing', async () => {
    await recordings().focus()
    await press('Enter')
    await expect.poll(() => page.title(), PATIENCE).toMatch(/^sh -c .* – recording – Forkscope$/)
    await expect.poll(readShown, PATIENCE).toEqual(before)
    expect(library().list().length).toBe(1)
  })

  test('it is exported as its file tells it', async () => {
    const path = place('samples.csv')
    await answerSaveDialog(program.app, path)
    await press('Control+e')
    await page.getByRole('menuitem', { name: /CSV/ }).click()
    await expect.poll(() => existsSync(path), PATIENCE).toBe(true) // it comes whole or not at all
    const [entry] = library().list()
    const recording = openRecording(entry?.path ?? '')
    const history = recording.readHistory(1)
    recording.close()
    const told = await exportFile(history, { run: history.header.run, what: { kind: 'table', format: 'csv' }, fromNs: null, toNs: null, hidden: [], theme: 'light', percentOf: 'core', width: 900, scale: 1 })
    expect(readFileSync(path, 'utf8')).toBe(told)
  })

  test('running it again shows the command first', async () => {
    await page.getByRole('button', { name: /^Run again/ }).click()
    await expect.poll(() => page.getByRole('textbox', { name: 'Command' }).inputValue(), PATIENCE).toContain('recorded')
    expect(library().list().length).toBe(1)
  })

  test('a second start hands a file from elsewhere to the window that stands', async () => {
    writeRecording(place('elsewhere.fscope'), TREE)
    expect(await startAgain(runtime, program, [place('elsewhere.fscope')])).toBe(0)
    await expect.poll(() => page.title(), PATIENCE).toBe('python3 work.py – recording – Forkscope')
    await expect.poll(() => badge().textContent(), PATIENCE).toMatch(/ended well/)
    expect(library().list().length).toBe(1)
  })

  test('a file that is dropped onto the window opens, also one that was cut off', async () => {
    writeRecording(place('cut.fscope'), TREE, { isEnded: false })
    await drop(program, [place('cut.fscope')])
    await expect.poll(() => badge().textContent(), PATIENCE).toMatch(/cut off/)
  })

  test('what is damaged, or of a newer program, is told in words, and what was shown stays', async () => {
    const messages = await rememberMessages(program.app)
    writeFileSync(place('torn.fscope'), 'no database at all '.repeat(100))
    rmSync(place('newer.fscope'), { force: true })
    writeRecording(place('newer.fscope'), TREE)
    const newer = new DatabaseSync(place('newer.fscope'))
    newer.exec('PRAGMA user_version = 99')
    newer.close()
    for (const name of ['torn.fscope', 'newer.fscope', 'none.fscope']) await startAgain(runtime, program, [`--open=${place(name)}`])
    await expect.poll(async () => (await messages()).length, PATIENCE).toBe(3)
    expect(await messages()).toEqual([
      expect.stringMatching(/torn\.fscope” cannot be read as a recording: it is not a database\. It was not changed\./),
      expect.stringMatching(/newer\.fscope” was written by a newer Forkscope \(format 99; this one knows \d+\)\. It was not changed\. Open it with a newer version\./),
      expect.stringMatching(/none\.fscope” cannot be read as a recording: there is no such file\./)
    ])
    expect(await badge().textContent()).toMatch(/cut off/)
  })

  test('what is thrown away lies in the trash of the system, and the library is empty', async () => {
    const [entry] = library().list()
    await press('Control+4')
    await recordings().focus()
    await press('Delete')
    await page.getByRole('dialog').getByRole('button', { name: 'Move to the trash' }).click()
    await expect.poll(() => library().list(), PATIENCE).toEqual([])
    await expect.poll(() => rows().count(), PATIENCE).toBe(0)
    expect(readdirSync(place('data/Trash/files'))).toEqual([basename(entry?.path ?? '')])
  })

  test('a file on the command line of the first start is what the window shows first', async () => {
    const other = await openProgram(runtime, ROOT, { args: [place('elsewhere.fscope')] })
    try {
      await expect.poll(() => other.page.title(), PATIENCE).toBe('python3 work.py – recording – Forkscope')
      await expect.poll(() => other.page.getByLabel('The run in figures').textContent(), PATIENCE).toMatch(/1\.23 s/)
    } finally {
      await other.close()
    }
  })
})

/** As if the user started it again with these words; resolves with the exit code. */
async function startAgain({ executable }: Runtime, { userData }: OpenProgram, words: readonly string[]): Promise<unknown> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const second = spawn(executable, [...sandbox, `--user-data-dir=${userData}`, ROOT, ...words], { stdio: 'ignore' })
  const [code] = (await once(second, 'exit')) as unknown[]
  return code
}

/** Files of the desktop, dragged onto the middle of the window and let go. */
async function drop({ app, page }: OpenProgram, files: readonly string[]): Promise<void> {
  const session = await app.context().newCDPSession(page)
  const at = await page.evaluate<{ x: number; y: number }>(`({ x: innerWidth / 2, y: innerHeight / 2 })`)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, ...at, data: { items: [], files: [...files], dragOperationsMask: 1 } })
  await session.detach()
}
