// What all who live hold together, kept by what changes: adding everybody up at each look would cost more than the look.
import { Held } from './flows.ts'

export class LivingSum {
  readonly held = new Held()
  #sum = 0
  #count = 0

  /** Of one of them, NaN = not measured. Returns what it has from now on. */
  change(before: number, after: number): number {
    if (Number.isNaN(after)) return before
    if (Number.isNaN(before)) this.#count++
    this.#sum += after - (Number.isNaN(before) ? 0 : before)
    return after
  }

  leave(bytes: number): void {
    if (Number.isNaN(bytes)) return
    this.#sum -= bytes
    this.#count--
  }

  /** Not when nobody is left: how little is the last that was known. */
  tell(second: number): void {
    if (this.#count > 0) this.held.put(second, this.#sum)
  }
}
