// From one version of the file to the next: one step each, never edited once it was shipped, tried on files that the old
// version wrote (test/fixtures/recordings).
import type { DatabaseSync } from 'node:sqlite'
import { FORMAT } from './schema.ts'

/** Turns a file of version n into one of version n + 1, inside a transaction. The step at index 0 leads from 1 to 2. */
export type Upgrade = (database: DatabaseSync) => void

export const upgrades: readonly Upgrade[] = []

/** The file's own version, PRAGMA user_version; 0 for a database that no version of this program made. */
export function readFormat(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version)
}

/** Takes a file of an older version to the newest, all steps or none. The file must not be newer than `steps` lead. */
export function upgrade(database: DatabaseSync, { from, steps = upgrades }: { from: number; steps?: readonly Upgrade[] }): void {
  if (from > steps.length) return
  database.exec('BEGIN IMMEDIATE')
  try {
    for (const step of steps.slice(from - 1)) step(database)
    database.exec(`PRAGMA user_version = ${steps.length + 1}`)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

/** There is a step for every version before this one. */
export const stepsAreComplete: boolean = upgrades.length === FORMAT - 1
