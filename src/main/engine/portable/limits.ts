// What the portable sampler cannot know, said once per run, and how often it may look without becoming a load itself.

/** Each look may run programs of the system (ps, PowerShell); on Linux pidusage reads /proc and costs about 20 µs a process. */
export const PORTABLE_RATE_HIGHEST = 5
/** systeminformation's list of processes costs tens of milliseconds. */
export const LIST_EVERY_NS = 1e9

export const PORTABLE_LIMITS =
  'Measured by the portable sampler: no run-queue wait, no threads and no core of a thread, no PSS and USS, no I/O, faults or ' +
  'switches; CPU time in the steps of the system (10 ms to 1 s). New processes are looked for once a second: CPU time of ' +
  'those that lived shorter is missing from the total.'

export const LISTING_FAILED = 'The list of processes could not be read: processes born since the last good list are missing.'

export const GROUP_GOES_ON =
  'Somebody of this run may still be alive whom the portable sampler could not tell from others: born shortly before its ' +
  'parent ended. Its CPU time is missing, and it will not be ended with the run.'

export const missedTicks = (count: number): string =>
  `${count === 1 ? '1 look was' : `${String(count)} looks were`} left out because the system took longer than the interval. CPU time is not lost, only blurred over longer intervals.`
