// The runs of this window since the program started, whether they are on the screen or not. Those of the lab have their own
// place there, those of recordings theirs in the library.
import { type ComputedRef, type Ref, computed, onScopeDispose, shallowRef } from 'vue'
import type { SessionRun } from '../../../../shared/contract.ts'
import type { RunEnd, RunHeader } from '../../../../shared/model/run.ts'
import type { Bridge } from '../../bridge.ts'
import { isOfLab } from '../lab/marks.ts'

export interface Session {
  /** Those that go on first, the newest of each first. */
  readonly runs: ComputedRef<readonly SessionRun[]>
  /** How many of them go on. */
  readonly going: ComputedRef<number>
  readonly isOpen: Ref<boolean>
  /** What main knew at the start, oldest first. */
  begin(runs: readonly SessionRun[]): void
}

export function useSession(bridge: Bridge): Session {
  /** Oldest first. */
  const known = shallowRef<readonly SessionRun[]>([])
  const add = (header: RunHeader): void => {
    if (!isOfLab(header.spec) && !known.value.some(({ header: { run } }) => run === header.run)) known.value = [...known.value, { header, end: null }]
  }
  const end = (told: RunEnd): void => {
    known.value = known.value.map(each => (each.header.run === told.run ? { ...each, end: told } : each))
  }
  const listening = [bridge.on('runStarted', add), bridge.on('runEnded', end)]
  onScopeDispose(() => listening.forEach(stopListening => stopListening()))

  const going = computed(() => known.value.filter(each => each.end === null))
  return {
    runs: computed(() => [...going.value.toReversed(), ...known.value.filter(each => each.end !== null).toReversed()]),
    going: computed(() => going.value.length),
    isOpen: shallowRef(false),
    begin(runs) {
      known.value = runs.filter(({ header }) => !isOfLab(header.spec))
    }
  }
}
