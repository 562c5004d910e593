// What is bundled, and why each output looks as it does. Three sections: a missing one is silently not built.
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

export default defineConfig({
  main: {
    build: {
      rolldownOptions: {
        // The workers and the command line are entries of their own; every output stands in one folder,
        // so that a worker is always the sibling of whatever starts it (see sampling/workers.ts).
        input: {
          index: 'src/main/index.ts',
          cli: 'src/main/cli/index.ts',
          'sampler.worker': 'src/main/engine/sampling/sampler.worker.ts',
          'memory.worker': 'src/main/engine/sampling/memory.worker.ts',
          'recorder.worker': 'src/main/engine/recording/recorder.worker.ts',
          'query.process': 'src/main/engine/recording/query/query.process.ts'
        },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' }
      }
    }
  },
  preload: {
    build: {
      // A sandboxed preload is one plain CommonJS script with nothing left to require but electron.
      externalizeDeps: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: '[name].cjs' } }
    }
  },
  renderer: {
    plugins: [vue()],
    build: { minify: true, sourcemap: false }
  }
})
