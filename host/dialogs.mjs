// dialog: asked by the page's own prompt and confirm boxes, since there is no system dialog without Electron: a path is
// typed instead of picked. Tests replace these functions, as they do with Electron's.
import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { app } from './app.mjs'
import { BrowserWindow } from './windows.mjs'

export const dialog = {
  /** @returns {Promise<{ canceled: boolean, filePath: string }>} */
  async showSaveDialog(...args) {
    const { window, options } = split(args)
    const path = await askPath(window, options.title ?? 'Save as', options.defaultPath)
    if (path === null) return { canceled: true, filePath: '' }
    const isFine = !existsSync(path) || (await ask(window, 'confirm', `${path} is there already. Write over it?`))
    return isFine ? { canceled: false, filePath: path } : { canceled: true, filePath: '' }
  },

  /** @returns {Promise<{ canceled: boolean, filePaths: string[] }>} */
  async showOpenDialog(...args) {
    const { window, options } = split(args)
    const wantsFolder = options.properties?.includes('openDirectory') ?? false
    let question = options.title ?? (wantsFolder ? 'Folder' : 'File')
    let path = options.defaultPath
    for (;;) {
      path = await askPath(window, question, path)
      if (path === null) return { canceled: true, filePaths: [] }
      if (existsSync(path) && statSync(path).isDirectory() === wantsFolder) return { canceled: false, filePaths: [path] }
      question = wantsFolder ? 'There is no such folder. Folder' : 'There is no such file. File'
    }
  },

  /** The first button stands for yes, the other (`cancelId`, or the second) for no. */
  async showMessageBox(...args) {
    const { window, options } = split(args)
    const text = [options.message, options.detail].filter(Boolean).join('\n\n')
    const isOnlyTold = (options.buttons?.length ?? 1) < 2
    const isYes = await ask(window, isOnlyTold ? 'alert' : 'confirm', text)
    return { response: isOnlyTold || isYes ? 0 : (options.cancelId ?? 1), checkboxChecked: false }
  },

  showErrorBox(title, content) {
    console.error(`${title}: ${content}`)
  }
}

/** Electron lets the window be left out. */
function split([first, second]) {
  return first instanceof BrowserWindow ? { window: first, options: second ?? {} } : { window: BrowserWindow.getFocusedWindow(), options: first ?? {} }
}

async function askPath(window, question, defaultPath = '') {
  const answer = await ask(window, 'prompt', `${question} (path):`, defaultPath)
  if (typeof answer !== 'string' || answer.trim() === '') return null
  const path = answer.trim().replace(/^~(?=$|[/\\])/, homedir())
  return resolve(app.getPath('downloads'), path)
}

/** Null also where nobody can be asked: without a window, or in one that nobody sees. */
async function ask(window, box, ...words) {
  if (!window || process.env.FORKSCOPE_HOST_HEADLESS === '1') return null
  window.focus()
  return window.webContents.executeJavaScript(`window.${box}(${words.map(word => JSON.stringify(word)).join(', ')}) ?? null`)
}
