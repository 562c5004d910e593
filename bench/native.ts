// The C programs of the benchmarks, compiled on the fly into a folder that is removed afterwards.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Programs {
  /** Paths of the executables; what each does stands at the top of its source. */
  readonly floor: string
  readonly farm: string
  readonly leash: string
  /** Where they lie; files of a benchmark may lie beside them. */
  readonly folder: string
  remove(): void
}

/** Null: no C compiler here. Throws when a source does not compile. */
export function compilePrograms(): Programs | null {
  if (spawnSync('cc', ['--version']).error) return null
  const folder = mkdtempSync(join(tmpdir(), 'forkscope-bench-'))
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const [floor, farm, leash] = [compile(folder, 'floor/floor'), compile(folder, 'native/farm'), compile(folder, 'native/leash')]
    return { floor, farm, leash, folder, remove }
  } catch (cause) {
    remove()
    throw cause
  }
}

function compile(folder: string, name: string): string {
  const program = join(folder, name.replace(/.*\//, ''))
  const source = join(import.meta.dirname, `${name}.c`)
  const { status, stderr } = spawnSync('cc', ['-O2', '-pthread', '-o', program, source], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`cc could not compile ${name}.c:\n${stderr}`)
  return program
}
