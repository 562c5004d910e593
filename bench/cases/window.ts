// What the window costs: all its processes together, main, page, Chromium. With a made-up run of 64 cores and 100
// processes, and with a real run of 100 processes on the cores that are here.
import { setTimeout as sleep } from 'node:timers/promises'
import { runId, type RunHeader } from '../../src/shared/model/run.ts'
import { bytes, hz } from '../../src/shared/units.ts'
import { plain, specOf } from '../case.ts'
import type { Case, Figure, Kit } from '../case.ts'
import { openBenchWindow, type BenchWindow } from '../desktop.ts'
import { deriveSpread } from '../figures.ts'
import { deriveCpuNs, listDescendants, readCpu } from '../meter.ts'
import { feed } from '../page/feed.js'
import { formatShare } from '../words.ts'

const CORES = 64
const PROCESSES = 100
const RATE_HZ = 20

export const window: Case = {
  name: 'window',
  title: `The window with ${PROCESSES} processes at ${RATE_HZ} Hz, drawn by the processor`,
  run: async kit => [...(await runMadeUp(kit)), ...(await runReal(kit))]
}

async function runMadeUp(kit: Kit): Promise<Figure[]> {
  kit.say(`a made-up run on ${CORES} cores`)
  const opened = await openBenchWindow([])
  try {
    const options = { header: headerOf(kit), coreCount: CORES, processCount: PROCESSES, rateHz: RATE_HZ, share: CORES / PROCESSES }
    const idle = await measure(kit, opened, null)
    await opened.app.evaluate(feed, options)
    const figures = await listBothStates(kit, opened, { name: `${CORES} cores, ${PROCESSES} busy processes`, rootPid: null })
    return [plain('nothing running, launch view shown', idle), ...figures]
  } finally {
    await opened.close()
  }
}

async function runReal(kit: Kit): Promise<Figure[]> {
  kit.say(`a real run of ${PROCESSES} processes that wake at every tick`)
  const { argv } = specOf(kit, ['idle', PROCESSES, PROCESSES, RATE_HZ], {})
  const opened = await openBenchWindow(['--', ...argv])
  try {
    const rootPid = await findRoot(opened, PROCESSES)
    return await listBothStates(kit, opened, { name: `a real run of ${PROCESSES} dozing processes, engine included`, rootPid })
  } finally {
    await opened.close()
  }
}

async function listBothStates(kit: Kit, opened: BenchWindow, { name, rootPid }: { name: string; rootPid: number | null }): Promise<Figure[]> {
  const shown = plain(`${name}: visible`, await measure(kit, opened, rootPid))
  await opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  return [shown, plain(`${name}: hidden`, await measure(kit, opened, rootPid))]
}

/** CPU time of all processes of the window, without the workload, in cores: once for each round. */
async function measure({ turns }: Kit, { pid }: BenchWindow, rootPid: number | null): Promise<string> {
  const shares: number[] = []
  await sleep(turns.warmUpMs)
  for (let round = 0; round < turns.rounds; round++) {
    const before = new Map([pid, ...listDescendants(pid, rootPid)].map(each => [each, readCpu(each)]))
    await sleep(turns.turnMs)
    const cpuNs = [...before].reduce((sum, [each, reading]) => sum + deriveCpuNs(reading, readCpu(each)), 0)
    shares.push(cpuNs / (turns.turnMs * 1e6))
  }
  return formatShare(deriveSpread(shares))
}

/** The farm among the window's processes: the one with so many children. */
async function findRoot({ pid }: BenchWindow, childCount: number): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const root = listDescendants(pid, null).find(each => listDescendants(each, null).length === childCount)
    if (root !== undefined) return root
    await sleep(200)
  }
  throw new Error('the farm did not come up in the window')
}

function headerOf(kit: Kit): RunHeader {
  const cores = Array.from({ length: CORES }, (_, core) => ({ core, physicalCore: null, kind: null }))
  return {
    ...{ run: runId('bench'), executable: '/bin/worker', startedAtUnixMs: Date.now(), rootPid: 1000, sampler: 'procfs', totalBy: 'procfs', programVersion: 'bench' },
    spec: specOf(kit, [], { rateHz: hz(RATE_HZ) }),
    machine: {
      ...{ cpuModel: 'made up', coreCount: CORES, physicalCoreCount: null, cores, memoryBytes: bytes(2 ** 36), os: 'Linux', kernel: '', architecture: 'x64' },
      ...{ virtualisation: null, affinity: null, quotaCores: null, throttledUsAtStart: null, governor: null, clockTicksPerSecond: 100 }
    }
  }
}
