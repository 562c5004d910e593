// The program runs as it would without us: same environment, name, arguments, descriptors, limits, signals.
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { program, PYTHON, runToEnd, specOf } from './launching.ts'

const strange = { 'a.b': 'not an identifier', MULTI: "line\n.\n'quoted' \"twice\" $HOME `date`", EMPTY: '', IFS: ':' }

test('environment, arguments, descriptors and signals are those of a plain spawn', async () => {
  const argv = [PYTHON, program('seen.py'), 'a b', '', "it's", '$HOME', '*', '\n', '--', 'ü']
  const [command = '', ...args] = argv
  const plain = spawnSync(command, args, { env: { ...process.env, ...strange }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const { output } = await runToEnd(specOf(argv, { envAdditions: strange }))
  expect(JSON.parse(output)).toEqual({ ...(JSON.parse(plain.stdout) as object), session: 'own' })
})

test('the PID that was held is the PID of the program', async () => {
  const { run, output } = await runToEnd(specOf(['sh', '-c', 'echo $$']))
  expect(Number(output)).toBe(run.header.rootPid)
})

test('a Node module by fork has a channel, a plain command has none', async () => {
  const forked = await runToEnd(specOf([program('marks.mjs')], { kind: 'fork' }))
  expect(forked.run.history.events.filter(event => event.kind === 'marker').map(({ name, value }) => ({ name, value }))).toEqual([
    { name: 'first work', value: null },
    { name: 'work done', value: '42' }
  ])
  const plain = await runToEnd(specOf(['node', program('marks.mjs')]))
  expect(plain.output).toBe('no channel\n')
  expect(forked.output).toBe('')
})
