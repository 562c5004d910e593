// Starts a program in a real window and drives it by Playwright: on the stand-in host, and on Electron where its binary is.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'

export const ROOT = resolve(import.meta.dirname, '../..')

export interface Runtime {
  readonly name: 'host' | 'electron'
  readonly executable: string
}

/** The stand-in always; Electron when it has been downloaded. Never downloads. */
export const runtimes: readonly Runtime[] = [{ name: 'host', executable: join(ROOT, 'host/electron') }, ...findElectron()]

function findElectron(): Runtime[] {
  const folder = join(ROOT, 'node_modules/electron')
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return []
  const executable = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(executable) ? [{ name: 'electron', executable }] : []
}

export interface OpenProgram {
  readonly app: ElectronApplication
  readonly page: Page
  /** Settings, lock and library of this program alone. */
  readonly userData: string
  /** What it wrote to its standard output and error so far. */
  readonly said: () => string
  close(): Promise<void>
}

export interface OpenOptions {
  /** Handed to the program behind its folder. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Opens the program in `folder` with a user-data folder of its own and waits until its page has loaded. */
export async function openProgram(runtime: Runtime, folder: string, { args = [], env = {} }: OpenOptions = {}): Promise<OpenProgram> {
  const userData = mkdtempSync(join(tmpdir(), 'forkscope-e2e-'))
  const app = await _electron.launch({
    executablePath: runtime.executable,
    args: ['--disable-gpu', `--user-data-dir=${userData}`, folder, ...args],
    env: { ...definedOnly(process.env), FORKSCOPE_LIBRARY: join(userData, 'library'), ...env },
    colorScheme: null, // the program decides, not Playwright
    chromiumSandbox: process.getuid?.() !== 0
  })
  let said = ''
  for (const stream of [app.process().stdout, app.process().stderr]) stream?.on('data', (part: Buffer) => (said += part.toString()))
  const page = await app.firstWindow()
  await page.waitForURL(/^(?!data:|about:)/)
  await page.waitForLoadState('load')
  const close = async (): Promise<void> => {
    await app.close()
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  }
  return { app, page, userData, said: () => said, close }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
