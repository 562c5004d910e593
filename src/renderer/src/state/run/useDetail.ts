// The stretch on the screen from the recording, where it asks for more than the page holds of a long run: asked for when the
// hand has come to rest, one question at a time, and kept for as long as it serves.
import { type ComputedRef, type Ref, computed, onScopeDispose, shallowRef, watch } from 'vue'
import { type TimeRange, knownUntilNs } from '../../../../shared/derive/bins.ts'
import type { RunHistory } from '../../../../shared/derive/history.ts'
import { spliceStretch } from '../../../../shared/derive/splice.ts'
import type { RunExtremes } from '../../../../shared/model/detail.ts'
import type { RunId } from '../../../../shared/model/run.ts'
import { ns } from '../../../../shared/units.ts'
import { type Bridge, ask } from '../../bridge.ts'
import type { Notices } from '../notices.ts'
import { isOver } from './runPhase.ts'
import { holds, serves, type Wish, wishFor } from './sharper.ts'
import type { HeldRun, Run } from './useRun.ts'
import type { TimeView } from './useTimeView.ts'

/** A stretch of the shown run, sharp, in a history that is right everywhere else, too. */
export interface SharpStretch extends TimeRange {
  readonly history: RunHistory
}

export interface Detail {
  /** Holds all of the view; null: what is held must do, or does. */
  readonly sharp: ComputedRef<SharpStretch | null>
  /** Of the whole tree, per pixel of a stretch that holds the view; null: not known, or the view is so sharp that means hide nothing. */
  readonly extremes: ComputedRef<(TimeRange & RunExtremes) | null>
  readonly isReading: Readonly<Ref<boolean>>
  /** The sharpest that is known of a moment of a run that is over; null: no run. */
  historyAt(atNs: number): RunHistory | null
}

interface Answer extends Wish {
  readonly of: HeldRun
  readonly edition: number
  readonly history: RunHistory | null
  readonly extremes: RunExtremes | null
  /** Null: no rows came. */
  readonly stepNs: number | null
}

/** A hand that zooms stops for as long between two movements. */
const REST_MS = 120
/** Side bar and names of the tracks, beside the pictures. */
const BESIDE_PX = 264

export function useDetail({ bridge, notices, run, time }: { bridge: Bridge; notices: Notices; run: Run; time: TimeView }): Detail {
  const answer = shallowRef<Answer | null>(null)
  const isReading = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0
  let complainedOf: RunId | null = null
  const pixelsOf = (): number => Math.max(200, Math.round(window.innerWidth - BESIDE_PX))

  const current = computed(() => {
    run.pulse.dependOnFigures()
    const [known, held] = [answer.value, run.shown.value]
    return held && known?.of === held && known.edition === held.edition ? known : null
  })
  const isHeldBy = (stretch: TimeRange): boolean => holds(stretch, time.range.value, time.lengthNs.value)

  const read = async (held: HeldRun, wish: Wish): Promise<void> => {
    const mine = ++asked
    const { edition } = held
    const { run: id } = held.history.header
    isReading.value = true
    const reply = await ask(bridge.readDetail({ run: id, fromNs: ns(wish.fromNs), toNs: ns(wish.toNs), pixels: wish.pixels }))
    if (mine !== asked) return
    isReading.value = false
    if (held !== run.shown.value || held.edition !== edition) return
    if (!reply.ok && complainedOf !== id) {
      complainedOf = id
      notices.complain(reply.fault)
    }
    const { batch = null, extremes = null } = (reply.ok ? reply.value : null) ?? {}
    const history = batch && spliceStretch(held.history, { ...wish, batch })
    answer.value = { ...wish, of: held, edition, history, extremes, stepNs: batch?.past?.thinned.stepNs ?? null }
  }
  const plan = (): void => {
    clearTimeout(timer)
    const held = run.shown.value
    if (!held || held.history.tickNs.length === 0) return
    const [view, pixels] = [time.range.value, pixelsOf()]
    const known = { pixels, knownNs: knownUntilNs(held.history) }
    if (current.value && serves(current.value, view, known)) return
    const wish = wishFor(held.history, view, pixels)
    if (wish) timer = setTimeout(() => void read(held, wish), REST_MS)
  }
  watch([time.range, run.shown], plan, { immediate: true })
  // A run that is followed into its eleventh minute becomes thinner behind the hand.
  watch(run.pulse.figures, () => {
    if (!time.isFollowing.value) plan()
  })
  onScopeDispose(() => clearTimeout(timer))

  return {
    isReading,
    sharp: computed(() => {
      const known = current.value
      return known?.history && isHeldBy(known) ? { fromNs: known.fromNs, toNs: known.toNs, history: known.history } : null
    }),
    extremes: computed(() => {
      const known = current.value
      return known?.extremes && isHeldBy(known) ? { fromNs: known.fromNs, toNs: known.toNs, ...known.extremes } : null
    }),
    historyAt(atNs) {
      const held = run.shown.value?.history ?? null
      const known = current.value
      return known?.history && isOver(run.phase.value) && atNs > known.fromNs && atNs <= known.toNs ? known.history : held
    }
  }
}
