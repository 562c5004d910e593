// The only place where percent, MiB and milliseconds exist: figures as words for people. Not measured is '–'.

export const ABSENT = '–'

/** 0.123 → '123 ms', 12.34 → '12.3 s', 83 → '1:23', 3700 → '1:01:40'. */
export function formatDuration(ns: number | null): string {
  if (ns === null || Number.isNaN(ns)) return ABSENT
  if (ns === 0) return '0 s'
  const seconds = ns / 1e9
  if (seconds < 0.0005) return `${(ns / 1e3).toFixed(0)} µs`
  if (seconds < 1) return `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms`
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`
  return formatClock(ns)
}

/** Position on a time axis: '0:07', '1:02:03'. */
export function formatClock(ns: number): string {
  const whole = Math.floor(ns / 1e9)
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const shown = parts[0] ? parts : parts.slice(1)
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}

/** Label of a tick on a time axis: '250 ms', '1.5 s', '0:45', '1:02:00'; as many digits as the step between ticks needs. */
export function formatTimeTick(ns: number, stepNs: number): string {
  if (stepNs < 1e6 && Math.abs(ns) < 1e6) return `${(ns / 1e3).toFixed(0)} µs`
  if (stepNs < 1e8 && Math.abs(ns) < 1e9) return `${(ns / 1e6).toFixed(decimals(stepNs / 1e6))} ms`
  if (stepNs < 30e9 && Math.abs(ns) < 60e9) return `${(ns / 1e9).toFixed(decimals(stepNs / 1e9))} s`
  const fraction = decimals(stepNs / 1e9)
  return fraction === 0 ? formatClock(ns) : `${formatClock(ns)}${((ns / 1e9) % 1).toFixed(fraction).slice(1)}`
}

/** Digits after the point that tell multiples of `step` apart. */
const decimals = (step: number): number => (step >= 1 ? 0 : Math.ceil(-Math.log10(step) - 1e-9))

/** '38.2 MiB'; binary units, three digits. */
export function formatBytes(count: number | null): string {
  if (count === null || Number.isNaN(count)) return ABSENT
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let value = count
  let step = 0
  while (value >= 1024 && step < units.length - 1) {
    value /= 1024
    step++
  }
  return `${step === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[step] ?? ''}`
}

/** '1.02' cores. */
export function formatCores(ratio: number | null): string {
  return ratio === null || Number.isNaN(ratio) ? ABSENT : ratio.toFixed(2)
}

/** '102 %' of one core, or '51 %' of a machine with 2. */
export function formatPercent(ratio: number | null, coreCount = 1): string {
  return ratio === null || Number.isNaN(ratio) ? ABSENT : `${((ratio / coreCount) * 100).toFixed(0)} %`
}

/** A small share, with a digit more where it would else be a bare 0 or 1: '0.6 %', '12 %'. */
export function formatShare(ratio: number | null): string {
  if (ratio === null || Number.isNaN(ratio)) return ABSENT
  const percent = ratio * 100
  return `${percent.toFixed(percent < 9.95 ? 1 : 0)} %`
}

/** '1,234'. */
export function formatCount(count: number | null): string {
  return count === null || Number.isNaN(count) ? ABSENT : count.toLocaleString('en-US')
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** The reader's own day as seen from `nowUnixMs`: 'Today', 'Yesterday', 'Thursday 12 November', in another year 'Friday 1 March 2024'. */
export function formatDay(unixMs: number, nowUnixMs: number): string {
  const [day, now] = [new Date(unixMs), new Date(nowUnixMs)]
  const isSame = (other: Date): boolean => day.toDateString() === other.toDateString()
  if (isSame(now)) return 'Today'
  if (isSame(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return 'Yesterday'
  const words = `${weekdays[day.getDay()] ?? ''} ${String(day.getDate())} ${months[day.getMonth()] ?? ''}`
  return day.getFullYear() === now.getFullYear() ? words : `${words} ${String(day.getFullYear())}`
}

/** In the reader's own time: '14:03'. */
export function formatTimeOfDay(unixMs: number): string {
  const when = new Date(unixMs)
  return [when.getHours(), when.getMinutes()].map(part => String(part).padStart(2, '0')).join(':')
}

/** In the reader's own time, the same width for all: '2026-11-12 14:03'. */
export function formatDate(unixMs: number): string {
  const when = new Date(unixMs)
  const day = [when.getFullYear(), when.getMonth() + 1, when.getDate()].map(part => String(part).padStart(2, '0')).join('-')
  return `${day} ${formatTimeOfDay(unixMs)}`
}

/** A command line as one would type it; newlines and control characters shown, never obeyed. */
export function formatCommand(argv: readonly string[]): string {
  return argv.map(quoteArgument).join(' ')
}

function quoteArgument(argument: string): string {
  const plain = showControls(argument)
  return plain !== '' && /^[\w@%+=:,./^~-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`
}

/** Control and bidirectional characters made visible, so that a name can neither break a line nor turn a text around. */
export function showControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are exactly the characters to be shown
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, character => {
    if (character === '\n') return '⏎'
    if (character === '\t') return '⇥'
    return `\\x${character.codePointAt(0)?.toString(16).padStart(2, '0') ?? ''}`
  })
}
