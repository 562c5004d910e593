// What --help prints: the reference of the command line.
import type { HelpTopic } from './options.ts'

export const sayHelp = (topic: HelpTopic): string => pages[topic]

const pages: Readonly<Record<HelpTopic, string>> = {
  forkscope: `forkscope: see what your processes and threads really do to your cores.

Usage
  forkscope record [options] -- COMMAND ARG…   run a program, follow its whole tree, print the figures
  forkscope demo [--out DIR]                   four threads, then four processes: charts and figures
  forkscope experiments                        the experiments of the lab, by the questions they answer
  forkscope run EXPERIMENT [options]           one of them: its variants one after another, then side by side
  forkscope doctor                             interpreters, modules, kernel facilities: what is here, what is missing
  forkscope help [COMMAND]                     this text, or that of a command
  forkscope --version

The window is opened by “npm start”. This is the same engine without it.

Try
  forkscope record -- python3 script.py
  forkscope record --json - -- make -j4 | tail -n 1
  forkscope record --help
`,
  record: `forkscope record: run a program, follow every process and thread it makes, print the figures.

Usage
  forkscope record [options] [--] COMMAND ARG…

  The program runs as it would without Forkscope: its standard streams are the ones Forkscope was given, untouched; its
  environment is yours. It is held before its first instruction until the sampler is ready. It lives in a session of its
  own. The figures come at the end, on standard error.

Options
  --rate HZ         samples per second, 1 to 100 (20)
  --cwd DIR         working folder of the program
  --env NAME=VALUE  set in the program's environment; may be given again
  --json FILE       write the summary as JSON; “-” is standard output: one line, behind the program's own output
  --sampler WHICH   procfs (Linux), portable (any system, knows less), or auto
  --every-tick      look at every process at every tick, also at idle ones (costs more)
  --shell           COMMAND is one word, a command line for /bin/sh
  --fork            COMMAND is a Node module, started by child_process.fork with your own node
  -q, --quiet       no figures on standard error
  -h, --help        this text

Signals
  SIGINT (Ctrl-C), SIGTERM, SIGHUP and SIGQUIT are passed on to the program and all it started. A second signal asks
  them to end (SIGTERM, three seconds, SIGKILL); a third kills them. If the program ends and others of its tree go on,
  Forkscope follows them until they have left. If Forkscope is killed, they are killed.

Exit code
  The program's own; 128 + N if signal N ended it. If the program was not started: 127 not found, 126 not executable,
  2 wrong usage, 1 any other reason. 1 also if the program ended well but the summary could not be written.

JSON
  wallNs, cpuNs, userNs, systemNs, coresUsedMean, coresUsedPeak, peakRssBytes, peakPssBytes, processCount,
  threadCountPeak, unsampledCpuNs, totalBy, exit {code, signal}, processes [{pid, startNs, endNs, parentPid, command,
  cpuNs, peakRssBytes, threadCountPeak, exit}], warnings [{code, tNs, text, count}], and how it was measured. Times are
  nanoseconds since the program was released. What was not measured is null. docs/measuring.md explains each.

Examples
  forkscope record -- python3 -m pytest -q
  forkscope record --rate 100 --json run.json -- ./server --port 8080
  forkscope record --shell -- 'sort big.txt | uniq -c | sort -rn | head'
  forkscope record --json - -q -- make -j4 | tail -n 1 | jq .coresUsedMean
`,
  demo: `forkscope demo: the same work by four threads, then by four processes; needs no window and about ten seconds.

Usage
  forkscope demo [--out DIR]

  Runs the programs of lab/starters with Python, or with Node where there is no Python. Prints the cores used as charts
  of text with their figures, says in words what was seen, and writes the charts as SVG and PNG.

Options
  --out DIR   folder for the pictures (forkscope-demo); made if it is not there
  -h, --help  this text
`,
  experiments: `forkscope experiments: the experiments of the lab, by the questions that they answer.

Usage
  forkscope experiments [--json]

Options
  --json      their whole descriptions, as one line of JSON {experiments, damaged}
  -h, --help  this text
`,
  run: `forkscope run: an experiment of the lab, its variants one after another, then side by side with what was seen.

Usage
  forkscope run EXPERIMENT [options]

  Every variant does the same work. Each is launched and measured as any program; the table comes on standard output, what
  is going on on standard error. A variant that needs a module or a version that is not there is reported as not run, with
  the line that installs it; nothing is installed. Figures of several rounds are medians.

Options
  --variant NAME    only this one; may be given again (all)
  --NAME N          a parameter of the experiment: --workers 8, --work 1000 (see forkscope experiments)
  --repeats N       so many rounds of all variants (1)
  --python PATH     the Python to use, a path or a name on your PATH (the one that can run most of the variants)
  --node PATH       the Node to use
  --json FILE       write the outcome as JSON; “-” is standard output, and the table then comes on standard error
  -h, --help        this text

Columns
  cores, demand     while the workers were at work: cores used, and cores used + threads that waited for one
  speed-up          wall time of the baseline over that of this variant
  eff.              efficiency: speed-up over the cores that the workers could have used
  procs, threads    processes in all; threads at a time, at most
  PSS, USS each     memory of all at the peak; what a worker had for itself alone
  start-up          launch to the first worker's first work

Exit code
  0; 1 if nothing was run or a program failed; 2 wrong usage; 128 + N if signal N stopped it (what was run until then is
  reported).

JSON
  experiment, title, parameters, repeats, endedBy, variants [{variant, notRun {because, text, install}, figures, findings,
  sentences [{text, evidence [{name, value, unit}]}], runs [{round, interpreter, summary, marks [{tNs, pid, tid, mark,
  worker, value}], atWork, workerUssBytes, stuck, findings}]}]. summary is what “forkscope record --json” writes. Times are
  nanoseconds since the program was released.

Examples
  forkscope run do-threads-use-my-cores --workers 4
  forkscope run start-methods --python python3.12 --repeats 5 --json - | jq '.variants[].figures.wallNs.median'
`,
  doctor: `forkscope doctor: which interpreters and kernel facilities are here, what is missing, and what it would add.

Usage
  forkscope doctor [--json]

  Asks each Python and each Node that it finds (PATH, pyenv, conda, virtual environments, uv, nvm, fnm, volta and others)
  what it is and which modules it has; answers are kept until something changes. Nothing is installed or changed.

Options
  --json      as one line of JSON {interpreters, wanted, facilities}
  -h, --help  this text
`
}
