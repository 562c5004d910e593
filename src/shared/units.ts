// The units of every figure in the program. Scalars are branded so that a mix-up does not compile; columns (typed
// arrays) and SQL columns carry the unit as a suffix instead: tNs, ranNs, rssBytes. Clock ticks and pages never leave
// engine/procfs; percent, MiB and milliseconds exist only in format.ts.

declare const unit: unique symbol

/** Nanoseconds since the run began (its release), or a duration in nanoseconds. A number holds 104 days exactly. */
export type Ns = number & { readonly [unit]: 'ns' }
/** Bytes of memory or I/O. */
export type Bytes = number & { readonly [unit]: 'bytes' }
/** Cores kept busy: 1 = one core for the whole interval. Never a percentage. */
export type CoreRatio = number & { readonly [unit]: 'cores' }
/** Samples per second. */
export type Hz = number & { readonly [unit]: 'hz' }

export const ns = (value: number): Ns => value as Ns
export const bytes = (value: number): Bytes => value as Bytes
export const cores = (value: number): CoreRatio => value as CoreRatio
export const hz = (value: number): Hz => value as Hz

export const NS_PER_SECOND = 1e9
export const NS_PER_MS = 1e6
/** The rates that a sampler accepts. */
export const RATE_LOWEST = hz(1)
export const RATE_HIGHEST = hz(100)
export const RATE_DEFAULT = hz(20)
