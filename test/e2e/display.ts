// Where windows appear during the tests: on a virtual screen of their own, so that nobody's desktop is disturbed. Without
// Xvfb the present display is used, and without any the host shows its windows to nobody (headless).
import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Vitest calls this once before all files of the project, and what it returns once after them. */
export default async function openDisplay(): Promise<() => Promise<void>> {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1680x1200x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const told = await Promise.race([once(screen.stdio[3]!, 'data').then(String), once(screen, 'error').then(() => null), once(screen, 'exit').then(() => null)])
  if (told !== null) {
    process.env.DISPLAY = `:${told.trim()}`
    delete process.env.WAYLAND_DISPLAY
  } else if (!process.env.DISPLAY && process.platform === 'linux') process.env.FORKSCOPE_HOST_HEADLESS = '1'
  return async () => {
    if (screen.exitCode !== null || screen.pid === undefined) return
    screen.kill()
    await once(screen, 'exit')
  }
}
