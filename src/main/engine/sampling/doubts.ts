// Doubts about the measurement, counted by kind and told at most once a second each.
import type { Warning, WarningCode } from '../../../shared/model/run.ts'
import { ns, NS_PER_SECOND } from '../../../shared/units.ts'

interface Doubt {
  count: number
  toldNs: number
  text: string
}

export class Doubts {
  readonly #doubts = new Map<WarningCode, Doubt>()

  /** Notes a doubt; `text` gets the count so far. Appends to `told` when it is time to say it (again). */
  note(code: WarningCode, seen: { nowNs: number; count?: number; text: (count: number) => string; told: Warning[] }): void {
    const { nowNs, told } = seen
    const doubt = this.#doubts.get(code) ?? { count: 0, toldNs: -Infinity, text: '' }
    this.#doubts.set(code, doubt)
    doubt.count += seen.count ?? 1
    doubt.text = seen.text(doubt.count)
    if (nowNs - doubt.toldNs < NS_PER_SECOND) return
    doubt.toldNs = nowNs
    told.push({ code, tNs: ns(nowNs), text: doubt.text, count: doubt.count })
  }

  /** The last word of every kind, for the end of a run. */
  all(nowNs: number): Warning[] {
    return [...this.#doubts].map(([code, { count, text }]) => ({ code, tNs: ns(nowNs), text, count }))
  }
}
