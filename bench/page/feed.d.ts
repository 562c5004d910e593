import type { BrowserWindow } from 'electron'
import type { RunHeader } from '../../src/shared/model/run.ts'

export interface FeedOptions {
  readonly header: RunHeader
  readonly coreCount: number
  readonly processCount: number
  readonly rateHz: number
  /** Of a core, kept busy by each process. */
  readonly share: number
}
export declare function feed(electron: { BrowserWindow: typeof BrowserWindow }, options: FeedOptions): void
