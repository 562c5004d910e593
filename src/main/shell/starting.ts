// Runs that a command line asked for: this program's own, and that of a second start while this one is open.
import { app, dialog } from 'electron'
import { type Fault, sayFault } from '../../shared/fault.ts'
import type { RunSpec } from '../../shared/model/run.ts'
import type { LiveRun } from '../engine/index.ts'
import { replyOf } from './ipc.ts'
import { type SecondStart, parseSecondStart, specFromArguments } from './startArguments.ts'
import type { MainWindow } from './window.ts'

interface Starter {
  readonly startRun: (spec: RunSpec) => Promise<LiveRun>
  readonly window: MainWindow
}

/** Starts what the command line names, if it names anything. Never rejects: no field of the page was used, so a dialog says what is wrong. */
export async function startTyped(start: SecondStart, { startRun, window }: Starter): Promise<void> {
  const reply = await replyOf(async () => {
    const spec = specFromArguments(start)
    if (spec) await startRun(spec)
  })
  if (!reply.ok) tell(reply.fault, window)
}

/** Calls back when the program was started again; what comes with it is believed only as far as it could be parsed. */
export function onSecondStart(listener: (start: SecondStart) => void): void {
  app.on('second-instance', (_event, _argv, _folder, handed) => {
    void replyOf(() => listener(parseSecondStart(handed)))
  })
}

/** Not before there is a window to say it in. */
function tell(fault: Fault, { window, isShown }: MainWindow): void {
  const say = (): void => void dialog.showMessageBox(window, { type: 'error', title: 'Forkscope', message: 'The command could not be started.', detail: sayFault(fault) })
  if (isShown()) say()
  else window.once('show', say)
}
