import { describe, expect, it } from 'vitest'
import { chooseInterpreter, compareVersions, fitVariant } from '../../../src/shared/derive/experimentFit.ts'
import { deriveFigures } from '../../../src/shared/derive/experimentFigures.ts'
import { deriveFindings, deriveSymptom } from '../../../src/shared/derive/experimentFindings.ts'
import { deriveAtWork, findStretch } from '../../../src/shared/derive/experimentStretch.ts'
import { sayOutcome } from '../../../src/shared/derive/experimentWords.ts'
import type { ExperimentOutcome } from '../../../src/shared/model/outcome.ts'
import { drawRun } from '../drawRun.ts'
import { type Drawn, experimentOf, interpreterOf, markAt, MS, outcomeOf, runOf, variantOf } from '../lab/outcomes.ts'

describe('who can run what', () => {
  const greenlet = variantOf('greenlet', { requires: { version: '3.8', modules: [{ name: 'greenlet', install: 'python3 -m pip install greenlet' }], platforms: null } })
  const own = variantOf('own-gil', { requires: { version: '3.12', modules: [], platforms: null } })
  const fit = (variant: typeof own, interpreter: ReturnType<typeof interpreterOf> | null, others: ReturnType<typeof interpreterOf>[] = []) => fitVariant(variant, { interpreter, others, platform: 'linux' })

  it('versions are numbers, not texts, and a pre-release counts as its release', () => {
    expect([compareVersions('3.9', '3.12'), compareVersions('3.12.1', '3.12'), compareVersions('3.14.0a1', '3.14'), compareVersions('3.8', '3.8.0')].map(Math.sign)).toEqual([-1, 1, 0, 0])
  })

  it('an interpreter that is too old is named, with one that would do', () => {
    const reason = fit(own, interpreterOf({ version: '3.11.7' }), [interpreterOf({ version: '3.13.0', path: '/opt/py313' })])
    expect(reason).toMatchObject({ because: 'version', install: null })
    expect(reason?.text).toMatch(/needs Python 3\.12 or newer; \/usr\/bin\/python3 is 3\.11\.7.*3\.13\.0 \(\/opt\/py313\) could run it/)
  })

  it('a missing module comes with the line that installs it into this very interpreter', () => {
    expect(fit(greenlet, interpreterOf({ path: '/opt/py312' }))).toMatchObject({ because: 'module', install: '/opt/py312 -m pip install greenlet' })
    expect(fit(greenlet, interpreterOf({ modules: ['greenlet'] }))).toBeNull()
  })

  it('another system and no interpreter at all are reasons too', () => {
    expect(fit(variantOf('fork', { requires: { version: '3.8', modules: [], platforms: ['darwin'] } }), interpreterOf())?.because).toBe('platform')
    expect(fit(own, null)?.because).toBe('no-interpreter')
  })

  it('the interpreter that can run most is taken for all, of equals the first', () => {
    const old = interpreterOf({ version: '3.9', path: '/old' })
    const rich = interpreterOf({ version: '3.11', path: '/rich', modules: ['greenlet'] })
    const twin = interpreterOf({ version: '3.11', path: '/twin', modules: ['greenlet'] })
    const node = interpreterOf({ language: 'node', path: '/node' })
    const experiment = experimentOf([variantOf('threads'), greenlet, own])
    expect(chooseInterpreter(experiment, 'python', [node, old, rich, twin])?.path).toBe('/rich')
    expect(chooseInterpreter(experiment, 'node', [old])).toBeNull()
  })
})

describe('the stretch in which all were at work', () => {
  it('goes from the last first work to the first end', () => {
    const marks = [markAt(10, 'first work', 0), markAt(300, 'first work', 1), markAt(800, 'work done', 0), markAt(900, 'work done', 1)]
    expect(findStretch(marks, 1e9)).toEqual({ fromNs: 300 * MS, toNs: 800 * MS, of: 'all workers' })
  })

  it('spans all of them where they worked one after another', () => {
    const marks = [markAt(10, 'first work', 0), markAt(400, 'work done', 0), markAt(400, 'first work', 1), markAt(900, 'work done', 1)]
    expect(findStretch(marks, 1e9)).toEqual({ fromNs: 10 * MS, toNs: 900 * MS, of: 'any worker' })
  })

  it('spans all of them where one was done too soon after the last had begun for that to be measured', () => {
    const soon = (doneMs: number) => [markAt(10, 'first work', 0), markAt(90, 'first work', 1), markAt(doneMs, 'work done', 0), markAt(400, 'work done', 1)]
    expect(findStretch(soon(209), 1e9)).toEqual({ fromNs: 10 * MS, toNs: 400 * MS, of: 'any worker' })
    expect(findStretch(soon(211), 1e9)).toEqual({ fromNs: 90 * MS, toNs: 211 * MS, of: 'all workers' })
  })

  it('is the whole run where nothing was marked', () => {
    expect(findStretch([markAt(10, 'worker started')], 1000 * MS)).toEqual({ fromNs: 0, toNs: 1000 * MS, of: 'whole run' })
  })

  it('has its cores, its demand and what others used, each as the mean of the stretch alone', () => {
    const history = drawRun(
      `
      ms           0  200  320  440  560  680  800 1000
      main         0  200  260  320  380  440  500  500
      main:waited  0    0   60  120  180  240  300  300
      core0        0  200  320  440  560  680  800  800
      core1        0    0   36   72  108  144  180  180
      `,
      { cores: 2, totalMs: 500 }
    )
    history.own.push({ tNs: history.tickNs.at(0) as never, samplerNs: 0 as never, programNs: 0 as never }, { tNs: (1000 * MS) as never, samplerNs: 0 as never, programNs: (100 * MS) as never })
    const atWork = deriveAtWork(history, [markAt(200, 'first work'), markAt(800, 'work done')])
    expect(atWork).toMatchObject({ fromNs: 200 * MS, toNs: 800 * MS, of: 'all workers' })
    // 300 of 600 ms ran, 300 waited; the cores were busy for 780 ms, of which 300 were ours and 60 this program's.
    expect([atWork.coresUsed, atWork.demand, atWork.othersCores].map(each => each?.toFixed(2))).toEqual(['0.50', '1.00', '0.70'])
  })

  it('tells no cores of a run that nobody looked at, and no demand where waiting is not told', () => {
    expect(deriveAtWork(drawRun('ms'), [])).toMatchObject({ coresUsed: null, demand: null, othersCores: null })
    const blind = drawRun('ms 0 200 400 600 800 1000\nmain 0 200 400 600 800 1000', { totalMs: 1000 })
    expect(deriveAtWork(blind, [])).toMatchObject({ coresUsed: expect.closeTo(1, 2) as number, demand: null })
    expect(deriveAtWork(blind, [markAt(300, 'first work'), markAt(700, 'work done')])).toMatchObject({ of: 'all workers', coresUsed: null }) // two looks
  })
})

describe('variants side by side', () => {
  const figuresOf = (outcome: ExperimentOutcome, name: string) => deriveFigures(outcome).find(({ variant }) => variant === name)

  it('each figure is the median of its runs, with its spread', () => {
    const outcome = outcomeOf({ sequential: [{ wallMs: 900 }, { wallMs: 3000 }, { wallMs: 1000 }, { wallMs: 1200 }] })
    expect(figuresOf(outcome, 'sequential')?.wallNs).toEqual({ median: 1100 * MS, least: 900 * MS, most: 3000 * MS, count: 4 })
  })

  it('a run without a figure is not counted as zero', () => {
    const outcome = outcomeOf({ sequential: [{ cores: null }, { cores: 0.5 }] })
    expect(figuresOf(outcome, 'sequential')?.coresUsed).toEqual({ median: 0.5, least: 0.5, most: 0.5, count: 1 })
  })

  it('speed-up is against the baseline, efficiency by the cores that could be used', () => {
    const outcome = outcomeOf({ sequential: [{ wallMs: 3000 }], fork: [{ wallMs: 2000, cores: 1.9 }] })
    expect(figuresOf(outcome, 'fork')).toMatchObject({ speedUp: 1.5, usableCores: 2, efficiency: 0.75, serialFraction: expect.closeTo(1 / 3, 5) as number })
    expect(figuresOf(outcome, 'sequential')).toMatchObject({ speedUp: null, efficiency: null })
  })

  it('a quota counts as so many cores', () => {
    const outcome = outcomeOf({ sequential: [{ wallMs: 3000 }], fork: [{ wallMs: 2000, quotaCores: 1.5 }] })
    expect(figuresOf(outcome, 'fork')).toMatchObject({ usableCores: 1.5, efficiency: 1 })
  })

  it('who waits has no efficiency, and another language no speed-up', () => {
    const outcome = outcomeOf({ sequential: [{ wallMs: 3000 }], io: [{ wallMs: 100, cores: 0.02, demand: 0.1 }], worker: [{}] })
    const mixed = { ...outcome, experiment: { ...outcome.experiment, variants: outcome.experiment.variants.map(each => (each.name === 'worker' ? { ...each, language: 'node' as const } : each)) } }
    expect(figuresOf(mixed, 'io')).toMatchObject({ speedUp: 30, efficiency: null })
    expect(figuresOf(mixed, 'worker')).toMatchObject({ speedUp: null })
  })

  it('start-up and work go by the marks', () => {
    const marks = [markAt(80, 'first work', 1), markAt(50, 'first work', 0), markAt(700, 'work done', 0), markAt(600, 'work done', 1)]
    expect(figuresOf(outcomeOf({ fork: [{ marks }] }), 'fork')).toMatchObject({ startUpNs: { median: 50 * MS }, workNs: { median: 650 * MS } })
  })
})

describe('what the programs found out', () => {
  it('is told in words and units, lists left out', () => {
    const runs = [runOf('cost', { findings: { firstLineUs: 700, ussPerWorkerKiB: 2, hung: 1, steps: [1], note: 'x' } }), runOf('cost', { findings: { firstLineUs: 900 } })]
    expect(deriveFindings(runs).map(({ name, value, unit }) => [name, value.median, unit])).toEqual([
      ['first line', 800_000, 'ns'],
      ['USS per worker', 2048, 'bytes'],
      ['hung', 1, 'count']
    ])
  })

  it('a symptom is counted over the runs that looked for one', () => {
    const runs = [runOf('h', { findings: { symptom: true, seen: 'it hung' } }), runOf('h', { findings: { symptom: false, seen: 'nothing' } }), runOf('h')]
    expect(deriveSymptom(runs)).toEqual({ found: 1, looked: 2, seen: ['it hung', 'nothing'] })
    expect(deriveSymptom([runOf('h')])).toBeNull()
  })
})

describe('words', () => {
  const sayOf = (outcome: ExperimentOutcome, name: string): string => sayOutcome(outcome).find(({ variant }) => variant === name)?.sentences.map(({ text }) => text).join(' ') ?? ''
  const say = (drawn: Drawn): string => sayOf(outcomeOf({ it: [drawn] }), 'it')

  it('names the GIL where all fits it, on a quiet machine and on a busy one', () => {
    expect(say({ cores: 0.97, demand: 1.23 })).toMatch(/one core at the most: 0\.97 cores used while all workers were at work, a demand of 1\.23\. That is what a GIL does/)
    expect(say({ cores: 0.33, demand: 2.94 })).toMatch(/a GIL/)
  })

  it('does not name it for processes, for an interpreter without one, or where all were ready to run', () => {
    expect(say({ cores: 0.97, demand: 1.2, processes: 5 })).not.toMatch(/GIL/)
    expect(say({ cores: 0.97, demand: 1.2, interpreter: interpreterOf({ isGilOn: false }) })).not.toMatch(/GIL/)
    expect(say({ cores: 0.5, demand: 3.95 })).not.toMatch(/GIL/)
    expect(say({ cores: 0.3, demand: 0.6 })).not.toMatch(/GIL/) // nobody wanted a core for much of the time
  })

  it('says by demand that all were ready to run, however few cores the neighbours left', () => {
    expect(say({ cores: 0.35, demand: 3.91, processes: 5, others: 1.6 })).toMatch(/4 workers were ready to run at the same time, more than there are cores \(2\).*The machine was not quiet/)
  })

  it('does not call it waiting when a busy machine left no cores', () => {
    expect(say({ cores: 0.1, demand: 1 })).not.toMatch(/waited nearly all/)
    expect(say({ cores: 0.1, demand: 0.2 })).toMatch(/waited nearly all/)
  })

  it('says what is not known', () => {
    expect(say({ cores: null, demand: null })).toMatch(/cores it used is not known/)
    expect(say({ cores: 0.9, demand: null })).toMatch(/this system does not tell/)
  })

  it('every figure in a sentence is among its evidence', () => {
    const [words] = sayOutcome(outcomeOf({ it: [{ cores: 0.97, demand: 1.23 }] }))
    expect(words?.sentences[0]?.evidence).toEqual([
      { name: 'cores used', value: 0.97, unit: 'cores' },
      { name: 'demand', value: 1.23, unit: 'cores' }
    ])
  })

  it('a program that failed is said to have failed, first', () => {
    expect(say({ code: 3 })).toMatch(/^It failed: it ended with code 3/)
  })

  it('of a hazard says the symptom and who was stuck, and denies it only to the safe', () => {
    const outcome = outcomeOf({ hazard: [{ of: 'whole run', stuck: [17], findings: { symptom: true, seen: '1 child hung' } }], safe: [{ of: 'whole run', findings: { symptom: false, seen: 'none hung' } }] }, { group: 'hazards', safeWay: 'Do.' })
    const roles = { ...outcome, experiment: { ...outcome.experiment, variants: outcome.experiment.variants.map(each => ({ ...each, role: each.name as 'hazard' | 'safe' })) } }
    expect(sayOf(roles, 'hazard')).toMatch(/^The hazard happened: 1 child hung\. Seen from outside: process 17 was forked, and waited for a lock for ever/)
    expect(sayOf(roles, 'safe')).toMatch(/^The hazard did not happen: none hung\. Seen from outside: no process waited/)
    expect(sayOf(roles, 'hazard')).not.toMatch(/times as|It took/)
  })

  it('why a variant was not run comes with the line that helps', () => {
    const outcome = outcomeOf({ greenlet: [] })
    const notRun = { ...outcome, variants: [{ variant: 'greenlet', runs: [], notRun: { because: 'module' as const, text: 'It needs greenlet.', install: 'pip install greenlet' } }] }
    expect(sayOf(notRun, 'greenlet')).toBe('It needs greenlet. To install it: pip install greenlet')
    expect(sayOf(outcome, 'greenlet')).toMatch(/stopped before/)
  })
})
