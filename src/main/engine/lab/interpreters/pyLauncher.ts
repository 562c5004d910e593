// The py launcher of Windows (PEP 397) knows the Pythons that are registered: `py -0p` lists them.
import { execFile } from 'node:child_process'
import type { Candidate, Seeker } from './places.ts'

/** Empty on other systems, and where there is no launcher. */
export function listPyLauncher({ environment, platform }: Seeker): Promise<Candidate[]> {
  if (platform !== 'win32') return Promise.resolve([])
  return new Promise(resolve => {
    execFile('py', ['-0p'], { env: environment, timeout: 5000, windowsHide: true }, (error, output) => {
      resolve(error ? [] : parsePyLauncher(output))
    })
  })
}

// ' -V:3.12 *        C:\Users\me\AppData\Local\Programs\Python\Python312\python.exe'
export function parsePyLauncher(output: string): Candidate[] {
  return output.split(/\r?\n/).flatMap(line => {
    const path = /^\s*-\S+\s+(?:\*\s+)?(\S.*\.exe)\s*$/i.exec(line)?.[1]
    return path === undefined ? [] : [{ language: 'python', path, foundBy: 'py launcher' }]
  })
}
