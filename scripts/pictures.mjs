// npm run pictures: takes the README's pictures anew, in the test of the window, and puts them where the README looks.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './build.mjs'
import { findNode } from './node.mjs'

const taken = spawnSync(findNode(ROOT), [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'e2e', 'test/e2e/window.test.ts'], { cwd: ROOT, stdio: 'inherit' })
if (taken.status !== 0) process.exit(1) // a window that does not do its job is not shown
mkdirSync(join(ROOT, 'docs', 'pictures'), { recursive: true })
for (const theme of ['light', 'dark']) copyFileSync(join(ROOT, 'artifacts', 'e2e', 'host', `${theme}.png`), join(ROOT, 'docs', 'pictures', `${theme}.png`))
