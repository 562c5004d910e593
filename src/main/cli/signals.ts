// Signals that reach us are meant for the workload, which lives in a session of its own and so does not hear the terminal:
// the first is passed on as it is, the second asks it to end, with a grace, the third ends it.
import type { SignalName } from '../../shared/model/run.ts'
import type { LiveRun } from '../engine/index.ts'

const passed = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const satisfies SignalName[]

/** Listens until the returned function is called; from then on signals mean us again. */
export function passSignals(run: LiveRun): () => void {
  let count = 0
  const onSignal = (signal: NodeJS.Signals): void => {
    const name = passed.find(each => each === signal)
    if (!name) return
    count++
    if (count === 1) run.signalAll(name)
    else if (count === 2) run.stop()
    else run.kill()
  }
  for (const signal of passed) process.on(signal, onSignal)
  return () => {
    for (const signal of passed) process.off(signal, onSignal)
  }
}
