// What a query may ask: ten tables with units in the names of their columns. Each column is explained here and nowhere else;
// docs/recording-format.md is checked against it.

export interface ViewColumn {
  readonly name: string
  readonly type: 'INTEGER' | 'REAL' | 'TEXT'
  /** Unit and source, in a few words. */
  readonly about: string
}

export interface View {
  readonly name: ViewName
  readonly about: string
  readonly columns: readonly ViewColumn[]
}

export type ViewName = 'run' | 'process' | 'thread' | 'process_sample' | 'thread_sample' | 'core_sample' | 'event' | 'marker' | 'output' | 'warning'

type Described = readonly [name: string, type: ViewColumn['type'], about: string]
const view = (name: ViewName, about: string, columns: readonly Described[]): View => ({ name, about, columns: columns.map(([column, type, said]) => ({ name: column, type, about: said })) })

const ofRun: Described = ['run', 'INTEGER', 'number of the run within the file, from 1']
const ofProcess: Described = ['process', 'INTEGER', 'process within the run, 0 = the root, in order of discovery; never a PID, since PIDs are used again']
const timeOf = (what: string): Described => ['t_ns', 'INTEGER', `${what}; ns since the run began`]

const counters: readonly Described[] = [
  ['from_ns', 'INTEGER', 'between the row before and here it is known not to have run; NULL in rows of memory alone'],
  ['cpu_ns', 'INTEGER', 'ns on a core since it was born, cumulative; /proc/PID/task/TID/schedstat, field 1'],
  ['waited_ns', 'INTEGER', 'ns runnable but waiting for a core, cumulative; schedstat, field 2; NULL where the kernel does not tell'],
  ['cores_used', 'REAL', 'cores used from from_ns to t_ns: the rise of cpu_ns over the time; 1 = one core kept busy'],
  ['waiting', 'REAL', 'threads waiting for a core from from_ns to t_ns, on average; a wait is booked when it ends, so short intervals may exceed 1']
]

export const views: readonly View[] = [
  view('run', 'One row per run of the file.', [
    ofRun,
    ['id', 'TEXT', 'name of the run in the program that recorded it'],
    ['started_unix_ms', 'INTEGER', 'wall-clock time of t_ns = 0; ms since 1970, UTC'],
    ['command', 'TEXT', 'program and arguments, a JSON list'],
    ['experiment', 'TEXT', 'experiment of the lab it belongs to, or NULL; likewise variant and round (from 0)'],
    ['variant', 'TEXT', 'see experiment'],
    ['round', 'INTEGER', 'see experiment'],
    ['is_complete', 'INTEGER', '1: it has its end; 0: it was cut off or is still being written'],
    ['wall_ns', 'INTEGER', 'ns from the release until nobody of the tree was left; so far, if it is not complete'],
    ['exit_code', 'INTEGER', 'of the root; NULL: ended by a signal, or not known'],
    ['exit_signal', 'TEXT', 'name of the signal that ended the root'],
    ['cpu_ns', 'INTEGER', 'CPU time of the whole tree, ns; from the source that total_by names'],
    ['user_ns', 'INTEGER', 'of it in user mode, ns'],
    ['system_ns', 'INTEGER', 'of it in the kernel, ns'],
    ['total_by', 'TEXT', 'cgroup (exact), procfs (accounts of wait and the last looks), sampled (attached: samples since then) or portable'],
    ['cores_used_peak', 'REAL', 'greatest mean over 100 ms, or over one tick where ticks are rarer'],
    ['peak_rss_bytes', 'INTEGER', 'greatest RSS of a single process, bytes'],
    ['peak_pss_bytes', 'INTEGER', 'greatest sum of PSS of those who lived at a time, bytes; NULL: never measured'],
    ['process_count', 'INTEGER', 'processes that were found'],
    ['thread_count_peak', 'INTEGER', 'greatest number of threads at a time'],
    ['rate_hz', 'REAL', 'ticks per second that were asked for'],
    ['sampler', 'TEXT', 'procfs or portable'],
    ['header', 'TEXT', 'everything known at the start, JSON: what was asked for, the machine, the conditions'],
    ['ending', 'TEXT', 'everything known at the end, JSON; NULL if it is not complete']
  ]),
  view('process', 'One row per process.', [
    ofRun,
    ofProcess,
    ['pid', 'INTEGER', 'PID; 0: lost with a damaged part of the file'],
    ['start_ticks', 'INTEGER', '/proc/PID/stat field 22; with the PID it identifies the process; 0 where the system does not tell'],
    ['parent', 'INTEGER', 'process that made it, NULL for the root'],
    ['parent_pid', 'INTEGER', 'PID of its parent at its birth'],
    ['adopted_by_pid', 'INTEGER', 'PID of the parent it was given when its own ended; NULL: it kept its first'],
    ['name', 'TEXT', 'short name (comm), the last one it had'],
    ['command', 'TEXT', 'command line, a JSON list, the last one it had'],
    ['making', 'TEXT', 'root, forked (and never exec’d) or execd; NULL: not known'],
    ['born_ns', 'INTEGER', 'start by the kernel, ns since the run began, to a clock tick'],
    ['seen_ns', 'INTEGER', 'first look at it, ns'],
    ['born_exactness', 'TEXT', 'exact, sampled, averaged or estimated'],
    ['ended_ns', 'INTEGER', 'end, ns; the look that found it gone unless end_exactness is exact; NULL: it lived at the end'],
    ['end_exactness', 'TEXT', 'as born_exactness'],
    ['exit_code', 'INTEGER', 'NULL: ended by a signal, or nobody could say'],
    ['exit_signal', 'TEXT', 'name of the signal that ended it'],
    ['cpu_ns', 'INTEGER', 'CPU time of it, ns, as sampled'],
    ['peak_rss_bytes', 'INTEGER', 'greatest RSS that was seen, bytes'],
    ['thread_count_peak', 'INTEGER', 'most threads that were seen']
  ]),
  view('thread', 'One row per thread.', [
    ofRun,
    ['thread', 'INTEGER', 'thread within the run, in order of discovery'],
    ofProcess,
    ['tid', 'INTEGER', 'thread ID of the kernel'],
    ['name', 'TEXT', 'its short name when it was found'],
    ['born_ns', 'INTEGER', 'the look that found it, ns'],
    ['ended_ns', 'INTEGER', 'the look that found it gone, ns'],
    ['cpu_ns', 'INTEGER', 'CPU time of it, ns, as sampled']
  ]),
  view('process_sample', 'One row per process and time at which something was measured of it. A look that found nothing new makes no row.', [
    ofRun,
    ofProcess,
    timeOf('when it was looked at'),
    ...counters,
    ['rss_bytes', 'INTEGER', 'resident memory, bytes; /proc/PID/stat field 24. Never add it up over processes: shared pages count in each'],
    ['threads', 'INTEGER', 'number of threads; stat field 20'],
    ['user_ns', 'INTEGER', 'CPU time in user mode, cumulative, ns in clock ticks; stat field 14'],
    ['system_ns', 'INTEGER', 'CPU time in the kernel, cumulative, ns in clock ticks; stat field 15'],
    ['reaped_ns', 'INTEGER', 'CPU time of children that it waited for, cumulative, ns; stat fields 16 + 17'],
    ['minor_faults', 'INTEGER', 'page faults without I/O, cumulative; stat field 10'],
    ['major_faults', 'INTEGER', 'page faults with I/O, cumulative; stat field 12'],
    ['voluntary_switches', 'INTEGER', 'context switches by waiting, cumulative, over its threads; /proc/PID/task/TID/status; looked at rarely'],
    ['involuntary_switches', 'INTEGER', 'context switches by losing the core, likewise'],
    ['read_bytes', 'INTEGER', 'bytes read from storage, cumulative; /proc/PID/io; looked at rarely'],
    ['written_bytes', 'INTEGER', 'bytes written to storage, cumulative; likewise'],
    ['state', 'TEXT', 'state letter of /proc: R runs, S sleeps, D waits for a disk, Z zombie …'],
    ['pss_bytes', 'INTEGER', 'proportional share of memory, bytes; /proc/PID/smaps_rollup; may be added up over processes'],
    ['uss_bytes', 'INTEGER', 'private memory, bytes: what would be freed if it ended'],
    ['shared_bytes', 'INTEGER', 'memory shared with others, bytes, whole'],
    ['swap_bytes', 'INTEGER', 'memory swapped out, bytes']
  ]),
  view('thread_sample', 'One row per thread and look that found something new.', [
    ofRun,
    ['thread', 'INTEGER', 'thread within the run'],
    ofProcess,
    timeOf('when it was looked at'),
    ...counters,
    ['core', 'INTEGER', 'core it was last seen on; NULL: not looked at'],
    ['state', 'TEXT', 'state letter of /proc; NULL: not looked at']
  ]),
  view('core_sample', 'One row per core of the machine and reading of its clock.', [
    ofRun,
    ['core', 'INTEGER', 'number of the core, as the kernel counts'],
    timeOf('when it was read'),
    ['from_ns', 'INTEGER', 'the reading before; NULL at the first'],
    ['busy_ns', 'INTEGER', 'ns busy since boot, cumulative, whole machine; /proc/stat user + nice + system + irq + softirq, in clock ticks'],
    ['busy', 'REAL', 'share of the core busy from from_ns to t_ns, 0 … 1; jitters by a clock tick']
  ]),
  view('event', 'Everything that happened, in order.', [
    ofRun,
    ['event', 'INTEGER', 'number within the file, in order'],
    timeOf('when it happened, or was found'),
    ['kind', 'TEXT', 'born, renamed (exec), ended, reparented, thread-born, thread-ended, stuck or marker'],
    ['process', 'INTEGER', 'process it is about, or NULL'],
    ['thread', 'INTEGER', 'thread it is about, or NULL'],
    ['detail', 'TEXT', 'all of it, JSON']
  ]),
  view('marker', 'What the program itself said over a channel made for it.', [
    ofRun,
    timeOf('when it was said'),
    ['pid', 'INTEGER', 'who said it; NULL: not known'],
    ['name', 'TEXT', 'the marker'],
    ['value', 'TEXT', 'what was said with it, or NULL']
  ]),
  view('output', 'What the program wrote: the beginning and the newest part.', [
    ofRun,
    timeOf('when it was read'),
    ['stream', 'TEXT', 'stdout or stderr'],
    ['text', 'TEXT', 'UTF-8; a broken sequence shows as U+FFFD'],
    ['dropped_bytes', 'INTEGER', 'bytes left out before this piece']
  ]),
  view('warning', 'Doubts about the measurement, the latest of each kind.', [
    ofRun,
    timeOf('when it was noticed'),
    ['code', 'TEXT', 'kind of doubt'],
    ['text', 'TEXT', 'what happened, and what it means for the figures'],
    ['count', 'INTEGER', 'how many times so far']
  ])
]
