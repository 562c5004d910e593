// The engine's one face: what the window (shell) and the command line (cli) may know of it.
export type { Engine, LaunchOptions, LiveRun, RunListener } from './engine.ts'
export { openEngine } from './engine.ts'
export { workloadEnvironment } from './launch/environment.ts'
export { findCommand } from './launch/resolve.ts'
export { exportPicture } from './exporting/picture.ts'
export { exportTable } from './exporting/table.ts'
