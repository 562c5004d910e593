// What a blocked thread says of itself in /proc/PID/syscall: the call's number, its six arguments, stack pointer and
// program counter, or "running". Sources: proc_pid_syscall(5), futex(2), the system call tables of Linux.

/** futex(2), by Node's name of the architecture. */
const FUTEX: Readonly<Record<string, number>> = { x64: 202, arm64: 98 }

const FUTEX_PRIVATE_FLAG = 128
const FUTEX_CMD_MASK = 127 // without PRIVATE; CLOCK_REALTIME (256) is above
const FUTEX_WAIT = 0
const FUTEX_LOCK_PI = 6
const FUTEX_WAIT_BITSET = 9
const FUTEX_LOCK_PI2 = 13
const waiting = new Set([FUTEX_WAIT, FUTEX_LOCK_PI, FUTEX_WAIT_BITSET, FUTEX_LOCK_PI2])

/**
 * The address of the lock that this thread waits for without a time limit, and that only threads of its own process can
 * release; null: it does not wait so, or the architecture's numbers are not known.
 */
export function parseEndlessWait(syscall: string, architecture: string): string | null {
  const [call, address, operation, , timeout] = syscall.trimEnd().split(' ')
  if (FUTEX[architecture] === undefined || Number(call) !== FUTEX[architecture] || address === undefined) return null
  const op = Number(operation)
  const isEndless = waiting.has(op & FUTEX_CMD_MASK) && (op & FUTEX_PRIVATE_FLAG) !== 0 && Number(timeout) === 0
  return isEndless ? address : null
}
