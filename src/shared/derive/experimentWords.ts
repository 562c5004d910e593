// What was seen of each variant, in words: each sentence says only what its figures carry, names them, and says where they
// are not known. What an experiment is meant to show stands in its description, not here.
import { formatBytes, formatCount, formatDuration } from '../format.ts'
import type { ExperimentOutcome, VariantOutcome } from '../model/outcome.ts'
import { type CoreView, type Evidence, sayCores, sayOthers, saySpeed, type Sentence } from './experimentCoreWords.ts'
import { deriveFigures, findVariant, isAboutSpeed, type VariantFigures } from './experimentFigures.ts'
import { deriveFindings, deriveSymptom, type Finding } from './experimentFindings.ts'

export interface VariantWords {
  readonly variant: string
  readonly sentences: readonly Sentence[]
}

/** In the order of the outcome. */
export function sayOutcome(outcome: ExperimentOutcome): VariantWords[] {
  const figures = deriveFigures(outcome)
  const baselineName = outcome.experiment.variants.find(({ isBaseline }) => isBaseline)?.name
  const baseline = figures.find(({ variant }) => variant === baselineName) ?? null
  const isStuckSomewhere = figures.some(({ stuckCount }) => stuckCount > 0)
  return outcome.variants.map((each, index) => ({ variant: each.variant, sentences: sayVariant(outcome, each, { figures: figures[index], baseline, isStuckSomewhere }) }))
}

interface Compared {
  readonly figures: VariantFigures | undefined
  readonly baseline: VariantFigures | null
  /** Any variant had a process that waited for ever. */
  readonly isStuckSomewhere: boolean
}

function sayVariant({ experiment, parameters }: ExperimentOutcome, { variant: name, runs, notRun }: VariantOutcome, { figures, baseline, isStuckSomewhere }: Compared): Sentence[] {
  const reasons = notRun ? [plain(notRun.text + (notRun.install === null ? '' : ` To install it: ${notRun.install}`))] : []
  const variant = findVariant(experiment, name)
  const run = runs[0]
  if (!figures || !variant || !run) return reasons.length > 0 ? reasons : [plain('It was not run: the experiment was stopped before.')]
  const { machine } = run.summary
  const view: CoreView = { figures, variant, interpreter: run.interpreter, stretch: run.atWork.of, workers: parameters.workers ?? null, allowed: machine.affinity?.length ?? machine.coreCount }
  // Where nobody told when the work was done, cores and times are those of starting, waiting and ending: not worth a word, unless they are the question.
  const isWork = isAboutSpeed(experiment) || view.stretch !== 'whole run'
  const said = [
    ...[sayExits(runs), saySymptom(runs), sayStuck(runs, variant.role === 'safe' && isStuckSomewhere)],
    ...(isWork ? [sayCores(view), saySpeed(view, isAboutSpeed(experiment) ? baseline : null), sayStartUp(figures)] : []),
    ...[sayMemory(figures, experiment.group === 'copies' ? baseline : null), sayFindings(runs, Object.keys(parameters))],
    ...(isWork || experiment.group === 'copies' ? [sayOthers(view, baseline)] : [])
  ]
  return [...reasons, ...said.filter(sentence => sentence !== null)]
}

const plain = (text: string): Sentence => ({ text, evidence: [] })

type Runs = VariantOutcome['runs']

function sayExits(runs: Runs): Sentence | null {
  const odd = runs.filter(({ summary: { exit } }) => exit.code !== 0)
  const first = odd[0]?.summary.exit
  if (!first) return null
  const how = first.signal === null ? (first.code === null ? 'nobody could say how it ended' : `it ended with code ${first.code}`) : `it was ended by ${first.signal}`
  const which = runs.length === 1 ? '' : ` in ${odd.length} of ${runs.length} runs`
  return { text: `It failed${which}: ${how}. Its figures are those of a program that did not finish its work.`, evidence: [{ name: 'runs that failed', value: odd.length, unit: 'count' }] }
}

/** What the program itself found of the hazard. */
function saySymptom(runs: Runs): Sentence | null {
  const symptom = deriveSymptom(runs)
  if (!symptom) return null
  const often = symptom.looked === 1 ? '' : ` in ${symptom.found} of ${symptom.looked} runs`
  const verdict = symptom.found > 0 ? `The hazard happened${often}` : 'The hazard did not happen'
  return {
    text: symptom.seen.length === 0 ? `${verdict}.` : `${verdict}: ${symptom.seen.join(' ').replace(/\.?$/, '.')}`,
    evidence: [{ name: 'runs with the symptom', value: symptom.found, unit: 'count' }]
  }
}

/** What was seen of it from outside. `isWorthDenying`: it happened to others, and was not to happen here. */
function sayStuck(runs: Runs, isWorthDenying: boolean): Sentence | null {
  const pids = runs.flatMap(({ stuck }) => stuck.map(({ pid }) => pid))
  const evidence: Evidence[] = [{ name: 'stuck processes', value: pids.length, unit: 'count' }]
  if (pids.length > 0) {
    const who = pids.length === 1 ? `process ${pids.join()} was` : `processes ${pids.slice(0, 8).join(', ')}${pids.length > 8 ? ', …' : ''} were`
    return { text: `Seen from outside: ${who} forked, and waited for a lock for ever, with no other thread that could release it.`, evidence }
  }
  return isWorthDenying ? { text: 'Seen from outside: no process waited for a lock for ever.', evidence } : null
}

function sayStartUp({ startUpNs }: VariantFigures): Sentence | null {
  if (!startUpNs) return null
  return { text: `First work began ${formatDuration(startUpNs.median)} after the launch.`, evidence: [{ name: 'start-up', value: startUpNs.median, unit: 'ns' }] }
}

/** `baseline`: whose memory it is compared with. */
function sayMemory({ variant, peakPssBytes, workerUssBytes, processCount, threadCountPeak }: VariantFigures, baseline: VariantFigures | null): Sentence | null {
  if (!processCount) return null
  const evidence: Evidence[] = [{ name: 'processes', value: processCount.median, unit: 'count' }]
  if (threadCountPeak) evidence.push({ name: 'threads at a time', value: threadCountPeak.median, unit: 'count' })
  const people = `${countOf(processCount.median, 'process', 'processes')} seen` + (threadCountPeak ? `, at most ${countOf(threadCountPeak.median, 'thread', 'threads')} at a time` : '')
  if (!peakPssBytes) return { text: `${people}. Its memory was not measured.`, evidence }
  evidence.push({ name: 'peak PSS', value: peakPssBytes.median, unit: 'bytes' })
  if (workerUssBytes) evidence.push({ name: 'USS of a worker', value: workerUssBytes.median, unit: 'bytes' })
  const before = baseline && baseline.variant !== variant ? baseline.workerUssBytes : null
  if (baseline && before) evidence.push({ name: `USS of a worker of ${baseline.variant}`, value: before.median, unit: 'bytes' })
  const against = baseline && before ? `, against ${formatBytes(before.median)} in ${baseline.variant}` : ''
  const own = workerUssBytes ? `; a worker was measured with up to ${formatBytes(workerUssBytes.median)} for itself alone (USS)${against}` : ''
  return { text: `${people}; ${formatBytes(peakPssBytes.median)} PSS at the peak${own}.`, evidence }
}

const countOf = (count: number, one: string, many: string): string => `${formatCount(count)} ${count === 1 ? one : many}`

/** What else the program measured of itself; how long it took, and what it was given, is said already. */
function sayFindings(runs: Runs, given: readonly string[]): Sentence | null {
  const found = deriveFindings(runs).filter(({ name }) => name !== 'seconds' && !given.includes(name))
  if (found.length === 0) return null
  return { text: `It measured itself: ${found.map(finding => `${finding.name} ${sayFinding(finding)}`).join(', ')}.`, evidence: found.map(({ name, value, unit }) => ({ name, value: value.median, unit })) }
}

const sayFinding = ({ value: { median }, unit }: Finding): string => (unit === 'ns' ? formatDuration(median) : unit === 'bytes' ? formatBytes(median) : formatCount(median))
