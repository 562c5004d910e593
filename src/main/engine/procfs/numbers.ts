// Decimal numbers straight from bytes: a string per look would cost more than the look.

const ZERO = 48
const NINE = 57
const MINUS = 45

/**
 * Writes the numbers of `bytes[start…end)` into `into`, from index `first`, and returns how many were found.
 * Anything between numbers separates them; a minus directly before a digit belongs to it.
 */
export function parseNumbers(bytes: Uint8Array, span: { start: number; end: number }, into: Float64Array, first = 0): number {
  let at = span.start
  let found = first
  while (at < span.end && found < into.length) {
    let digit = bytes[at]!
    if (digit < ZERO || digit > NINE) {
      at++
      continue
    }
    const negative = at > span.start && bytes[at - 1] === MINUS
    let value = 0
    while (digit >= ZERO && digit <= NINE) {
      value = value * 10 + (digit - ZERO)
      digit = ++at < span.end ? bytes[at]! : 0
    }
    into[found++] = negative ? -value : value
  }
  return found - first
}
