// Every folder of lab/ that describes an experiment, held against the schema and against its own programs. Whether the
// programs show their point is tested by real runs, elsewhere.
import Ajv from 'ajv'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Experiment, Variant } from '../../../src/shared/model/experiment.ts'

const lab = new URL('../../../lab/', import.meta.url)
const validate = new Ajv({ allErrors: true }).compile(readSchema())
const names = readdirSync(lab).filter(name => existsSync(new URL(`${name}/experiment.json`, lab)))

function readSchema(): object {
  return JSON.parse(readFileSync(new URL('experiment.schema.json', lab), 'utf8')) as object
}

/** As it stands in the file: the first test of each asks the schema. */
function readExperiment(name: string): Experiment {
  return JSON.parse(readFileSync(new URL(`${name}/experiment.json`, lab), 'utf8')) as Experiment
}

function readProgram(name: string, { program }: Variant): string {
  return readFileSync(new URL(`${name}/${program}`, lab), 'utf8')
}

test('the lab has an experiment for each question of the gallery', () => {
  const groups = new Set(names.map(name => readExperiment(name).group))
  expect([...groups].sort()).toEqual(['copies', 'cores', 'hazards', 'one-process', 'start-methods'])
})

test('the schema refuses a misspelt word, a missing one, and a hazard without a safe way', () => {
  const good = readExperiment(names[0]!)
  expect(validate({ ...good, looksFor: '' })).toBe(false)
  expect(validate({ ...good, variants: [] })).toBe(false)
  expect(validate({ ...good, group: 'hazards', safeWay: null })).toBe(false)
})

describe.each(names)('%s', name => {
  const experiment = readExperiment(name)

  test('is described as the schema says', () => {
    validate(experiment)
    expect(validate.errors ?? []).toEqual([])
    expect(experiment.name).toBe(name)
  })

  test('has variants that can be told apart, and at most one to compare with', () => {
    const variants = experiment.variants.map(variant => variant.name)
    expect(new Set(variants).size).toBe(variants.length)
    expect(experiment.variants.filter(variant => variant.isBaseline).length).toBeLessThanOrEqual(1)
  })

  test('shows a hazard and a way around it, or neither', () => {
    const roles = new Set(experiment.variants.map(variant => variant.role))
    expect([...roles].sort()).toEqual(experiment.group === 'hazards' ? ['hazard', 'safe'] : [null])
  })

  test('has a safe way that names a variant which is safe', () => {
    const safe = experiment.variants.filter(variant => variant.role === 'safe').map(variant => variant.title)
    if (experiment.safeWay !== null) expect(safe.some(title => experiment.safeWay?.includes(`“${title}”`))).toBe(true)
  })

  test('proposes values within their ranges', () => {
    for (const { name: parameter, lowest, value, highest } of experiment.parameters) {
      expect([parameter, lowest <= value && value <= highest]).toEqual([parameter, true])
    }
  })

  test('has programs that say what they show, and find the common work', () => {
    for (const variant of experiment.variants) {
      const text = readProgram(name, variant)
      expect(text).toMatch(variant.language === 'python' ? /^"""/ : /^\/\/ /)
      expect(text).toMatch(variant.language === 'python' ? /"\.\.", "common"/ : /'\.\.\/common\/work\.mjs'/)
      expect(text).toContain(variant.program) // the line to run it by hand
    }
  })

  test('has programs that take its parameters, and by hand do what they do by default here', () => {
    for (const variant of experiment.variants) {
      const text = readProgram(name, variant)
      for (const { name: parameter, value } of experiment.parameters) {
        expect(text).toMatch(new RegExp(`\\b${parameter}${variant.language === 'python' ? '=' : ': '}${value}\\b`))
      }
    }
  })

  test('has no program that no variant runs', () => {
    const run = new Set(experiment.variants.map(variant => variant.program))
    const programs = readdirSync(new URL(`${name}/`, lab)).filter(file => /\.(py|mjs)$/.test(file))
    const texts = experiment.variants.map(variant => readProgram(name, variant)).join('\n')
    const imported = new Set([...texts.matchAll(/^from (\w+) import/gm)].map(match => `${match[1]}.py`))
    expect(programs.filter(file => !run.has(file) && !imported.has(file))).toEqual([])
  })
})
