// Plays a run that is over: the play head moves through its time, and everything that reads a moment follows it.
import { type ComputedRef, type Ref, computed, onScopeDispose, ref, watch } from 'vue'
import { lastAtOrBefore } from '../../../../shared/derive/columns.ts'
import { advanceHead, nextSpeed, speedsFor } from './playing.ts'
import { isOver } from './runPhase.ts'
import type { Detail } from './useDetail.ts'
import type { TimeView } from './useTimeView.ts'
import type { Run } from './useRun.ts'

export interface Playback {
  /** Whether there is something to play: the run is over. */
  readonly isPlayable: ComputedRef<boolean>
  readonly isPlaying: Readonly<Ref<boolean>>
  /** Times real time. */
  readonly speed: Readonly<Ref<number>>
  readonly speeds: ComputedRef<readonly number[]>
  /** Goes on from the play head; from the start of what is shown if that is at the end, or nowhere. */
  toggle(): void
  setSpeed(speed: number): void
  /** To the next speed up (1) or down (−1). */
  changeSpeed(direction: 1 | -1): void
  /** To the next tick of the sampler (1), or the one before (−1), as finely as they are known there. */
  stepTick(direction: 1 | -1): void
}

/** Eight a second: figures that change more often cannot be read, and each step is painted. */
const STEP_MS = 125
const CALM_STEP_MS = 500

export function usePlayback({ run, time, detail }: { run: Run; time: TimeView; detail: Detail }): Playback {
  const isPlaying = ref(false)
  const speed = ref(1)
  const isPlayable = computed(() => isOver(run.phase.value) && time.lengthNs.value > 0)
  const speeds = computed(() => speedsFor(time.lengthNs.value))
  const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)')
  let timer: ReturnType<typeof setTimeout> | undefined
  let frame = 0
  let steppedAtMs = 0

  // A frame for each step and none between, which would be painted for nothing; a hidden window has none, and stands still.
  const plan = (): void => {
    timer = setTimeout(() => (frame = requestAnimationFrame(step)), isCalm.matches ? CALM_STEP_MS : STEP_MS)
  }
  const step = (nowMs: number): void => {
    plan()
    const passedMs = nowMs - steppedAtMs
    steppedAtMs = nowMs
    const endNs = time.lengthNs.value
    const headNs = advanceHead(time.headNs.value ?? endNs, { passedMs, speed: speed.value, endNs })
    time.place(headNs)
    if (headNs >= endNs) stop()
  }
  const stop = (): void => {
    clearTimeout(timer)
    cancelAnimationFrame(frame)
    isPlaying.value = false
  }
  const play = (): void => {
    const { headNs, lengthNs, range } = time
    if (headNs.value === null || headNs.value >= lengthNs.value) time.place(Math.min(Math.max(0, range.value.fromNs), lengthNs.value))
    isPlaying.value = true
    steppedAtMs = performance.now()
    plan()
  }

  watch(isPlayable, can => {
    if (!can) stop()
  }, { flush: 'sync' })
  watch(run.shown, () => {
    stop()
    speed.value = 1
  }, { flush: 'sync' })
  // Whoever lets the moment go does not want to be taken to the next one.
  watch(time.headNs, headNs => {
    if (headNs === null) stop()
  }, { flush: 'sync' })
  onScopeDispose(stop)

  return {
    ...{ isPlayable, isPlaying, speed, speeds },
    toggle() {
      if (isPlaying.value) stop()
      else if (isPlayable.value) play()
    },
    setSpeed: next => (speed.value = next),
    stepTick(direction) {
      const atNs = time.headNs.value ?? time.lengthNs.value
      const { tickNs } = detail.historyAt(atNs) ?? {}
      if (!tickNs) return
      const before = lastAtOrBefore(tickNs, atNs)
      const row = direction > 0 ? before + 1 : tickNs.at(before) < atNs ? before : before - 1
      if (row < 0) time.place(0)
      else if (row < tickNs.length) time.place(tickNs.at(row))
    },
    changeSpeed: direction => (speed.value = nextSpeed(speed.value, direction, time.lengthNs.value))
  }
}
