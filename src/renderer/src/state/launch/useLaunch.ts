// The launch form while it is filled in: fields, what is wrong with them, recent commands.
import { type ComputedRef, type Ref, computed, reactive, ref, shallowRef } from 'vue'
import type { RunSpec } from '../../../../shared/model/run.ts'
import { type Bridge, ask } from '../../bridge.ts'
import type { Notices } from '../notices.ts'
import type { Run } from '../run/useRun.ts'
import { type CommandAdvice, type FieldErrors, type LaunchFields, adviseCommand, emptyFields, errorsOfFault, fieldsOf, parseForm } from './launchForm.ts'

export interface Launch {
  readonly fields: LaunchFields
  readonly errors: Readonly<Ref<FieldErrors>>
  readonly advice: ComputedRef<CommandAdvice>
  readonly recents: Readonly<Ref<readonly RunSpec[]>>
  readonly isStarting: ComputedRef<boolean>
  /** Why no run may begin just now, in words; null: one may. */
  sayObstacle(): string | null
  /** Resolves true when the program runs. */
  submit(): Promise<boolean>
  /** Puts a spec into the fields and runs it. */
  start(spec: RunSpec): Promise<boolean>
  /** Where the command in the fields comes from, as long as it has not been run; null: typed, or chosen in this view. */
  readonly origin: Readonly<Ref<CommandOrigin | null>>
  /** Puts a spec into the fields to be looked at and changed. */
  fill(spec: RunSpec, origin?: CommandOrigin): void
  chooseFolder(): Promise<void>
  forgetRecents(): Promise<void>
  /** What main knew at the start. */
  begin(start: { readonly homeFolder: string; readonly platform: string; readonly recents: readonly RunSpec[] }): void
}

/** `recording`: whoever made the file wrote it. */
export type CommandOrigin = 'run' | 'recording'

const MOST_RECENTS = 12

/** `isLabGoing`: an experiment is in progress, also between two of its runs. */
export function useLaunch(bridge: Bridge, run: Run, notices: Notices, isLabGoing: Readonly<Ref<boolean>>): Launch {
  const fields = reactive<LaunchFields>(emptyFields(''))
  const errors = shallowRef<FieldErrors>({})
  const recents = shallowRef<readonly RunSpec[]>([])
  const platform = ref('linux')
  const isStarting = computed(() => run.phase.value.kind === 'starting')

  const origin = ref<CommandOrigin | null>(null)
  const fill = (spec: RunSpec, from: CommandOrigin | null = null): void => {
    origin.value = from
    Object.assign(fields, fieldsOf(spec, { platform: platform.value }))
    errors.value = {}
  }
  const sayObstacle = (): string | null => {
    return isLabGoing.value ? 'An experiment of the lab is still going on. Stop it, or wait for its end: two at a time would measure each other.' : null
  }
  const start = async (spec: RunSpec): Promise<boolean> => {
    if (isStarting.value) return false
    const obstacle = sayObstacle()
    if (obstacle !== null) {
      errors.value = { form: obstacle }
      return false
    }
    errors.value = {}
    const fault = await run.launch(spec)
    if (fault) errors.value = errorsOfFault(fault)
    else origin.value = null
    if (!fault) recents.value = [spec, ...recents.value.filter(recent => !isSame(recent, spec))].slice(0, MOST_RECENTS)
    return fault === null
  }

  return {
    ...{ fields, errors, recents, isStarting, origin, fill, sayObstacle },
    advice: computed(() => adviseCommand(fields, { platform: platform.value })),
    async submit() {
      const parsed = parseForm(fields, { platform: platform.value })
      if (parsed.ok) return start(parsed.spec)
      errors.value = parsed.errors
      return false
    },
    start(spec) {
      fill(spec)
      return start(spec)
    },
    async chooseFolder() {
      const reply = await ask(bridge.chooseFolder(fields.cwd))
      if (!reply.ok) notices.complain(reply.fault)
      else if (reply.value !== null) fields.cwd = reply.value
    },
    async forgetRecents() {
      const reply = await ask(bridge.forgetRecents(null))
      if (reply.ok) recents.value = []
      else notices.complain(reply.fault)
    },
    begin(known) {
      platform.value = known.platform
      recents.value = known.recents
      if (fields.cwd === '') fields.cwd = known.recents[0]?.cwd ?? known.homeFolder
    }
  }
}

const isSame = (left: RunSpec, right: RunSpec): boolean => JSON.stringify(left) === JSON.stringify(right)
