// What may know what, and why. The first table below is the documentation of the rooms; this test enforces it for every
// import in src, and prints the reason. The second table keeps out what would break a promise in one line.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

interface Room {
  /** Files whose path begins so. The first row that fits is the file's room. */
  readonly room: string
  /** Beginnings of paths in src, names of packages, or `node:`. Every room may import itself. */
  readonly mayImport: readonly string[]
  readonly because: string
}

const model = ['src/shared/units.ts', 'src/shared/model/']
const engineFace = 'src/main/engine/index.ts'
const libraries = ['pidusage', 'systeminformation', '@resvg/resvg-js', 'hyparquet-writer']

const rooms: readonly Room[] = [
  { room: 'src/shared/units.ts', mayImport: [], because: 'units are the ground on which everything stands' },
  { room: 'src/shared/model/', mayImport: ['src/shared/units.ts'], because: 'the model is plain data with units; it runs in every process' },
  { room: 'src/shared/fault.ts', mayImport: model, because: 'a fault is data, and its sentence is made here' },
  { room: 'src/shared/format.ts', mayImport: ['src/shared/units.ts'], because: 'formatting turns figures into words, whatever they are about' },
  { room: 'src/shared/parsing.ts', mayImport: ['src/shared/fault.ts'], because: 'parsing what comes from outside needs no knowledge of what it means' },
  { room: 'src/shared/commandLine.ts', mayImport: [], because: 'splitting words needs no knowledge of what they mean' },
  { room: 'src/shared/contract.ts', mayImport: [...model, 'src/shared/fault.ts'], because: 'the contract names what crosses between main and page: model and faults' },
  { room: 'src/shared/derive/', mayImport: [...model, 'src/shared/format.ts'], because: 'a derivation is arithmetic on the model; it draws nothing and sends nothing' },
  {
    room: 'src/shared/charts/',
    mayImport: [...model, 'src/shared/derive/', 'src/shared/format.ts'],
    because: 'layout is pure: window, exports and command line draw with the same hand'
  },

  { room: 'src/main/index.ts', mayImport: ['src/main/shell/', engineFace, 'electron', 'node:'], because: "Electron's entry only wires" },
  {
    room: 'src/main/engine/',
    mayImport: [...model, 'src/shared/fault.ts', 'src/shared/parsing.ts', 'src/shared/format.ts', 'src/shared/derive/', 'src/shared/charts/', 'node:', ...libraries],
    because: 'the command line runs the engine without Electron, and a contract with the page is none of its business'
  },
  { room: 'src/main/shell/', mayImport: [engineFace, 'src/shared/', 'electron', 'node:'], because: 'the shell adapts the engine, it does not reach inside it' },
  { room: 'src/main/cli/', mayImport: [engineFace, 'src/shared/', 'node:'], because: 'the command line has the same face of the engine as the shell, and no window' },
  { room: 'src/preload/', mayImport: ['src/shared/contract.ts', 'electron'], because: 'the preload is a mirror of the contract' },

  { room: 'src/renderer/src/bridge', mayImport: ['src/shared/', 'vue'], because: 'the bridge is the only road from the page to main' },
  { room: 'src/renderer/src/state/', mayImport: ['src/renderer/src/bridge', 'src/shared/', 'vue'], because: 'state asks through the bridge; a composable never draws' },
  { room: 'src/renderer/src/ink/', mayImport: ['src/shared/', 'vue', 'uplot'], because: 'ink is a pen: it draws what it is given and asks nobody' },
  {
    room: 'src/renderer/src/keys',
    mayImport: ['src/renderer/src/state/', 'src/shared/', 'vue'],
    because: 'a key stands for a command of the state'
  },
  {
    room: 'src/renderer/src/parts/',
    mayImport: ['src/renderer/src/ink/', 'src/renderer/src/state/', 'src/renderer/src/keys', 'src/shared/', 'vue', 'uplot'],
    because: 'a part shows state and never asks main'
  },
  {
    room: 'src/renderer/src/views/',
    mayImport: ['src/renderer/src/parts/', 'src/renderer/src/ink/', 'src/renderer/src/state/', 'src/renderer/src/keys', 'src/shared/', 'vue'],
    because: 'a view puts parts together; what it wants from main it asks of the state'
  },
  { room: 'src/renderer/', mayImport: ['src/renderer/', 'src/shared/', 'vue', 'uplot'], because: 'the renderer is a web page: no Node, no Electron, no main' }
]

interface Ban {
  readonly pattern: RegExp
  /** Looked at: files whose path matches. */
  readonly files: RegExp
  /** These may. */
  readonly except?: RegExp
  readonly because: string
}

const code = /\.(ts|vue)$/
const bans: readonly Ban[] = [
  { pattern: /nodeIntegration\w*: true|sandbox: false|contextIsolation: false|webSecurity: false|webviewTag: true/, files: code, because: 'the page stays in its sandbox' },
  { pattern: /allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|bypassCSP|corsEnabled|no-sandbox/, files: code, because: 'each of these opens a door of the sandbox' },
  { pattern: /executeJavaScript|insertCSS|\beval\(|new Function\(|@electron\/remote/, files: code, because: 'no text is ever run as code' },
  { pattern: /\.openPath\(|\.openExternal\(|\bloadFile\(|['"`]file:/, files: code, because: 'openPath executes, a file page may read the disk, and nothing here leads outside' },
  { pattern: /new BrowserWindow\(/, files: code, except: /^src\/main\/shell\/window\.ts$/, because: 'there is one window, made in one place that sets its switches' },
  { pattern: /\bipcMain\b/, files: code, except: /^src\/main\/shell\/ipc\.ts$/, because: 'every request passes the guard, which stands in one place' },
  { pattern: /\bipcRenderer\b/, files: code, except: /^src\/preload\//, because: 'the page has named functions, never a channel' },
  { pattern: /\bfaultOf\(/, files: code, except: /^src\/(shared\/fault|main\/shell\/ipc|main\/cli\/index)\.ts$/, because: 'errors are caught in exactly two places' },
  { pattern: /innerHTML|outerHTML|insertAdjacentHTML|document\.write|v-html/, files: code, because: "names and command lines of strangers' programs are text" },
  { pattern: /\bshell: true\b/, files: /^src\/main\//, because: 'a shell only runs what the user typed for a shell, in plain sight: /bin/sh -c' },
  { pattern: /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\(/i, files: /^src\/shared\/charts\/layout/, because: 'layout says who, the palette says which colour' },
  { pattern: /[\w)\]] ?\* ?100\b/, files: /^src\/(shared|main|renderer)\/.*\.(ts|vue)$/, except: /^src\/shared\/format\.ts$/, because: 'percent exists only in format.ts' },
  { pattern: /new Date\(\)/, files: /^src\/(main\/engine|shared)\//, because: 'a run has one clock; its start by the wall is in the header' },
  { pattern: /\?\? 0\b.*\b(?:rss|pss|uss|ran|waited|cpu)(?:Bytes|Ns)|(?:rss|pss|uss|ran|waited|cpu)(?:Bytes|Ns)\S* \?\? 0\b/, files: /^src\//, because: 'not measured is a gap, never 0' }
]

describe('rooms', () => {
  const files = listFiles('src').filter(path => code.test(path))

  it('every file stands in a room that the table names', () => {
    expect(files.filter(path => !roomOf(path))).toEqual([])
  })

  it('nobody imports what their room may not know', () => {
    expect(files.flatMap(path => wrongImports(path, readFileSync(path, 'utf8')))).toEqual([])
  })

  it('electron is known to its entry, the shell and the preload alone', () => {
    const knowing = rooms.filter(({ mayImport }) => mayImport.includes('electron')).map(({ room }) => room)
    expect(knowing).toEqual(['src/main/index.ts', 'src/main/shell/', 'src/preload/'])
  })

  it.each([
    ['src/main/engine/launch/hold.ts', "import { app } from 'electron'"],
    ['src/main/engine/engine.ts', "import type { Calls } from '../../shared/contract.ts'"],
    ['src/main/shell/ipc.ts', "export { readStat } from '../engine/procfs/stat.ts'"],
    ['src/main/cli/index.ts', "const shell = await import('../shell/menu.ts')"],
    ['src/renderer/src/parts/Tree.vue', "<template><p/></template>\n<script setup lang=\"ts\">\nimport { ask } from '../bridge.ts'\n</script>"],
    ['src/renderer/src/views/Run.vue', "<script setup lang=\"ts\">\nimport { readFileSync } from 'node:fs'\n</script>"],
    ['src/shared/model/run.ts', "import { formatBytes } from '../format.ts'"]
  ])('a wrong import in %s is found', (path, text) => {
    expect(wrongImports(path, text)).toHaveLength(1)
  })
})

describe('bans', () => {
  const files = listFiles('src').filter(path => code.test(path))

  it('no file says what the table forbids', () => {
    expect(files.flatMap(path => wrongWords(path, readFileSync(path, 'utf8')))).toEqual([])
  })

  it('the engine looks at the wall clock once, for the header', () => {
    const looks = files.filter(path => /^src\/(main\/engine|shared)\//.test(path)).flatMap(path => readFileSync(path, 'utf8').match(/Date\.now\(/g) ?? [])
    expect(looks.length).toBeLessThanOrEqual(1)
  })

  it.each([
    ['src/main/shell/other.ts', 'const page = new BrowserWindow({})'],
    ['src/main/shell/window.ts', 'webPreferences: { sandbox: false }'],
    ['src/shared/charts/layoutLanes.ts', "const colour = '#4477AA'"],
    ['src/renderer/src/parts/Row.vue', '<b>{{ ratio * 100 }}</b>'],
    ['src/main/engine/sampling/tick.ts', 'const rss = stat?.rssBytes ?? 0']
  ])('a forbidden word in %s is found', (path, text) => {
    expect(wrongWords(path, text)).toHaveLength(1)
  })
})

describe('the window', () => {
  it('writes its switches out', () => {
    const text = readFileSync('src/main/shell/window.ts', 'utf8')
    for (const word of ['sandbox: true', 'contextIsolation: true', 'nodeIntegration: false', 'webviewTag: false']) expect(text).toContain(word)
  })
})

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap(entry => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []))
}

function roomOf(path: string): Room | undefined {
  return rooms.find(({ room }) => path.startsWith(room))
}

/** One line per import that the table does not allow: who, what, why. */
function wrongImports(path: string, text: string): string[] {
  const room = roomOf(path)
  if (!room) return []
  return importsOf(path, text)
    .filter(target => ![room.room, ...room.mayImport].some(allowed => (allowed.includes('/') ? target.startsWith(allowed) : target === allowed || target.startsWith(allowed.endsWith(':') ? allowed : `${allowed}/`))))
    .map(target => `${path} imports ${target}, but ${room.because}. ${room.room} may import: ${room.mayImport.join(', ') || 'nothing'}`)
}

/** What a file imports: paths from the project's root, or names of packages. */
function importsOf(path: string, text: string): string[] {
  const script = path.endsWith('.vue') ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, inside]) => inside).join('\n') : text
  const workers = [...script.matchAll(/new URL\(\s*'(\.[^']+)',\s*import\.meta\.url\)/g)].map(([, target]) => target ?? '')
  const named = ts.preProcessFile(script, true, true).importedFiles.map(({ fileName }) => fileName)
  return [...named, ...workers].map(target => (target.startsWith('.') ? normalize(join(dirname(path), target)) : target))
}

function wrongWords(path: string, text: string): string[] {
  return bans
    .filter(({ files, except }) => files.test(path) && !except?.test(path))
    .flatMap(({ pattern, because }) => {
      const found = pattern.exec(withoutComments(text))
      return found ? [`${path} says “${found[0]}”, but ${because}`] : []
    })
}

/** A comment may name what the code may not say. */
const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|(?:^|\s)\/\/.*$/gm, '')
