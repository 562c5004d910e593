// The stretch of time on the screen and the cursor in it: follows a live run, stands still when touched or paused.
import { type ComputedRef, type Ref, computed, ref, shallowRef, watch } from 'vue'
import type { TimeRange } from '../../../../shared/derive/bins.ts'
import { isAboutProcesses } from '../../../../shared/derive/eventWords.ts'
import { isLive, isOver } from './runPhase.ts'
import { followRange, keepInside, moveRange, rangeOf, revealTime, spanOf, wholeRange, zoomRange } from './timeView.ts'
import type { Run } from './useRun.ts'

export interface TimeView {
  readonly range: Readonly<Ref<TimeRange>>
  readonly cursorNs: Readonly<Ref<number | null>>
  readonly isFollowing: Readonly<Ref<boolean>>
  /** Where the screen stopped; null: it goes on. */
  readonly pausedAtNs: Readonly<Ref<number | null>>
  /** The moment of a run that is over at which it is looked at: where it was played to, clicked or stepped; null: its end. */
  readonly headNs: Readonly<Ref<number | null>>
  /** How long the run was, or has been so far. */
  readonly lengthNs: ComputedRef<number>
  /** The moment that the figures speak of: the cursor, else the play head, else the pause, else now. */
  readonly readAtNs: ComputedRef<number>
  /** The newest moment on the screen: the pause, else now. */
  readonly shownNowNs: ComputedRef<number>
  /** Shows a range that the user chose: following stops. */
  show(range: TimeRange): void
  point(atNs: number | null): void
  /** Puts the cursor (of a run that is over: the play head) at a time and brings it onto the screen. */
  revealAt(atNs: number): void
  /** Puts the play head of a run that is over at a time, within the run, and keeps it on the screen. Null: lets it go. */
  place(atNs: number | null): void
  follow(): void
  togglePause(): void
  /** Factor < 1 zooms in, about the cursor, the right edge of a followed run, or the middle. */
  zoom(factor: number): void
  /** By a share of the width, negative to the left. */
  move(share: number): void
  showAll(): void
  /** To the next (1) or former (−1) event of a process. */
  stepEvent(direction: 1 | -1): void
}

export function useTimeView(run: Run): TimeView {
  const range = shallowRef<TimeRange>(followRange(0, null))
  const cursorNs = ref<number | null>(null)
  const headNs = ref<number | null>(null)
  const isFollowing = ref(true)
  const pausedAtNs = ref<number | null>(null)
  const spanNs = ref<number | null>(null)

  const shownNowNs = (): number => pausedAtNs.value ?? run.nowNs()
  const shownNow = computed(() => {
    run.pulse.dependOnFigures()
    return shownNowNs()
  })
  const lengthNs = computed(() => {
    run.pulse.dependOnFigures()
    return run.nowNs()
  })
  const readAtNs = computed(() => cursorNs.value ?? headNs.value ?? shownNow.value)
  const advance = (): void => {
    if (isFollowing.value && pausedAtNs.value === null) range.value = followRange(run.nowNs(), spanNs.value)
  }
  const show = (next: TimeRange): void => {
    isFollowing.value = false
    range.value = keepInside(next, Math.max(shownNowNs(), range.value.toNs)) // a young run's axis reaches beyond now
  }
  const showAll = (): void => {
    isFollowing.value = isLive(run.phase.value)
    spanNs.value = null
    if (isFollowing.value) advance()
    else range.value = wholeRange(shownNowNs())
  }
  const point = (atNs: number | null): void => {
    cursorNs.value = atNs
  }
  const place = (atNs: number | null): void => {
    if (atNs === null || !isOver(run.phase.value)) {
      headNs.value = null
      return
    }
    pausedAtNs.value = null
    headNs.value = Math.min(Math.max(0, atNs), run.nowNs())
    const { fromNs, toNs } = range.value
    // Turned like a page: what comes next is to be seen, and the charts need not be drawn at every step.
    if (headNs.value > toNs) show(rangeOf(headNs.value, headNs.value + toNs - fromNs))
    if (headNs.value < fromNs) show(rangeOf(headNs.value - toNs + fromNs, headNs.value))
  }
  const revealAt = (atNs: number): void => {
    show(revealTime(range.value, atNs, shownNowNs()))
    if (isOver(run.phase.value)) place(atNs)
    else point(atNs)
  }
  const follow = (): void => {
    isFollowing.value = true
    pausedAtNs.value = null
    point(null)
    advance()
  }
  const zoom = (factor: number): void => {
    const nowNs = shownNowNs()
    const { fromNs, toNs } = range.value
    if (isFollowing.value && cursorNs.value === null) {
      spanNs.value = spanOf(zoomRange(rangeOf(Math.max(0, nowNs - spanOf(range.value)), Math.max(nowNs, spanOf(range.value))), { factor, anchorNs: nowNs, nowNs }))
      range.value = followRange(nowNs, spanNs.value)
      return
    }
    const atNs = cursorNs.value ?? headNs.value
    const isAtShown = atNs !== null && atNs >= fromNs && atNs <= toNs
    show(zoomRange(range.value, { factor, anchorNs: isAtShown ? atNs : (fromNs + toNs) / 2, nowNs }))
  }

  watch(run.pulse.revision, advance, { flush: 'sync' })
  watch(run.shown, () => {
    pausedAtNs.value = null
    spanNs.value = null
    headNs.value = null
    if (isOver(run.phase.value)) {
      point(null)
      showAll()
    } else follow()
  }, { flush: 'sync' })
  // An ended run stands still. If it was followed up to its end, all of it is shown.
  watch(() => isOver(run.phase.value), hasEnded => {
    if (hasEnded && isFollowing.value && pausedAtNs.value === null) range.value = wholeRange(run.nowNs())
    if (hasEnded) isFollowing.value = false
  }, { flush: 'sync' })

  return {
    ...{ range, cursorNs, headNs, isFollowing, pausedAtNs, readAtNs, lengthNs, shownNowNs: shownNow, show, point, revealAt, place, zoom, showAll },
    follow: () => (isLive(run.phase.value) ? follow() : showAll()),
    togglePause() {
      if (!isLive(run.phase.value)) return
      pausedAtNs.value = pausedAtNs.value === null ? run.nowNs() : null
      advance()
    },
    move: share => show(moveRange(range.value, share, shownNowNs())),
    stepEvent(direction) {
      const times = run.shown.value?.history.events.filter(isAboutProcesses).map(({ tNs }) => tNs) ?? []
      const next = findNext(times, headNs.value ?? cursorNs.value ?? (direction > 0 ? -1 : Infinity), direction)
      if (next !== null) revealAt(next)
    }
  }
}

/** Times need not be in order: a birth is told with the kernel's time, later than it happened. */
function findNext(times: readonly number[], from: number, direction: 1 | -1): number | null {
  const candidates = times.filter(time => (direction > 0 ? time > from : time < from))
  if (candidates.length === 0) return null
  return candidates.reduce((best, time) => (direction > 0 ? Math.min(best, time) : Math.max(best, time)))
}
