import { afterEach, expect, test } from 'vitest'
import type { RunSpec } from '../../src/shared/model/run.ts'
import { fakeHeader, fakeSpec, shapeOf } from './fixtures/fakeRun.ts'
import { type MountedApp, mountApp } from './mountApp.ts'

let app: MountedApp
afterEach(() => app.page.unmount())

const field = (label: string) => {
  const found = app.page.findAll('label').find(each => each.text() === label)
  return app.page.get(`[id="${found?.attributes('for') ?? 'none'}"]`)
}
const errorOf = (label: string): string => {
  const id = field(label).attributes('aria-describedby')
  return id && field(label).attributes('aria-invalid') === 'true' ? app.page.get(`[id="${id}"]`).text() : ''
}
const launched = (): RunSpec[] => app.fake.asked.filter(({ name }) => name === 'launch').map(({ argument }) => argument as RunSpec)
const type = async (command: string): Promise<void> => field('Command').setValue(command)
const enter = async (): Promise<void> => {
  await field('Command').trigger('keydown', { key: 'Enter' })
  await new Promise(resolve => setTimeout(resolve, 0))
}

test('the command line has the focus at the start, and Enter runs its words', async () => {
  app = await mountApp()
  app.fake.answer('launch', () => fakeHeader(shapeOf()))
  expect(document.activeElement).toBe(field('Command').element)
  await type(`python3 -c 'print("a b")' x`)
  await enter()
  expect(launched()).toEqual([fakeSpec({ argv: ['python3', '-c', 'print("a b")', 'x'], cwd: '/home/ada' })])
  expect(app.page.find('[role=treegrid]').exists()).toBe(true)
})

test('Shift+Enter makes a line and runs nothing', async () => {
  app = await mountApp()
  await type('make')
  await field('Command').trigger('keydown', { key: 'Enter', shiftKey: true })
  expect(launched()).toEqual([])
})

test('a fault of the launch stands beside the field it concerns, and the form stays', async () => {
  app = await mountApp()
  app.fake.answer('launch', () => ({ kind: 'folder-missing', path: '/nowhere' }))
  await type('true')
  await enter()
  expect(errorOf('Folder')).toContain('“/nowhere” does not exist')
  expect(errorOf('Command')).toBe('')
  app.fake.answer('launch', () => ({ kind: 'command-not-found', command: 'true', searched: '/bin' }))
  await enter()
  expect([errorOf('Folder'), errorOf('Command')]).toEqual(['', expect.stringContaining('“true” was not found')])
  app.fake.answer('launch', () => ({ kind: 'bad-input', field: 'argv[1]', reason: 'is longer than 100 characters.' }))
  await enter()
  expect(errorOf('Command')).toBe('This is longer than 100 characters.') // not what the field is called inside
})

test('what cannot be understood is refused in words and never sent', async () => {
  app = await mountApp()
  await field('Samples per second').setValue('2.5')
  await field('Folder').setValue('src')
  await field('Added to the environment, one NAME=value a line').setValue('A=1\nB')
  await type(`echo "abc`)
  await enter()
  expect(errorOf('Command')).toContain('The double quote (") at character 6 is never closed')
  expect(errorOf('Samples per second')).toContain('from 1 to 100')
  expect(errorOf('Folder')).toContain('Give the full path')
  expect(errorOf('Added to the environment, one NAME=value a line')).toContain('Line 2')
  expect(app.page.get('details').attributes('open')).toBeDefined()
  expect(launched()).toEqual([])
})

test('an empty command says so', async () => {
  app = await mountApp()
  await enter()
  expect(errorOf('Command')).toContain('There is no command to run')
})

test('what only a shell would obey is pointed out, with the switch that runs it through the shell', async () => {
  app = await mountApp()
  app.fake.answer('launch', () => fakeHeader(shapeOf()))
  await type('ls *.py | wc -l')
  expect(app.page.text()).toContain('not run by a shell, so “*” (a pattern for file names) and “|” (a pipe) will be passed on as plain text')
  await app.page.get('.switches input').setValue(true)
  await enter()
  expect(launched()[0]).toMatchObject({ argv: ['ls *.py | wc -l'], throughShell: true, kind: 'spawn' })
})

test('a Node module may be launched by child_process.fork, anything else may not', async () => {
  app = await mountApp()
  app.fake.answer('launch', () => fakeHeader(shapeOf()))
  await type('python3 a.py')
  expect(app.page.text()).not.toContain('child_process.fork,')
  await type('node pool.mjs 4')
  await app.page.get('.switches input').setValue(true)
  await enter()
  expect(launched()[0]).toMatchObject({ argv: ['pool.mjs', '4'], kind: 'fork' })
})

test('a ready workload runs with a click; one that cannot run here says why', async () => {
  app = await mountApp()
  app.fake.answer('launch', () => fakeHeader(shapeOf()))
  expect(app.page.text()).toContain('Node.js was not found on the PATH')
  expect(app.page.get('[aria-label="Run: Node worker_threads"]').attributes('disabled')).toBeDefined()
  await app.page.get('[aria-label="Run: Python threads that compute"]').trigger('click')
  expect(launched()[0]).toMatchObject({ argv: ['python3', 'threads.py'], cwd: '/opt/lab' })
})

test('a recent command can be edited before it runs again', async () => {
  app = await mountApp({ recents: [fakeSpec({ argv: ['sh', '-c', 'a "b"\nc'], envAdditions: { N: '1' } })] })
  await app.page.get('[aria-label^="Edit: sh"]').trigger('click')
  app.fake.answer('launch', () => fakeHeader(shapeOf()))
  await enter()
  expect(launched()[0]).toMatchObject({ argv: ['sh', '-c', 'a "b"\nc'], envAdditions: { N: '1' } })
})

test('a second program is launched beside the one that goes on', async () => {
  app = await mountApp()
  await app.play()
  app.fake.answer('launch', () => fakeHeader(shapeOf({ command: ['true'] }), 'run-2'))
  await app.press('1', { ctrlKey: true })
  await type('true')
  await enter()
  expect(launched()).toHaveLength(1)
  expect([app.page.get('h1').text(), app.page.text()]).toEqual(['true', expect.stringContaining('1 more going on')])
})
