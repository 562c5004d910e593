// Every command: what it is for, in one line and in full, with examples. --help, the completions and docs/command-line.md
// come from here; what its options are stands in optionTables.ts.
import type { HelpTopic } from './options.ts'
import { attachOptions, type Completion, demoOptions, doctorOptions, experimentsOptions, exportOptions, listOptions, onlyHelp, type OptionTable, queryOptions, recordOptions, runOptions, showOptions } from './optionTables.ts'

export interface CommandPage {
  /** 'run a program, follow its whole tree, print the figures'. */
  readonly about: string
  /** Behind 'forkscope NAME'. */
  readonly usage: string
  /** Paragraphs. */
  readonly text: readonly string[]
  readonly options: OptionTable
  /** What its words are, that are no options. */
  readonly operand: Completion | 'command' | null
  readonly sections: readonly { readonly title: string; readonly text: readonly string[] }[]
  readonly examples: readonly string[]
}

export type CommandName = Exclude<HelpTopic, 'forkscope'>

export const SHELLS = ['bash', 'zsh', 'fish'] as const

const summaryFields =
  'wallNs, cpuNs, userNs, systemNs, coresUsedMean, coresUsedPeak, peakRssBytes, peakPssBytes, processCount, threadCountPeak, unsampledCpuNs, totalBy, exit {code, signal}, processes [{pid, startNs, endNs, parentPid, command, cpuNs, peakRssBytes, threadCountPeak, exit}], warnings [{code, tNs, text, count}], and how it was measured. Times are nanoseconds since the program was released. What was not measured is null. docs/measuring.md explains each.'

/** In the order in which they are listed. */
export const commandTable: Readonly<Record<CommandName, CommandPage>> = {
  record: {
    about: 'run a program, follow every process and thread it makes, print the figures',
    usage: '[options] [--] COMMAND ARG…',
    text: [
      'The program runs as it would without Forkscope: its standard streams are the ones Forkscope was given, untouched; its environment is yours. It is held before its first instruction until the sampler is ready. It lives in a session of its own. The figures come at the end, on standard error.',
      'Nothing is kept unless --out or --keep say so. A recording holds everything that was measured; what the program wrote is not in it, since its streams are not touched. It is written while the run goes on: of a run that is cut off, all but the last second is there.'
    ],
    options: recordOptions,
    operand: 'command',
    sections: [
      {
        title: 'Signals',
        text: [
          'SIGINT (Ctrl-C), SIGTERM, SIGHUP and SIGQUIT are passed on to the program and all it started. A second signal asks them to end (SIGTERM, three seconds, SIGKILL); a third kills them. If the program ends and others of its tree go on, Forkscope follows them until they have left. If Forkscope is killed, they are killed.'
        ]
      },
      {
        title: 'Exit code',
        text: ["The program's own; 128 + N if signal N ended it. If the program was not started: 127 not found, 126 not executable, 2 wrong usage, 1 any other reason. 1 also if the program ended well but the summary or the recording could not be written."]
      },
      { title: 'JSON', text: [summaryFields] }
    ],
    examples: [
      'forkscope record -- python3 -m pytest -q',
      'forkscope record --out tests.fscope -- make test',
      'forkscope record --keep -- make test && forkscope list',
      'forkscope record --rate 100 --json run.json -- ./server --port 8080',
      "forkscope record --shell -- 'sort big.txt | uniq -c | sort -rn | head'",
      'forkscope record --json - -q -- make -j4 | tail -n 1 | jq .coresUsedMean'
    ]
  },
  attach: {
    about: 'follow a program that runs already, and all below it',
    usage: 'PID [options]',
    text: [
      'Takes in the process and everyone below it as they are: every figure counts from that moment on. Nothing is held, moved or signalled; who is followed does not notice. Ends when the last of them has ended, or at Ctrl-C: they live on.',
      'Of a process of another user CPU and RSS are told, as far as the system lets you; PSS and I/O are not.'
    ],
    options: attachOptions,
    operand: 'pid',
    sections: [{ title: 'Exit code', text: ['0, however the program ended; 1 if it cannot be followed, or the recording or the summary could not be written; 2 wrong usage.'] }],
    examples: ['forkscope attach 4711', 'forkscope attach "$(pgrep -o postgres)" --out postgres.fscope', 'forkscope attach 4711 --json - -q | jq .peakPssBytes']
  },
  list: {
    about: 'the recordings of the library: when, what, how long, how it ended, its peaks',
    usage: '[options]',
    text: [
      'Newest first. The library is where the window keeps its runs, and where --keep records to. Every command that takes a RECORDING takes the name that stands in the list.',
      'A run that is “unfinished” was cut off, or is being recorded; its peaks are those until a minute before. What cannot be read is listed as damaged, and why is said on standard error.'
    ],
    options: listOptions,
    operand: null,
    sections: [
      {
        title: 'Columns',
        text: ['ended: the exit code or the signal; “goes on” where attach left it. cores: cores used, the greatest mean over 100 ms. PSS: memory of all at the peak. procs: processes in all.']
      },
      {
        title: 'JSON',
        text: [
          'path, name, note, isPinned, sizeBytes, damage [sentence], run (which of the file, counted from 1; null, and nothing behind it, if the file cannot be read), command, startedAtUnixMs, experiment, variant, round (from 0), wallNs, cpuNs, exit {code, signal}, endedBy, isComplete, coresUsedPeak, peakRssBytes, peakPssBytes, threadCountPeak, processCount. Figures are those of “show --json”.'
        ]
      }
    ],
    examples: ['forkscope list', "forkscope list --json | jq -r 'select(.coresUsedPeak > 3).path'", 'forkscope list --folder methods']
  },
  show: {
    about: 'the figures of a recording, as “record” prints them',
    usage: 'RECORDING [options]',
    text: [
      'RECORDING is a file, or the end of the name of one in the library, as “forkscope list” prints it. Opening never starts anything and changes nothing. What a damaged file still holds is shown, and what is missing is said.'
    ],
    options: showOptions,
    operand: 'recording',
    sections: [{ title: 'JSON', text: [summaryFields] }],
    examples: ['forkscope show tests.fscope', 'forkscope show 8f3a1b2c', 'forkscope show tests.fscope --json | jq .cpuNs']
  },
  query: {
    about: 'ask a recording in SQL',
    usage: 'RECORDING SQL [options]',
    text: [
      'Read-only: one SELECT, at most 100,000 rows, at most a minute. The views are run, process, thread, process_sample, thread_sample, core_sample, event, marker, output and warning; docs/recording-format.md explains every column, with its unit, and has queries to begin with.'
    ],
    options: queryOptions,
    operand: 'recording',
    sections: [],
    examples: ["forkscope query tests.fscope 'SELECT pid, name, cpu_ns FROM process ORDER BY cpu_ns DESC LIMIT 5'", "forkscope query tests.fscope 'SELECT * FROM marker' --csv > marks.csv"]
  },
  export: {
    about: 'a recording as pictures, tables, a report, or a trace for other tools',
    usage: 'RECORDING --format F [options]',
    text: [
      'html is one page with everything, which opens from anywhere and loads nothing. perfetto opens at ui.perfetto.dev, firefox at profiler.firefox.com: both read the file in your browser. csv and parquet have one measurement a row; docs/series.schema.json describes the json.'
    ],
    options: exportOptions,
    operand: 'recording',
    sections: [],
    examples: [
      'forkscope export tests.fscope --format html',
      'forkscope export tests.fscope --format png --chart cores --theme dark -o cores.png',
      'forkscope export tests.fscope --format svg --chart all -o pictures/',
      'forkscope export tests.fscope --format csv --from 2 --to 5.5 -o - | grep rss_bytes',
      'forkscope export tests.fscope --format perfetto -o tests.perfetto-trace'
    ]
  },
  open: {
    about: 'show a recording in the window',
    usage: 'RECORDING',
    text: ['Shows its first run as a live one is shown, with its end known; nothing is started. In a window that is open already if there is one. Needs a display, and the runtime that “npm ci” brings; without a display, forkscope show tells the figures.'],
    options: onlyHelp,
    operand: 'recording',
    sections: [],
    examples: ['forkscope open tests.fscope']
  },
  demo: {
    about: 'four threads, then four processes: charts and figures, in about ten seconds',
    usage: '[--out DIR]',
    text: ['Runs the programs of lab/starters with Python, or with Node where there is no Python. Prints the cores used as charts of text with their figures, says in words what was seen, and writes the charts as SVG and PNG.'],
    options: demoOptions,
    operand: null,
    sections: [],
    examples: ['forkscope demo --out pictures']
  },
  experiments: {
    about: 'the experiments of the lab, by the questions that they answer',
    usage: '[--json]',
    text: [],
    options: experimentsOptions,
    operand: null,
    sections: [],
    examples: ["forkscope experiments --json | jq -r '.experiments[].name'"]
  },
  run: {
    about: 'an experiment of the lab, its variants one after another, then side by side with what was seen',
    usage: 'EXPERIMENT [options] [--PARAMETER N]…',
    text: [
      'Every variant does the same work. Each is launched and measured as any program; the table comes on standard output, what is going on on standard error. A variant that needs a module or a version that is not there is reported as not run, with the line that installs it; nothing is installed. Figures of several rounds are medians.',
      'Every other option is a parameter of the experiment: --workers 8, --work 1000 (see forkscope experiments).',
      'Nothing is kept unless --out or --keep say so: then each run is a recording of its own, which tells its experiment, variant and round, and can be shown, asked and exported as any other.'
    ],
    options: runOptions,
    operand: null,
    sections: [
      {
        title: 'Columns',
        text: [
          'cores, demand: while the workers were at work, cores used, and cores used + threads that waited for one.',
          'speed-up: wall time of the baseline over that of this variant.',
          'eff.: efficiency, speed-up over the cores that the workers could have used.',
          'procs, threads: processes in all; threads at a time, at most.',
          'PSS, USS each: memory of all at the peak; what a worker had for itself alone.',
          "start-up: launch to the first worker's first work."
        ]
      },
      { title: 'Exit code', text: ['0; 1 if nothing was run, a program failed, or a recording could not be written; 2 wrong usage; 128 + N if signal N stopped it (what was run until then is reported).'] },
      {
        title: 'JSON',
        text: [
          'experiment, title, parameters, repeats, endedBy, variants [{variant, notRun {because, text, install}, figures, findings, sentences [{text, evidence [{name, value, unit}]}], runs [{round, interpreter, recording, summary, marks [{tNs, pid, tid, mark, worker, value}], atWork, workerUssBytes, stuck, findings}]}]. recording is the path of its file, null without --out and --keep; summary is what “forkscope record --json” writes. Times are nanoseconds since the program was released.'
        ]
      }
    ],
    examples: ['forkscope run do-threads-use-my-cores --workers 4', 'forkscope run start-methods --repeats 3 --out methods && forkscope list --folder methods', "forkscope run start-methods --python python3.12 --repeats 5 --json - | jq '.variants[].figures.wallNs.median'"]
  },
  doctor: {
    about: 'which interpreters and kernel facilities are here, what is missing, and what it would add',
    usage: '[--json]',
    text: ['Asks each Python and each Node that it finds (PATH, pyenv, conda, virtual environments, uv, nvm, fnm, volta and others) what it is and which modules it has; answers are kept until something changes. Nothing is installed or changed.'],
    options: doctorOptions,
    operand: null,
    sections: [],
    examples: ["forkscope doctor --json | jq '.interpreters[].path'"]
  },
  completion: {
    about: 'the completions of this command line for a shell',
    usage: 'bash|zsh|fish',
    text: ['Written to standard output; your shell reads it from where the examples put it.'],
    options: onlyHelp,
    operand: SHELLS,
    sections: [],
    examples: [
      'forkscope completion bash > ~/.local/share/bash-completion/completions/forkscope',
      'forkscope completion zsh > "${fpath[1]}/_forkscope"',
      'forkscope completion fish > ~/.config/fish/completions/forkscope.fish'
    ]
  }
}

export const commandNames = Object.keys(commandTable) as CommandName[] // its keys are the names
