// npm test: brings what the tests need where it may, builds, then types, lint and all tests; the last line sums up.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from '../host/chromium.mjs'
import { buildIfStale, ROOT } from './build.mjs'
import { canInstall, installPackages } from './debian.mjs'
import { withoutNpm } from './environment.mjs'
import { findNode } from './node.mjs'

/** The window and its screen, the interpreters and tools of the test programs, a font for pictures. */
const PACKAGES = ['chromium', 'xvfb', 'python3', 'python3-psutil', 'fonts-dejavu-core']
const REPORTS = join(ROOT, 'artifacts', 'tests')

const totals = { passed: 0, failed: 0, skipped: 0 }
const failures = []
const notRun = []

const stillMissing = canInstall() ? installPackages(PACKAGES) : []
if (stillMissing.length > 0) console.error(`Not to be had here: ${stillMissing.join(', ')}; tests that need them say so.`)
if (!buildIfStale()) process.exit(1)
rmSync(REPORTS, { recursive: true, force: true })
mkdirSync(REPORTS, { recursive: true })

step('types', ['typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.node.json'])
step('types', ['typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.preload.json'])
step('types', ['vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'tsconfig.web.json'])
step('lint', ['eslint/bin/eslint.js', '.', '--max-warnings', '0'])
for (const project of ['unit', 'renderer', 'engine', 'e2e']) testProject(project)

for (const reason of notRun) console.log(`Not run: ${reason}`)
if (failures.length > 0) console.log(`Failed: ${[...new Set(failures)].join(', ')}`)
console.log(`${String(totals.passed)} passed, ${String(totals.failed)} failed, ${String(totals.skipped)} skipped`)
process.exit(failures.length > 0 ? 1 : 0)

/** Runs one tool of node_modules, its output as it comes. */
function step(name, [tool, ...words]) {
  console.log(`── ${name}: ${[tool.split('/')[0], ...words].join(' ')}`)
  const { status } = spawnSync(findNode(ROOT), [join(ROOT, 'node_modules', tool), ...words], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env: withoutNpm(process.env) })
  if (status !== 0) failures.push(name)
}

/** Null: the project's tests can be run here. */
function whyNot(project) {
  if (project === 'e2e' && findChromium() === null) return 'no Chromium or Chrome was found'
  const isThere = spawnSync('python3', ['--version']).status === 0
  return ['engine', 'e2e'].includes(project) && !isThere ? 'no python3 was found' : null
}

function testProject(project) {
  const reason = whyNot(project)
  if (reason !== null) {
    notRun.push(`${project} (${reason})`)
    return
  }
  const report = join(REPORTS, `${project}.json`)
  step(project, ['vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'))
    totals.passed += numPassedTests
    totals.failed += numFailedTests
    totals.skipped += numPendingTests + numTodoTests
  } catch {
    failures.push(project) // it did not come as far as its report
  }
}
