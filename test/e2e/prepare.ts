// Before the tests of the window: builds what is stale, puts old pictures away, and makes a virtual screen, so that nobody's
// desktop is disturbed. Without Xvfb the present display is used, and without any the host shows its windows to nobody
// (headless).
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfStale, ROOT } from '../../scripts/build.mjs'

/** Vitest calls this once before all files of the project, and what it returns once after them. */
export default async function prepare(): Promise<() => Promise<void>> {
  if (!buildIfStale()) throw new Error('out/ could not be built')
  rmSync(join(ROOT, 'artifacts', 'e2e'), { recursive: true, force: true }) // pictures of this time, or none
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1680x1200x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const display = await readDisplay(screen)
  if (display !== null) {
    process.env.DISPLAY = `:${display}`
    delete process.env.WAYLAND_DISPLAY
  } else if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    process.env.FORKSCOPE_HOST_HEADLESS = '1'
  }
  return async () => {
    if (screen.exitCode !== null || screen.pid === undefined) return
    screen.kill()
    await once(screen, 'exit')
  }
}

/** Number of the display that Xvfb chose; null: there is no Xvfb, or it cannot run. */
function readDisplay(screen: ChildProcess): Promise<string | null> {
  const told = once(screen.stdio[3] ?? screen, 'data').then(([text]: unknown[]) => String(text).trim())
  const failed = Promise.race([once(screen, 'error'), once(screen, 'exit')]).then(() => null, () => null)
  return Promise.race([told, failed])
}
