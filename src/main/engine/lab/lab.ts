// The lab's one face: which experiments there are, which interpreters, and an experiment run from its first variant to its
// last. One at a time: two would be in each other's way, and both would measure the other.
import type { Interpreter } from '../../../shared/model/experiment.ts'
import type { Catalogue, ExperimentOrder, Language } from '../../../shared/model/outcome.ts'
import { modulesOf } from '../../../shared/derive/experimentFit.ts'
import { FaultError } from '../../../shared/fault.ts'
import { refuse } from '../../../shared/parsing.ts'
import type { Engine } from '../engine.ts'
import { findLabFolder, readCatalogue } from './catalogue.ts'
import { executePlan, type ExperimentExecution, type LabListener } from './execution.ts'
import { askInterpreter, type DiscoverySpec, findInterpreters } from './interpreters/discovery.ts'
import { planExperiment } from './plan.ts'

export interface Lab {
  readonly catalogue: Catalogue
  /** Folder of the experiments: their programs can be read there. */
  readonly folder: string
  /** Asked once; later calls get the same answer. */
  findInterpreters(): Promise<readonly Interpreter[]>
  /** Throws a FaultError `bad-input`, with nothing started, if the order cannot be carried out as it is. */
  run(order: ExperimentOrder, listener: LabListener): Promise<ExperimentExecution>
}

/** Modules that programs of concurrency are written with: asked for, needed by an experiment or not. */
const MODULES = ['greenlet', 'gevent', 'twisted', 'circuits', 'psutil', 'numpy']

export interface LabSpec extends Pick<DiscoverySpec, 'seeker' | 'cacheFile'> {
  readonly labFolder?: string
}

/** Without an engine nothing can be run, but everything can be listed. */
export function openLab(engine: Engine | null, { labFolder = findLabFolder(), ...seek }: LabSpec = {}): Lab {
  const catalogue = readCatalogue(labFolder)
  const modules = [...new Set([...MODULES, ...modulesOf(catalogue.experiments)])]
  let interpreters: Promise<readonly Interpreter[]> | null = null
  let isBusy = false
  const find = (): Promise<readonly Interpreter[]> => (interpreters ??= findInterpreters({ ...seek, modules }))
  return {
    catalogue,
    folder: labFolder,
    findInterpreters: find,
    run: async (order, listener) => {
      if (!engine) throw new FaultError({ kind: 'bug', message: 'an experiment was ordered from a lab without an engine' })
      if (isBusy) refuse('experiment', 'another one is running. Wait for its end, or stop it.')
      isBusy = true
      try {
        const known = await meetNamed(await find(), order, modules)
        const plan = planExperiment(known.order, { experiments: catalogue.experiments, interpreters: known.interpreters, platform: process.platform })
        const execution = executePlan(plan, { engine, labFolder, listener })
        void execution.ended.finally(() => (isBusy = false)).catch(() => undefined) // whoever waits for `ended` hears of it
        return execution
      } catch (error) {
        isBusy = false
        throw error
      }
    }
  }
}

interface Known {
  readonly order: ExperimentOrder
  readonly interpreters: readonly Interpreter[]
}

/** An interpreter that the user names need not be in any of the usual places; a wrapper's name is replaced by whom it leads to. */
async function meetNamed(found: readonly Interpreter[], order: ExperimentOrder, modules: readonly string[]): Promise<Known> {
  const meet = async (language: Language, path: string | null): Promise<Interpreter | null> => {
    if (path === null) return null
    return found.find(each => each.language === language && each.path === path) ?? (await askInterpreter({ language, path, foundBy: 'you' }, modules))
  }
  const python = await meet('python', order.python)
  const node = await meet('node', order.node)
  const named = [python, node].filter(each => each !== null)
  return { order: { ...order, python: python?.path ?? order.python, node: node?.path ?? order.node }, interpreters: [...named, ...found] }
}
