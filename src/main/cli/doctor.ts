// `forkscope doctor`: which interpreters and which facilities of the kernel are here, what is missing, what it would add.
import type { Interpreter } from '../../shared/model/experiment.ts'
import { modulesOf } from '../../shared/derive/experimentFit.ts'
import { type Facility, openLab, readFacilities, workloadEnvironment } from '../engine/index.ts'
import type { DoctorCommand } from './labOptions.ts'
import { readColumns, STDOUT, writeText } from './streams.ts'
import { layoutTable } from './table.ts'
import { cutText, wrapWords } from './wrapping.ts'

interface Findings {
  readonly interpreters: readonly Interpreter[]
  /** Needed by an experiment, and the line that installs it. */
  readonly wanted: readonly { readonly name: string; readonly install: string }[]
  readonly facilities: readonly Facility[]
}

/** Replies with the exit code: always 0, since nothing that is missing here is a fault. */
export async function runDoctor({ isJson }: DoctorCommand): Promise<number> {
  const lab = openLab(null)
  const interpreters = await lab.findInterpreters()
  const facilities = readFacilities({ environment: workloadEnvironment(process.env, {}) })
  const { experiments } = lab.catalogue
  const requirements = experiments.flatMap(({ variants }) => variants.flatMap(({ requires }) => requires.modules))
  const wanted = modulesOf(experiments).map(name => ({ name, install: requirements.find(each => each.name === name)?.install ?? '' }))
  const findings: Findings = { interpreters, wanted, facilities }
  writeText(STDOUT, isJson ? `${JSON.stringify(findings)}\n` : layoutFindings(findings, readColumns(process.env)))
  return 0
}

export function layoutFindings({ interpreters, wanted, facilities }: Findings, columns: number): string {
  const cut = (line: string): string => cutText(`  ${line}`, columns)
  const missing = facilities.filter(({ isThere }) => !isThere)
  const lines = [
    ...['Interpreters', ''],
    ...(interpreters.length === 0 ? ['  none was found'] : layoutTable(['version', 'kind', 'GIL', 'found by', 'path'], interpreters.map(rowOf)).map(cut)),
    ...['', 'Modules of the lab', ''],
    ...wanted.flatMap(({ name, install }) => layoutModule(name, install, { interpreters, columns })),
    ...['', 'Kernel', ''],
    ...facilities.map(({ name, isThere, found }) => cut(`${isThere ? 'yes' : 'no '}  ${name.padEnd(15)} ${found}`)),
    ...(missing.length === 0 ? ['', 'Nothing is missing.'] : ['', 'What is missing would add', '']),
    ...missing.flatMap(facility => layoutMissing(facility, columns))
  ]
  return `${lines.join('\n')}\n`
}

function rowOf({ version, implementation, isFreeThreaded, isGilOn, foundBy, path }: Interpreter): string[] {
  const gil = isGilOn === null ? '–' : `${isGilOn ? 'on' : 'off'}${isFreeThreaded ? ' (may be off)' : ''}`
  return [version, implementation, gil, foundBy, path]
}

function layoutModule(name: string, install: string, { interpreters, columns }: { readonly interpreters: readonly Interpreter[]; readonly columns: number }): string[] {
  const having = interpreters.filter(({ modules }) => modules.includes(name))
  if (having.length > 0) return wrapWords(`${name.padEnd(15)} ${having.map(({ path }) => path).join(', ')}`, columns - 2).map(line => `  ${line}`)
  return [cutText(`  ${name.padEnd(15)} nowhere; to install it: ${install}`, columns)]
}

function layoutMissing({ name, gives, remedy }: Facility, columns: number): string[] {
  return wrapWords(`${name}: ${gives}${remedy === null ? '' : `. To have it, ${remedy}`}`, columns - 4).map((line, index) => `  ${index === 0 ? '' : '  '}${line}`)
}
