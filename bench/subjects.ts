// The programs that are compared, each started in a process of its own that dies with the bench: the C floor, pidusage,
// the engine. Also farms that nobody of them launched.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunSpec } from '../src/shared/model/run.ts'
import { listDescendants } from './meter.ts'
import type { Programs } from './native.ts'
import type { Answers, Question } from './subjects/words.ts'
import type { Subject } from './turns.ts'

export interface NodeSubject extends Subject {
  ask<Name extends Question>(question: Name): Promise<Answers[Name]>
}

/** A farm in a process of its own. Resolves when everybody lives. */
export async function openFarm({ leash, farm }: Programs, args: readonly (string | number)[]): Promise<{ pid: number; close(): Promise<void> }> {
  const child = spawn(leash, [farm, ...args.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return { pid: pidOf(child), close: () => end(child) }
}

/** The floor: reads each of `paths` at each tick. Resolves when it has opened them all. */
export async function openFloor({ leash, floor }: Programs, paths: readonly string[], rateHz: number): Promise<Subject> {
  const child = spawn(leash, [floor, String(rateHz)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const takeLine = async (): Promise<string> => String((await once(child.stdout, 'data'))[0])
  const opened = takeLine()
  child.stdin.write(`${paths.join('\n')}\n\n`)
  await opened
  const readTicks = async (): Promise<number> => {
    const answer = takeLine()
    child.stdin.write('\n')
    return Number((await answer).split(' ')[0])
  }
  const pid = pidOf(child)
  return { name: 'C floor', pid, listPids: () => [pid], readTicks, close: () => end(child) }
}

export function openPidusage(programs: Programs, pids: readonly number[], rateHz: number): Promise<NodeSubject> {
  return openNode(programs, 'pidusage', [String(rateHz), ...pids.map(String)])
}

/** The engine, launching and following `spec`. Resolves when it is released, not when its tree is complete. */
export function openEngineSubject(programs: Programs, spec: RunSpec): Promise<NodeSubject> {
  return openNode(programs, 'engine', [JSON.stringify(spec)])
}

async function openNode({ leash }: Programs, name: string, args: readonly string[]): Promise<NodeSubject> {
  const script = join(import.meta.dirname, 'subjects', `${name}.ts`)
  const child = spawn(leash, [process.execPath, script, ...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const { rootPid } = await nextAnswer<'progress'>(child, name)
  const ask = <Name extends Question>(question: Name): Promise<Answers[Name]> => {
    const answer = nextAnswer<Name>(child, name)
    child.send(question)
    return answer
  }
  const pid = pidOf(child)
  const listPids = (): number[] => [pid, ...listDescendants(pid, rootPid)]
  const readTicks = async (): Promise<number> => (await ask('progress')).ticks
  return { name, pid, listPids, ask, readTicks, close: () => end(child) }
}

async function nextAnswer<Name extends Question>(child: ChildProcess, name: string): Promise<Answers[Name]> {
  const left = new AbortController()
  const leave = (): void => {
    left.abort(new Error(`the subject ${name} left`))
  }
  child.once('exit', leave)
  const [answer] = (await once(child, 'message', { signal: left.signal })) as [Answers[Name]]
  child.off('exit', leave)
  return answer
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL') // also ends what is stopped
  await once(child, 'exit')
  await sleep(200) // its tree dies by PR_SET_PDEATHSIG: thousands of exits would be noise for what comes next
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('could not start a subject')
  return child.pid
}
