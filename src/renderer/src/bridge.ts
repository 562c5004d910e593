// The only place that touches window.forkscope: the page's one road to main.
import type { Bridge, Reply } from '../../shared/contract.ts'
import { type Fault, FaultError } from '../../shared/fault.ts'

declare global {
  interface Window {
    readonly forkscope?: Bridge
  }
}

/** The bridge that the preload put into the page; null in an ordinary browser. */
export const findBridge = (): Bridge | null => window.forkscope ?? null

/** A reply that always comes: a call that breaks (main is gone, the reply cannot be cloned) is a fault, too. */
export async function ask<Value>(reply: Promise<Reply<Value>>): Promise<Reply<Value>> {
  try {
    return await reply
  } catch (error) {
    return { ok: false, fault: brokenCall(error) }
  }
}

function brokenCall(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault
  return { kind: 'bug', message: error instanceof Error ? error.message : String(error) }
}

export type { Bridge, Reply }
