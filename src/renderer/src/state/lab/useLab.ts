// The lab as the page holds it: what there is, who can run it, which experiment is looked at, and how the last one goes.
import { type ComputedRef, type Ref, computed, onScopeDispose, reactive, shallowReactive, shallowRef } from 'vue'
import type { ExperimentProgress, LabProgram } from '../../../../shared/contract.ts'
import { sayFault } from '../../../../shared/fault.ts'
import type { Experiment, Interpreter } from '../../../../shared/model/experiment.ts'
import type { Catalogue } from '../../../../shared/model/outcome.ts'
import type { RunId } from '../../../../shared/model/run.ts'
import { type Bridge, ask } from '../../bridge.ts'
import type { Notices } from '../notices.ts'
import type { Run } from '../run/useRun.ts'
import { type LabErrors, type LabFields, emptyLabFields, errorsOfFault, parseOrder } from './labForm.ts'

/** The fields of one experiment; they keep what was typed as long as the window is open. */
export interface LabForm {
  readonly experiment: Experiment
  readonly fields: LabFields
  readonly errors: Ref<LabErrors>
}

export interface Lab {
  /** Null: not read yet. */
  readonly catalogue: Readonly<Ref<Catalogue | null>>
  /** Why it could not be read. */
  readonly failure: Readonly<Ref<string | null>>
  /** Null: not found yet. */
  readonly interpreters: Readonly<Ref<readonly Interpreter[] | null>>
  readonly isLooking: Readonly<Ref<boolean>>
  /** The experiment that is looked at; null: the gallery. */
  readonly form: ComputedRef<LabForm | null>
  /** The experiment that goes on, or was run last, with all its results. */
  readonly progress: Readonly<Ref<ExperimentProgress | null>>
  readonly isGoing: ComputedRef<boolean>
  /** It has been ordered, but has not begun: interpreters are still being asked. */
  readonly isStarting: Readonly<Ref<boolean>>
  /** The run that goes on now. */
  readonly liveRun: ComputedRef<RunId | null>
  /** Resolves when the lab has been read. */
  begin(): Promise<void>
  open(experiment: string | null): void
  /** Asks the machine, once. */
  findInterpreters(): Promise<void>
  /** Null: it could not be read, which has been said. */
  readProgram(experiment: string, variant: string): Promise<LabProgram | null>
  /** Runs what the fields of the open experiment say; what is wrong with them stands beside them. */
  submit(): Promise<void>
  stop(): Promise<void>
}

export function useLab(bridge: Bridge, run: Run, notices: Notices): Lab {
  const catalogue = shallowRef<Catalogue | null>(null)
  const failure = shallowRef<string | null>(null)
  const interpreters = shallowRef<readonly Interpreter[] | null>(null)
  const isLooking = shallowRef(false)
  const opened = shallowRef<string | null>(null)
  const progress = shallowRef<ExperimentProgress | null>(null)
  const isStarting = shallowRef(false)
  const forms = shallowReactive(new Map<string, LabForm>())
  const isGoing = computed(() => progress.value?.phase === 'running' || progress.value?.phase === 'stopping')

  const formOf = (name: string): LabForm | null => {
    const known = forms.get(name)
    if (known) return known
    const experiment = catalogue.value?.experiments.find(each => each.name === name)
    if (!experiment) return null
    const form: LabForm = { experiment, fields: reactive(emptyLabFields(experiment)), errors: shallowRef({}) }
    forms.set(name, form)
    return form
  }
  const form = computed(() => (opened.value === null ? null : formOf(opened.value)))

  const begin = async (): Promise<void> => {
    const reply = await ask(bridge.readLab(null))
    failure.value = reply.ok ? null : sayFault(reply.fault)
    if (!reply.ok) return
    catalogue.value = reply.value.catalogue
    const known = reply.value.progress
    if (known && isNewer(known, progress.value)) progress.value = known
    if (known && opened.value === null && isGoing.value) opened.value = known.order.experiment
  }

  const take = (told: ExperimentProgress): void => {
    const held = progress.value
    const results = held?.execution === told.execution ? held.results : []
    if (results.length < told.firstResult) {
      void begin() // something was missed
      return
    }
    progress.value = { ...told, firstResult: 0, results: [...results.slice(0, told.firstResult), ...told.results] }
  }
  onScopeDispose(bridge.on('experimentMoved', take))

  const findInterpreters = async (): Promise<void> => {
    if (interpreters.value !== null || isLooking.value) return
    isLooking.value = true
    const reply = await ask(bridge.findInterpreters(null))
    isLooking.value = false
    if (reply.ok) interpreters.value = reply.value
    else notices.complain(reply.fault)
  }

  return {
    ...{ catalogue, failure, interpreters, isLooking, form, progress, isGoing, isStarting, begin, findInterpreters },
    liveRun: computed(() => progress.value?.plan.find(({ state }) => state === 'running')?.run ?? null),
    open(experiment) {
      opened.value = experiment
    },
    async readProgram(experiment, variant) {
      const reply = await ask(bridge.readProgram({ experiment, variant }))
      if (reply.ok) return reply.value
      notices.complain(reply.fault)
      return null
    },
    async submit() {
      const meant = form.value
      if (!meant || isStarting.value || isGoing.value) return
      const { experiment, fields, errors } = meant
      const parsed = parseOrder(experiment, fields)
      if (run.isAnyLive()) errors.value = { form: 'A run is still going on. Stop it, or wait for its end: two at a time would measure each other.' }
      else errors.value = parsed.ok ? {} : parsed.errors
      if (!parsed.ok || errors.value.form !== undefined) return
      isStarting.value = true
      const reply = await ask(bridge.runExperiment(parsed.order))
      isStarting.value = false
      if (!reply.ok) errors.value = errorsOfFault(reply.fault, experiment)
      else if (isNewer(reply.value, progress.value)) progress.value = reply.value
    },
    async stop() {
      if (!isGoing.value) return
      const reply = await ask(bridge.stopExperiment(null))
      if (!reply.ok) notices.complain(reply.fault)
    }
  }
}

/** An event may have overtaken the reply: it knows more. */
function isNewer(told: ExperimentProgress, held: ExperimentProgress | null): boolean {
  return held === null || told.execution > held.execution || told.results.length > held.results.length
}
