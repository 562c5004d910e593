// The work that fork.mjs and workers.mjs share out.

/** Computes for so many seconds, without a pause; tells how many turns it managed, and where the chain ended. */
export function compute(seconds) {
  const until = performance.now() + seconds * 1000
  let x = 1
  let turns = 0
  while (performance.now() < until) {
    // A chain of multiplications: each needs the one before, so nothing can be skipped.
    for (let turn = 0; turn < 2_000_000; turn++) x = (Math.imul(x, 1103515245) + 12345) & 0x7fffffff
    turns += 2_000_000
  }
  return { turns, end: x }
}
