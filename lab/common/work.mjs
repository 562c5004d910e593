// What the Node programs of the lab share: the same work as work.py, marks, arguments, and how findings are printed.
//
// A unit of computing is 2 000 000 turns, about 2.6 ms on one core: 100 units of work.py. From 1 it ends at 357615489 in
// either language. Ten units of waiting wait for one timer of 26 ms: about as long.
import { appendFileSync, readlinkSync } from 'node:fs'
import { parseArgs } from 'node:util'

export const TURNS = 2_000_000
export const ANSWER_MS = 26
export const UNITS_PER_ANSWER = 10

/** One unit of computing. Each turn needs the one before it, so nothing can be skipped. */
export function unit(x = 1) {
  for (let turn = 0; turn < TURNS; turn++) x = (Math.imul(x, 1103515245) + 12345) & 0x7fffffff
  return x
}

/** So many units of computing without a pause; tells where the chain ended. */
export function compute(units, worker = null) {
  mark('first work', worker)
  let x = 1
  for (let done = 0; done < units; done++) x = unit(x)
  mark('work done', worker, x)
  return x
}

/** How many answers are waited for in so many units. */
export function answers(units) {
  return Math.max(1, Math.floor(units / UNITS_PER_ANSWER))
}

/**
 * Tells that something happens now, if anybody listens: one line at the end of the file named by FORKSCOPE_MARKS. The
 * file is opened for each mark and written to by a single write, so marks of many processes never mix.
 */
export function mark(name, worker = null, value = null) {
  const path = process.env.FORKSCOPE_MARKS
  if (!path) return
  const t = process.hrtime.bigint() // printed as digits: JSON.stringify refuses a BigInt
  const rest = JSON.stringify({ pid: process.pid, tid: threadId(), mark: name, worker, value })
  appendFileSync(path, `{"t":${t},${rest.slice(1)}\n`)
}

/** The kernel's number of this thread, which Node does not tell; null where there is no /proc. */
function threadId() {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').at(-1))
  } catch {
    return null
  }
}

/** Reads --NAME VALUE from the command line, for each name of `defaults`; a default that is a number makes a number. */
export function readArguments(defaults) {
  const options = Object.fromEntries(Object.keys(defaults).map(name => [name, { type: 'string' }]))
  const { values } = parseArgs({ options })
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => {
      const given = values[name] ?? value
      return [name, typeof value === 'number' ? Number(given) : given]
    })
  )
}

/** Prints what the program found out: one JSON object, as the last line. */
export function printFindings(found) {
  console.log(JSON.stringify(found))
}

/** Seconds since a moment of performance.now(), to the millisecond. */
export function secondsSince(began) {
  return Math.round(performance.now() - began) / 1000
}
