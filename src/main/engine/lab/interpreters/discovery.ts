// Which interpreters the user has: the candidates, each real one once, asked what it is. Nothing is installed or changed.
import { execFile } from 'node:child_process'
import { closeSync, existsSync, openSync, readSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, parse } from 'node:path'
import type { Interpreter } from '../../../../shared/model/experiment.ts'
import { workloadEnvironment } from '../../launch/environment.ts'
import { type AnswerCache, findCacheFile, openAnswerCache } from './cache.ts'
import { listPyLauncher } from './pyLauncher.ts'
import { type Candidate, listCandidates, type Seeker } from './places.ts'
import { type Answer, parseAnswer, probeOf } from './probes.ts'

export interface DiscoverySpec {
  /** Modules that each is asked for. */
  readonly modules: readonly string[]
  readonly seeker?: Seeker
  /** Null: nothing is kept. */
  readonly cacheFile?: string | null
}

/** The user, as this program was started by them. */
export const ownSeeker = (): Seeker => ({ environment: workloadEnvironment(process.env, {}), home: homedir(), folder: process.cwd(), platform: process.platform })

/** What PATH finds comes first. An interpreter that does not answer in time is left out. */
export async function findInterpreters({ modules, seeker = ownSeeker(), cacheFile = findCacheFile(seeker) }: DiscoverySpec): Promise<Interpreter[]> {
  const cache = openAnswerCache(cacheFile ?? '')
  const seen = new Set<string>()
  const found: Interpreter[] = []
  const candidates = [...listCandidates(seeker), ...(await listPyLauncher(seeker)), ...ownNode()]
  for (const group of inGroups(candidates)) {
    const fresh = group.filter(({ path }) => isFirst(seen, path))
    const asked = await Promise.all(fresh.map(candidate => meet(candidate, { modules, seeker, cache })))
    for (const each of asked) if (each && (!each.isThroughScript || isFirst(seen, each.interpreter.path))) found.push(each.interpreter)
  }
  if (cacheFile !== null) cache.write()
  return found
}

/** One interpreter that the user named. Null: it does not answer as one of this language. */
export async function askInterpreter(candidate: Candidate, modules: readonly string[]): Promise<Interpreter | null> {
  const seeker = ownSeeker()
  const met = await meet(candidate, { modules, seeker, cache: openAnswerCache('') })
  return met?.interpreter ?? null
}

/** Few at a time: starting an interpreter is work for the machine, and ten at once would all be slow. */
const AT_ONCE = 3

function inGroups<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / AT_ONCE) }, (_, index) => items.slice(index * AT_ONCE, (index + 1) * AT_ONCE))
}

/** This program's own node, for whoever has none: never Electron's, which is another runtime. */
function ownNode(): Candidate[] {
  return 'electron' in process.versions ? [] : [{ language: 'node', path: process.execPath, foundBy: 'Forkscope' }]
}

/** False: the same interpreter was met before under another name. Also takes it. */
function isFirst(seen: Set<string>, path: string): boolean {
  const identity = identityOf(path)
  if (identity === null || seen.has(identity)) return false
  seen.add(identity)
  return true
}

/** The file behind all links; but a virtual environment is told by the link to it, so each of them is one of its own. */
function identityOf(path: string): string | null {
  try {
    const environment = dirname(dirname(path))
    return existsSync(join(environment, 'pyvenv.cfg')) ? `environment ${realpathSync(environment)}` : realpathSync(path)
  } catch {
    return null // a link that leads nowhere
  }
}

interface Tools {
  readonly modules: readonly string[]
  readonly seeker: Seeker
  readonly cache: AnswerCache
}

interface Met {
  readonly interpreter: Interpreter
  /** Found behind a wrapper, so it may have been met, or may be met yet, under its own name. */
  readonly isThroughScript: boolean
}

/** A wrapper script leads to different interpreters at different times, so its answer is not kept, and is about another path. */
async function meet(candidate: Candidate, { modules, seeker, cache }: Tools): Promise<Met | null> {
  const { language, path, foundBy } = candidate
  const isThroughScript = isScript(path)
  if (isThroughScript && !/^(python3?|node)$/.test(parse(path).name)) return null // pyenv has a shim for each version; the versions come by themselves
  const known = isThroughScript ? null : cache.find(path, modules)
  const answer = known ?? (await ask(candidate, { modules, seeker }))
  if (!answer) return null
  if (!known && !isThroughScript) cache.keep(path, modules, answer)
  const { executable, moduleFolders: _, ...about } = answer
  return { interpreter: { language, path: isThroughScript ? executable : path, foundBy, ...about }, isThroughScript }
}

function isScript(path: string): boolean {
  try {
    const descriptor = openSync(path, 'r')
    try {
      const start = Buffer.alloc(2)
      return readSync(descriptor, start) === 2 && start.toString('latin1') === '#!'
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return false // executable but not readable: a binary
  }
}

/** Enough for a cold disk on a busy machine. */
const ANSWER_WITHIN_MS = 15_000

/** In the root folder: Python looks for modules in the folder it is started in, and would find the user's files instead. */
function ask({ language, path }: Candidate, { modules, seeker }: Pick<Tools, 'modules' | 'seeker'>): Promise<Answer | null> {
  const options = { cwd: parse(path).root, env: seeker.environment, timeout: ANSWER_WITHIN_MS, killSignal: 'SIGKILL', windowsHide: true } as const
  return new Promise(resolve => {
    const child = execFile(path, probeOf(language, modules), options, (error, output) => {
      resolve(error ? null : parseAnswer(output))
    })
    child.stdin?.end()
  })
}
