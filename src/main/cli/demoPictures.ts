// The demonstration's charts as files: each run as one picture, SVG and PNG.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FaultError, sayFault } from '../../shared/fault.ts'
import type { PictureFormat } from '../../shared/model/export.ts'
import { exportPicture, type LiveRun, makeFolder } from '../engine/index.ts'

const WIDTH = 1000
const SCALE = 2

export interface Written {
  /** Absolute paths. */
  readonly paths: readonly string[]
  /** Why some are missing, in words; null: none is. */
  readonly missing: string | null
}

/** Writes NAME.svg and NAME.png for each run. Where no PNG can be made the SVG stays. Throws FaultError `write-failed`. */
export async function writePictures(folder: string, runs: Readonly<Record<string, LiveRun>>): Promise<Written> {
  const paths: string[] = []
  let missing: string | null = null
  for (const [name, run] of Object.entries(runs)) {
    for (const format of ['svg', 'png'] as const) {
      const picture = await drawPicture(run, format)
      if (typeof picture === 'string') missing = picture
      else paths.push(writePicture(folder, `${name}.${format}`, picture))
    }
  }
  return { paths, missing }
}

/** The file's bytes, or why there are none on this system. */
async function drawPicture(run: LiveRun, format: PictureFormat): Promise<Uint8Array | string> {
  try {
    return await exportPicture(run.history, {
      ...{ run: run.header.run, what: { kind: 'chart', chart: 'run', format }, fromNs: null, toNs: null, hidden: [] },
      ...{ theme: 'light', percentOf: 'core', width: WIDTH, scale: SCALE }
    })
  } catch (error) {
    if (error instanceof FaultError && error.fault.kind === 'png-unavailable') return sayFault(error.fault)
    throw error
  }
}

function writePicture(folder: string, name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  try {
    makeFolder(folder)
    writeFileSync(path, bytes)
    return path
  } catch (error) {
    throw new FaultError({ kind: 'write-failed', path, reason: error instanceof Error ? error.message : String(error) }, { cause: error })
  }
}
