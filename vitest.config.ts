// Four projects: pure code and contracts in milliseconds; components in happy-dom; real processes, one file at a time; the
// real window.
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const globalSetup = ['test/ownFolders.ts']

/** For code that takes milliseconds: on a machine that does other things as well, a limit of time is for what hangs only. */
const quick = { globalSetup, testTimeout: 60_000, hookTimeout: 60_000 }

/**
 * For tests that start programs. They share a few cores with each other's programs and with whatever else the machine does,
 * which may spoil one run; a defect of ours spoils the second as well. Tests of experiments run these anew (labRunning.ts).
 */
const real = {
  ...{ globalSetup, fileParallelism: false, retry: 1 },
  ...{ testTimeout: 300_000, hookTimeout: 120_000, expect: { poll: { timeout: 60_000, interval: 100 } } }
}

export default defineConfig({
  test: {
    projects: [
      { test: { ...quick, name: 'unit', environment: 'node', include: ['test/*.test.ts', 'test/unit/**/*.test.ts'] } },
      { plugins: [vue()], test: { ...quick, name: 'renderer', environment: 'happy-dom', include: ['test/renderer/**/*.test.ts'] } },
      { test: { ...real, name: 'engine', environment: 'node', include: ['test/engine/**/*.test.ts'] } },
      { test: { ...real, name: 'e2e', environment: 'node', include: ['test/e2e/**/*.test.ts'], globalSetup: [...globalSetup, 'test/e2e/prepare.ts'] } }
    ]
  }
})
