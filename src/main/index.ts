// Electron's entry: builds the engine, hands it to the shell. What must precede `ready` stands here in the open; nothing
// is awaited at the top level, since `ready` waits for the end of this file (electron issue 40719).
import { app } from 'electron'
import { join } from 'node:path'
import { exportCompared, exportFile, libraryFolder, openEngine, openLab, openLibrary } from './engine/index.ts'
import { findRunners } from './shell/finding.ts'
import { openShell } from './shell/shell.ts'
import { hearFiles } from './shell/starting.ts'
import { startFolder } from './shell/startArguments.ts'
import { lockPages } from './shell/switches.ts'

const devServer = app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null)
const start = { argv: process.argv, cwd: startFolder(process.env, process.cwd()) }

if (app.requestSingleInstanceLock({ ...start })) {
  lockPages(devServer)
  const files = hearFiles()
  const library = openLibrary(libraryFolder())
  const engine = openEngine({ programVersion: app.getVersion(), recordingsFolder: library.folder })
  const lab = engine.then(opened => openLab(opened))
  void lab.catch(() => undefined) // whoever asks for it hears what went wrong
  const exporters = { exportCompared, exportFile }
  const finding = findRunners(app.getAppPath())
  const bundles = join(import.meta.dirname, '..')
  void app.whenReady().then(() => openShell({ engine, lab, library, exporters, finding, bundles, devServer, files, start }))
} else {
  app.quit() // the first one has been told, and comes forward
}
