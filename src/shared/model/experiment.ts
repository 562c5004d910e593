// What an experiment of the lab is: a question, with variants that answer it by the same work. Read from
// lab/NAME/experiment.json (lab/experiment.schema.json describes it, engine/lab/checking.ts checks it).

/** Under which question of the gallery an experiment stands. */
export type ExperimentGroup = 'cores' | 'start-methods' | 'copies' | 'hazards' | 'one-process'

export interface Experiment {
  /** Name of its folder: letters, digits and hyphens. */
  readonly name: string
  readonly group: ExperimentGroup
  readonly title: string
  /** As a user would ask it. */
  readonly question: string
  /** What to watch while it runs: which chart, which figure. */
  readonly lookFor: string
  /** What it shows, once one has seen it. */
  readonly shows: string
  /** Hazards only: how to do it safely; names the variant that does. */
  readonly safeWay: string | null
  readonly links: readonly { readonly title: string; readonly url: string }[]
  readonly parameters: readonly Parameter[]
  readonly variants: readonly Variant[]
}

/** A whole number that is given to every variant's program as --NAME VALUE. */
export interface Parameter {
  /** E.g. 'workers', 'work', 'memory', 'seconds'. */
  readonly name: string
  readonly title: string
  /** E.g. 'MiB', 's', 'units'; '' for plain counts. */
  readonly unit: string
  readonly lowest: number
  readonly highest: number
  readonly value: number
}

export interface Variant {
  readonly name: string
  readonly title: string
  /** One sentence: how this variant does the work. */
  readonly about: string
  readonly language: 'python' | 'node'
  /** Program file in the experiment's folder; readable by hand: `python3 lab/NAME/PROGRAM --workers 4`. */
  readonly program: string
  /** Arguments before the parameters, e.g. ['--method', 'spawn']. */
  readonly arguments: readonly string[]
  readonly requires: Requirement
  /** What the others are compared with (sequential). At most one per experiment. */
  readonly isBaseline: boolean
  /** Hazards: `hazard` shows the symptom, `safe` is free of it. */
  readonly role: 'hazard' | 'safe' | null
}

export interface Requirement {
  /** Least version of the interpreter, e.g. '3.12'. */
  readonly version: string
  /** Modules that must be importable, with the line that installs each. */
  readonly modules: readonly { readonly name: string; readonly install: string }[]
  readonly platforms: readonly string[] | null
}

/** Said by a program of the lab on its side channel; see lab/README.md. */
export interface Mark {
  /** ns of CLOCK_MONOTONIC. */
  readonly t: number
  readonly pid: number
  readonly tid: number | null
  /** 'worker started', 'first work', 'work done', 'forked' or the program's own. */
  readonly mark: string
  readonly worker: number | null
  readonly value: string | number | null
}

/** An interpreter that was found, as it says of itself. */
export interface Interpreter {
  readonly language: 'python' | 'node'
  /** As found: a symbolic link stays one, since virtual environments are told by it. */
  readonly path: string
  readonly version: string
  /** 'CPython', 'PyPy', 'Node.js', … */
  readonly implementation: string
  /** Where it was found: 'PATH', 'pyenv', 'conda', 'virtual environment', 'uv', 'distribution', 'Homebrew', 'nvm', … */
  readonly foundBy: string
  /** Built without a GIL; null: not a Python. */
  readonly isFreeThreaded: boolean | null
  /** The GIL is on now; null: the interpreter cannot say (before 3.13 it always is: true). */
  readonly isGilOn: boolean | null
  /** Sub-interpreters with a GIL of their own can be made from its programs (CPython 3.12 and newer). */
  readonly hasSubinterpreters: boolean
  /** Optional modules of the lab that it can import. */
  readonly modules: readonly string[]
}
