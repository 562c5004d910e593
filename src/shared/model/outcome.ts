// What running an experiment of the lab gave: each variant, each time it was run, and why others were not. Plain data,
// cloneable. What the figures mean together is derived from it (shared/derive/experiment*.ts).
import type { Ns } from '../units.ts'
import type { Experiment, Interpreter, Mark, Variant } from './experiment.ts'
import type { ProcessId, RunId, RunSummary } from './run.ts'

/** What to run: some variants of one experiment, one after another, round by round. */
export interface ExperimentOrder {
  readonly experiment: string
  /** Names of variants, in the order wanted; empty: all. */
  readonly variants: readonly string[]
  /** By name of the parameter; those that are missing take the experiment's own value. */
  readonly parameters: Readonly<Record<string, number>>
  /** Path of the interpreter for each language; null: the one found that can run most of the variants. */
  readonly python: string | null
  readonly node: string | null
  /** Each variant is run so often, in rounds, so that a slow minute of the machine does not hit one of them alone. */
  readonly repeats: number
}

/** A mark in its run's own time. */
export interface RunMark extends Omit<Mark, 't'> {
  readonly tNs: Ns
}

/** The stretch of a run in which its workers were at work, by their own marks, and what went on in it. */
export interface AtWork {
  readonly fromNs: Ns
  readonly toNs: Ns
  /**
   * `all workers`: from the last one's first work to the first one's end. `any worker`: from the first one's first work to
   * the last one's end (they worked all at once never, or too shortly to be measured). `whole run`: it made no marks.
   */
  readonly of: 'all workers' | 'any worker' | 'whole run'
  /** Mean over the stretch; null if it was too short for looks enough. */
  readonly coresUsed: number | null
  /** Mean of cores used + threads that waited for one; null where the kernel does not tell. */
  readonly demand: number | null
  /** Cores that the rest of the machine used meanwhile, this program not counted. */
  readonly othersCores: number | null
}

/** A process that waits for a lock that nobody can release: seen from outside, see engine/hazards/stuck.ts. */
export interface StuckProcess {
  readonly process: ProcessId
  readonly pid: number
  /** When it was recognised. */
  readonly tNs: Ns
}

/** One variant, run once. */
export interface VariantRun {
  readonly experiment: string
  readonly variant: string
  /** Counted from 0. */
  readonly round: number
  readonly run: RunId
  readonly parameters: Readonly<Record<string, number>>
  readonly interpreter: Interpreter
  readonly summary: RunSummary
  readonly marks: readonly RunMark[]
  readonly atWork: AtWork
  /** Of each process other than the root that made a mark: the greatest USS that was measured; null: never measured. */
  readonly workerUssBytes: readonly { readonly pid: number; readonly ussBytes: number | null }[]
  readonly stuck: readonly StuckProcess[]
  /** The program's last line of output if it is a JSON object: its own findings. */
  readonly findings: Readonly<Record<string, unknown>> | null
}

/** Why a variant was not run. */
export interface NotRun {
  readonly because: 'no-interpreter' | 'version' | 'module' | 'platform' | 'not-started'
  /** A sentence for people. */
  readonly text: string
  /** The line that installs what is missing; nothing is installed by itself. */
  readonly install: string | null
}

export interface VariantOutcome {
  readonly variant: string
  readonly runs: readonly VariantRun[]
  /** Why it has no runs, or fewer than asked for; null: it was run as asked, or the user stopped it. */
  readonly notRun: NotRun | null
}

export interface ExperimentOutcome {
  readonly experiment: Experiment
  /** Complete: with the value of every parameter. */
  readonly parameters: Readonly<Record<string, number>>
  readonly repeats: number
  /** In the order asked for. */
  readonly variants: readonly VariantOutcome[]
  /** `asked`: the user stopped it; what was run until then is kept. */
  readonly endedBy: 'itself' | 'asked'
}

/** What a window hears while an experiment is run. The runs themselves are followed as any run. */
export type LabProgress =
  | { readonly kind: 'not-run'; readonly variant: string; readonly reason: NotRun }
  | { readonly kind: 'started'; readonly variant: string; readonly round: number; readonly run: RunId }
  | { readonly kind: 'ended'; readonly result: VariantRun }
  | { readonly kind: 'finished'; readonly outcome: ExperimentOutcome }

/** What the lab's folder holds. */
export interface Catalogue {
  readonly experiments: readonly Experiment[]
  /** Left out: a sentence that says what is wrong with its description. */
  readonly damaged: readonly { readonly name: string; readonly reason: string }[]
}

export type Language = Variant['language']
