// Runs that were there before us: who can be followed, following, and leaving again.
import { FaultError } from '../../shared/fault.ts'
import type { Engine, LiveRun } from '../engine/index.ts'
import type { Handlers } from './ipc.ts'

export type AttachCalls = Pick<Handlers, 'listProcesses' | 'attach' | 'detach'>

export interface AttachTools {
  /** Settles when the machine has been read. */
  readonly engine: Promise<Engine>
  /** Lets the page follow a run. */
  readonly follow: (live: LiveRun) => void
}

export function answerAttaching({ engine, follow }: AttachTools): AttachCalls {
  return {
    listProcesses: async () => (await engine).listRunning(),
    async attach({ pid, ...options }) {
      const live = await (await engine).attach(pid, options)
      follow(live)
      return live.header
    },
    async detach(run) {
      const live = (await engine).find(run)
      if (!live) throw new FaultError({ kind: 'run-unknown', run })
      // To the engine, leaving a tree that it launched itself means ending it: nobody would hold it any more.
      if (live.header.spec.kind !== 'attach') throw new FaultError({ kind: 'bad-input', field: 'run', reason: 'was launched here, so it ends with Forkscope. Stop it instead.' })
      live.detach()
      return null
    }
  }
}
