// This program's own folder: where its package.json and its lab are, in a checkout as in an installed package.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** The bundle stands in out/main, the source in src/main/cli. */
export const PROGRAM_FOLDER = resolve(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../../..' : '../..')

export function readProgramVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(resolve(PROGRAM_FOLDER, 'package.json'), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
}
