// What a program that `npm start` launches finds in its environment.
import { expect, test } from 'vitest'
import { withoutNpm } from '../../../scripts/environment.mjs'

const users = { HOME: '/home/u', PATH: '/home/u/bin:/usr/bin', LANG: 'C' }

test('what npm added is taken out, what the user had stays', () => {
  const npms = { npm_lifecycle_event: 'start', npm_config_cache: '/c', NODE: '/usr/bin/node', COLOR: '0', INIT_CWD: '/home/u/work', PWD: '/p' }
  const path = `/p/node_modules/.bin:/node_modules/.bin:/usr/lib/node-gyp-bin:${users.PATH}`
  expect(withoutNpm({ ...users, ...npms, PATH: path })).toEqual({ ...users, PWD: '/home/u/work' })
})

test("a user's own node_modules/.bin stays where npm did not put it", () => {
  const path = '/p/node_modules/.bin:/usr/bin:/home/u/tools/node_modules/.bin'
  expect(withoutNpm({ npm_lifecycle_event: 'start', PATH: path }).PATH).toBe('/usr/bin:/home/u/tools/node_modules/.bin')
})

test('without npm nothing is touched', () => {
  const env = { ...users, COLOR: '1', NODE: 'mine' }
  expect(withoutNpm(env)).toEqual(env)
})
