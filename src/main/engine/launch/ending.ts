// Ends a tree: politely, then not. SIGTERM to everyone, a grace, then SIGKILL again and again until nobody is left.
import { setTimeout as pause } from 'node:timers/promises'
import type { RunCgroup } from './cgroup.ts'
import type { WorkloadTree } from './tree.ts'

export const DEFAULT_GRACE_MS = 3000
const LOOK_EVERY_MS = 20
/** Beyond this a process hangs in the kernel (state D) and no signal will help. */
const GIVE_UP_MS = 10_000

/** Resolves when nobody is left, or when even SIGKILL did not help. */
export async function endTree(tree: WorkloadTree, { cgroup, graceMs }: { cgroup: RunCgroup | null; graceMs: number }): Promise<void> {
  if (graceMs > 0) {
    tree.signalAll('SIGTERM')
    tree.signalAll('SIGCONT') // a stopped process would not hear it
    if (await becameEmpty(tree, graceMs)) return
  }
  for (let waitedMs = 0; waitedMs < GIVE_UP_MS; waitedMs += LOOK_EVERY_MS) {
    if (!cgroup?.killAll()) tree.signalAll('SIGKILL')
    if (await becameEmpty(tree, LOOK_EVERY_MS)) return
  }
}

async function becameEmpty(tree: WorkloadTree, withinMs: number): Promise<boolean> {
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    if (tree.readLeftovers().length === 0) return true
    if (waitedMs >= withinMs) return false
    await pause(LOOK_EVERY_MS)
  }
}
