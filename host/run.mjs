// Boots an application as the Electron executable does: finds its entry, gives it the module `electron`, tells it that
// the program is ready once the entry has finished evaluating (the order of Electron with ES modules).
import { readFileSync, statSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { boot } from './boot.mjs'

const electron = new URL('./electron.mjs', import.meta.url).href

// Playwright asks for `electron` by require over the inspector: hooks serve import and require alike.
registerHooks({
  resolve: (specifier, context, next) =>
    /^electron(\/(main|common))?$/.test(specifier) ? { url: electron, format: 'module', shortCircuit: true } : next(specifier, context)
})

const words = process.argv.slice(2)
const folderAt = words.findIndex(word => !word.startsWith('-'))
const target = resolve(words[folderAt] ?? '.')
boot.switches = folderAt < 0 ? words : words.slice(0, folderAt)
// As Chromium reads it: switches may also follow the folder, up to a lone `--`.
const end = words.indexOf('--')
if (folderAt >= 0) boot.switches.push(...words.slice(folderAt, end < 0 ? undefined : end).filter(word => word.startsWith('--')))

if (statSync(target).isDirectory()) {
  boot.folder = target
  boot.description = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'))
} else boot.folder = dirname(target)
const entry = boot.folder === target ? resolve(target, boot.description.main ?? 'index.js') : target

process.argv = [process.argv[0], ...words] // one element less than plain Node has, as in a packaged program
process.type = 'browser'

await import(electron)
await import(pathToFileURL(entry).href)
boot.becomeReady()
