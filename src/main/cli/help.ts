// What --help prints: the reference of the command line.
import type { HelpTopic } from './options.ts'

export const sayHelp = (topic: HelpTopic): string => pages[topic]

const pages: Readonly<Record<HelpTopic, string>> = {
  forkscope: `forkscope: see what your processes and threads really do to your cores.

Usage
  forkscope record [options] -- COMMAND ARG…   run a program, follow its whole tree, print the figures
  forkscope demo [--out DIR]                   four threads, then four processes: charts and figures
  forkscope help [record|demo]                 this text, or that of a command
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
`
}
