// Finds out before anything is started whether it can be started, so that the answer is a sentence and not a code 127.
import { accessSync, constants, openSync, closeSync, readSync, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { type Fault, FaultError } from '../../../shared/fault.ts'

/** The absolute path of a command as execvp(3) would find it. Throws a FaultError that says what is wrong. */
export function findCommand(command: string, { cwd, path }: { cwd: string; path: string }): string {
  if (command === '') throw new FaultError({ kind: 'command-empty' })
  if (command.includes('/')) {
    const file = resolve(cwd, command)
    const fault = faultOfFile(file)
    if (fault) throw new FaultError(fault)
    return file
  }
  let denied: Fault | null = null
  for (const folder of path.split(delimiter)) {
    const file = isAbsolute(folder) ? join(folder, command) : resolve(cwd, folder, command)
    const fault = faultOfFile(file)
    if (!fault) return file
    if (fault.kind === 'not-executable' || fault.kind === 'interpreter-missing') denied ??= fault
  }
  throw new FaultError(denied ?? { kind: 'command-not-found', command, searched: path === '' ? 'an empty PATH' : path })
}

/** Throws if the working folder is not there. */
export function checkFolder(path: string): void {
  try {
    if (statSync(path).isDirectory()) {
      accessSync(path, constants.X_OK)
      return
    }
  } catch (error) {
    if (codeOf(error) === 'EACCES') throw new FaultError({ kind: 'permission-denied', path }, { cause: error })
  }
  throw new FaultError({ kind: 'folder-missing', path })
}

function faultOfFile(path: string): Fault | null {
  try {
    const found = statSync(path)
    if (found.isDirectory()) return { kind: 'is-a-folder', path }
    accessSync(path, constants.X_OK)
    return faultOfInterpreter(path)
  } catch (error) {
    if (codeOf(error) !== 'EACCES') return { kind: 'command-not-found', command: path, searched: 'that place' }
    return isFile(path) ? { kind: 'not-executable', path } : { kind: 'permission-denied', path }
  }
}

/** A script's first line may name an interpreter that is not there; the kernel then says only "no such file". */
function faultOfInterpreter(path: string): Fault | null {
  const interpreter = /^#! *([^\s]+)/.exec(readBeginning(path))?.[1]
  if (interpreter === undefined || !isAbsolute(interpreter) || isFile(interpreter)) return null
  return { kind: 'interpreter-missing', path, interpreter }
}

function readBeginning(path: string): string {
  try {
    const descriptor = openSync(path, 'r')
    try {
      const bytes = Buffer.alloc(256)
      return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, bytes.length, 0)).split('\n', 1)[0] ?? ''
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return '' // executable but not readable: fine for binaries
  }
}

/** False also where a folder on the way may not be entered, as PATHs of other users have them. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code
