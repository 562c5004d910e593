// `forkscope` without its window. Whatever goes wrong is caught here, said in one sentence and told by the exit code.
import { faultOf, sayFault } from '../../shared/fault.ts'
import { type Engine, openEngine } from '../engine/index.ts'
import { attachTo } from './attach.ts'
import { layoutCompletion } from './completion.ts'
import { runDemo } from './demo.ts'
import { runDoctor } from './doctor.ts'
import { exitCodeOfFault } from './exitCodes.ts'
import { listExperiments } from './experiments.ts'
import { exportRecording } from './exportRecording.ts'
import { sayHelp } from './help.ts'
import { prepareKeep, type ReadyKeep } from './keeping.ts'
import { type Command, parseCommand } from './options.ts'
import { listRecordings } from './list.ts'
import { openWindow } from './openWindow.ts'
import { readProgramVersion } from './program.ts'
import { askRecording } from './query.ts'
import { recordRun } from './record.ts'
import { runExperiment } from './runExperiment.ts'
import { showRecording } from './show.ts'
import { STDERR, STDOUT, writeText } from './streams.ts'

try {
  process.exitCode = await runCommand(parseCommand(process.argv.slice(2), process.cwd()))
} catch (error) {
  const fault = faultOf(error)
  writeText(STDERR, `forkscope: ${sayFault(fault)}\n`)
  if (fault.kind === 'bug' && error instanceof Error) writeText(STDERR, `${error.stack ?? ''}\n`)
  process.exitCode = exitCodeOfFault(fault)
}

/** Resolves with the exit code. */
async function runCommand(command: Command): Promise<number> {
  switch (command.kind) {
    case 'help':
      writeText(STDOUT, sayHelp(command.topic))
      return 0
    case 'version':
      writeText(STDOUT, `forkscope ${readProgramVersion()}\n`)
      return 0
    case 'completion':
      writeText(STDOUT, layoutCompletion(command.shell))
      return 0
    case 'list':
      return listRecordings(command)
    case 'show':
      return showRecording(command)
    case 'query':
      return askRecording(command)
    case 'export':
      return exportRecording(command)
    case 'open':
      return openWindow(command)
    case 'experiments':
      return listExperiments(command)
    case 'doctor':
      return runDoctor(command)
    case 'record':
    case 'attach':
    case 'run':
    case 'demo': {
      const keep = prepareKeep('keep' in command ? command.keep : { to: 'nowhere' })
      const engine = await openEngine({ programVersion: readProgramVersion(), recordingsFolder: keep.folder })
      try {
        return await useEngine(engine, command, keep)
      } finally {
        await engine.close()
        keep.tidy()
      }
    }
  }
}

function useEngine(engine: Engine, command: Extract<Command, { readonly kind: 'record' | 'attach' | 'run' | 'demo' }>, keep: ReadyKeep): Promise<number> {
  switch (command.kind) {
    case 'record':
      return recordRun(engine, command, keep)
    case 'attach':
      return attachTo(engine, command, keep)
    case 'run':
      return runExperiment(engine, command, keep)
    case 'demo':
      return runDemo(engine, command)
  }
}
