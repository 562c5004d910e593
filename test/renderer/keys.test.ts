import { afterEach, expect, test } from 'vitest'
import { bindings, findCommand, keyCaps } from '../../src/renderer/src/keys/bindings.ts'
import { findMatches } from '../../src/renderer/src/keys/fuzzy.ts'
import { isForWindow } from '../../src/renderer/src/keys/reach.ts'
import { listCommands, menuCommands } from '../../src/renderer/src/state/commands.ts'
import { type Forkscope } from '../../src/renderer/src/state/forkscope.ts'
import { type MountedApp, mountApp } from './mountApp.ts'

let app: MountedApp | null = null
afterEach(() => {
  app?.page.unmount()
  app = null
  document.body.replaceChildren()
})

const stroke = (key: string, held: { ctrlKey?: boolean; altKey?: boolean } = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...held })

test.each([
  [stroke('k', { ctrlKey: true }), 'commands'],
  [stroke('K', { ctrlKey: true }), 'commands'],
  [stroke(' '), 'pause'],
  [stroke('='), 'zoom-in'],
  [stroke('?'), 'keys'],
  [stroke('[', { ctrlKey: true, altKey: true }), 'former-event'], // typed with AltGr
  [stroke('f', { ctrlKey: true }), 'filter'],
  [stroke('x'), null]
])('%j means %s', (typed, command) => {
  expect(findCommand(typed)).toBe(command)
})

test('every key belongs to a command that exists, and so does every entry of the menu', () => {
  const named = new Set(listCommands({} as Forkscope).map(({ id }) => id))
  expect([...bindings.map(({ command }) => command), ...menuCommands].filter(id => !named.has(id))).toEqual([])
})

test('no key means two commands', () => {
  const all = bindings.flatMap(({ keys }) => keys)
  expect(new Set(all).size).toBe(all.length)
})

test('key caps are shown one by one', () => {
  expect([keyCaps('Ctrl+K'), keyCaps('+'), keyCaps('ArrowLeft')]).toEqual([['Ctrl', 'K'], ['+'], ['←']])
})

test('a letter in a field, Space on a button and arrows in the tree are not for the window', () => {
  document.body.innerHTML = '<input id="text"><button id="button">b</button><div id="tree" role="treegrid" tabindex="0"></div><dialog open><i id="inside"></i></dialog><p id="plain"></p>'
  const ask = (id: string, key: string, ctrlKey = false): boolean => isForWindow({ key, ctrlKey, metaKey: false }, document.querySelector(`#${id}`))
  expect([ask('text', 'f'), ask('button', ' '), ask('tree', 'ArrowLeft'), ask('tree', 'h'), ask('inside', 'f'), ask('inside', 'k', true)]).toEqual([false, false, false, false, false, false])
  expect([ask('text', 'k', true), ask('button', 'f'), ask('tree', ']'), ask('tree', 'f'), ask('plain', ' ')]).toEqual([true, true, true, true, true])
})

test('a few letters find a command, the nearest first', () => {
  const titles = ['Zoom in', 'Zoom out', 'Show the output', 'Stop the run'].map(title => ({ title }))
  expect(findMatches('zo', titles).map(({ title }) => title)).toEqual(['Zoom in', 'Zoom out'])
  expect(findMatches('out', titles)[0]?.title).toBe('Zoom out')
  expect(findMatches('str', titles)[0]?.title).toBe('Stop the run')
  expect(findMatches('xyz', titles)).toEqual([])
})

test('Ctrl+K lists what can be done now and runs what is chosen', async () => {
  app = await mountApp()
  await app.press('k', { ctrlKey: true })
  const titles = app.page.findAll('dialog [role=option]').map(option => option.get('.title').text())
  expect(titles).toContain('Show the run')
  expect(titles).not.toContain('Stop the run (SIGTERM, then SIGKILL)')
  await app.page.get('dialog input').setValue('show run')
  await app.page.get('dialog').trigger('keydown', { key: 'Enter' })
  expect(app.page.find('dialog').exists()).toBe(false)
  expect(app.page.text()).toContain('No run yet')
})

test('? lists every key', async () => {
  app = await mountApp()
  await app.press('2', { ctrlKey: true })
  ;(document.activeElement as HTMLElement | null)?.blur()
  await app.press('?')
  expect(app.page.findAll('dialog dt').length).toBeGreaterThanOrEqual(bindings.length)
})

test('a menu of the system runs the same commands', async () => {
  app = await mountApp()
  app.fake.say('commandChosen', 'run-view')
  await app.page.vm.$nextTick()
  expect(app.page.text()).toContain('No run yet')
})
