// Which experiments there are: each folder of the lab that holds an experiment.json. One that is damaged is reported and
// left out; it does not take the others with it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { FaultError } from '../../../shared/fault.ts'
import type { Experiment } from '../../../shared/model/experiment.ts'
import type { Catalogue } from '../../../shared/model/outcome.ts'
import { refuse } from '../../../shared/parsing.ts'
import { parseExperiment } from './checking.ts'

const DESCRIPTION = 'experiment.json'

/** The lab of this checkout or package: beside the first package.json above this file, which may stand in a bundle. */
export function findLabFolder(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'lab'))) return join(folder, 'lab')
    if (dirname(folder) === folder) return join(from, 'lab')
  }
}

/** Sorted by the gallery's questions, then by name. A lab that is not there has no experiments. */
export function readCatalogue(labFolder: string): Catalogue {
  const experiments: Experiment[] = []
  const damaged: { name: string; reason: string }[] = []
  for (const name of listExperiments(labFolder)) {
    try {
      experiments.push(readExperiment(labFolder, name))
    } catch (error) {
      if (!(error instanceof FaultError)) throw error
      damaged.push({ name, reason: error.message })
    }
  }
  return { experiments: experiments.sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group) || a.name.localeCompare(b.name)), damaged }
}

const order: readonly Experiment['group'][] = ['cores', 'start-methods', 'copies', 'hazards', 'one-process']

function listExperiments(labFolder: string): string[] {
  if (!existsSync(labFolder)) return []
  return readdirSync(labFolder).filter(name => existsSync(join(labFolder, name, DESCRIPTION))).sort()
}

function readExperiment(labFolder: string, name: string): Experiment {
  const experiment = parseExperiment(readDescription(join(labFolder, name, DESCRIPTION)), name)
  experiment.variants.forEach(({ program }, index) => {
    if (!existsSync(join(labFolder, name, program))) refuse(`variants[${index}].program`, `there is no file “${program}” beside the description.`)
  })
  return experiment
}

function readDescription(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    return refuse(DESCRIPTION, `cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
