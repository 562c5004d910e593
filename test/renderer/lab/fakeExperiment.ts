// Experiments that never were, and what running them would have told.
import type { ExperimentProgress, ExperimentResult, PlannedRun } from '../../../src/shared/contract.ts'
import { deriveAtWork } from '../../../src/shared/derive/experimentStretch.ts'
import { deriveSummary } from '../../../src/shared/derive/summary.ts'
import { deriveUsedCurve } from '../../../src/shared/derive/usedCurve.ts'
import type { Experiment, Interpreter, Variant } from '../../../src/shared/model/experiment.ts'
import { runId } from '../../../src/shared/model/run.ts'
import { drawRun } from '../../unit/drawRun.ts'

export const python: Interpreter = {
  ...{ language: 'python', path: '/usr/bin/python3', version: '3.11.2', implementation: 'CPython', foundBy: 'PATH' },
  ...{ isFreeThreaded: false, isGilOn: true, hasSubinterpreters: false, modules: [] }
}
export const newPython: Interpreter = { ...python, path: '/opt/python3.14t', version: '3.14.0', isFreeThreaded: true, isGilOn: false, foundBy: 'uv', modules: ['greenlet'] }

function variantOf(name: string, parts: Partial<Variant> = {}): Variant {
  const requires = { version: '3.8', modules: [], platforms: null }
  return { name, title: `By ${name}`, about: `Works by ${name}.`, language: 'python', program: `${name}.py`, arguments: ['--kind', 'compute'], requires, isBaseline: false, role: null, ...parts }
}

export const threads: Experiment = {
  ...{ name: 'threads', group: 'cores', title: 'Threads?', question: 'Why is one core busy?', lookFor: 'The curve stays at one.', shows: 'They share a lock.', safeWay: null },
  links: [{ title: 'threading', url: 'https://docs.python.org/3/library/threading.html' }],
  parameters: [{ name: 'workers', title: 'Workers', unit: '', lowest: 1, highest: 64, value: 4 }],
  variants: [
    variantOf('sequential', { isBaseline: true }),
    variantOf('threads'),
    variantOf('greenlets', { requires: { version: '3.8', modules: [{ name: 'greenlet', install: 'pip install greenlet' }], platforms: null } })
  ]
}

export const lock: Experiment = {
  ...threads,
  ...{ name: 'lock', group: 'hazards', title: 'A held lock', question: 'Why does it hang?', safeWay: 'Use spawn.', parameters: [] },
  variants: [variantOf('fork', { role: 'hazard' }), variantOf('spawn', { role: 'safe' })]
}

export const catalogue = { experiments: [threads, lock], damaged: [{ name: 'torn', reason: 'question: must be text.' }] }

/** A run of 100 ms that used one core for `cpuMs` of them and waited for it otherwise. Ten looks: fewer are too few for a mean. */
export function resultOf(variant: string, { cpuMs = 100, round = 0, code = 0, findings = null, experiment = threads }: { cpuMs?: number; round?: number; code?: number; findings?: ExperimentResult['run']['findings']; experiment?: Experiment } = {}): ExperimentResult {
  const looks = Array.from({ length: 11 }, (_, look) => look)
  const row = (valueOf: (look: number) => number): string => looks.map(valueOf).join(' ')
  const text = `ms ${row(look => look * 10)}\nmain ${row(look => (look * cpuMs) / 10)}\nmain:waited ${row(look => (look * (100 - cpuMs)) / 10)}\nmain:pss ${row(() => 12)}\nmain:threads ${row(() => 5)}`
  const history = drawRun(text, { totalMs: cpuMs })
  if (history.end) history.end = { ...history.end, exit: { code, signal: null } }
  return {
    curve: deriveUsedCurve(history),
    run: {
      ...{ experiment: experiment.name, variant, round, run: runId(`${variant}-${round}`), parameters: { workers: 4 }, interpreter: python, marks: [] },
      ...{ summary: deriveSummary(history), atWork: deriveAtWork(history, []), workerUssBytes: [], stuck: [], findings }
    }
  }
}

/** `states`: 'sequential ended, threads running, …'; the run of a variant that began is called as it, with its round. */
export function progressOf(states: string, parts: Partial<ExperimentProgress> = {}): ExperimentProgress {
  const plan = states.split(', ').map((each): PlannedRun => {
    const [variant = '', state = '', round = '0'] = each.split(' ')
    const reason = state === 'not-run' ? { because: 'module' as const, text: 'It needs the module greenlet.', install: 'pip install greenlet' } : null
    return { variant, round: Number(round), state: state as PlannedRun['state'], run: state === 'waiting' || reason ? null : runId(`${variant}-${round}`), reason }
  })
  const variants = [...new Set(plan.map(({ variant }) => variant))]
  return {
    ...{ execution: 1, order: { experiment: 'threads', variants, parameters: { workers: 4 }, python: null, node: null, repeats: 1 } },
    ...{ phase: 'running', fault: null, plan, firstResult: 0, results: [] },
    ...parts
  }
}
