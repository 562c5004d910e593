// Three projects: pure code and contracts in milliseconds; components in happy-dom; real processes, one file at a time.
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', environment: 'node', include: ['test/*.test.ts', 'test/unit/**/*.test.ts'] } },
      { plugins: [vue()], test: { name: 'renderer', environment: 'happy-dom', include: ['test/renderer/**/*.test.ts'] } },
      {
        test: {
          name: 'engine',
          environment: 'node',
          include: ['test/engine/**/*.test.ts'],
          fileParallelism: false, // real trees on few cores disturb each other
          testTimeout: 60_000
        }
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/prepare.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 60_000
        }
      }
    ]
  }
})
