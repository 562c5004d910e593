import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { readAffinity } from '../../../src/main/engine/machine/affinity.ts'
import { answerWithin } from '../../../src/main/engine/machine/asking.ts'
import { deriveLimits, parseCpuMax, parseQuotaV1, parseThrottledUs, readCgroupLimits } from '../../../src/main/engine/machine/cgroup.ts'
import { parseCgroupPlaces } from '../../../src/main/engine/procfs/cgroupPlaces.ts'
import { parseCoreList } from '../../../src/main/engine/machine/coreList.ts'
import { composeFacts, type FactSources, readLinuxFacts } from '../../../src/main/engine/machine/machineFacts.ts'
import { readTopology } from '../../../src/main/engine/machine/topology.ts'

const roots: string[] = []
afterEach(() => { for (const root of roots.splice(0)) rmSync(root, { recursive: true }) })

/** A machine as a folder: path → text, as /proc and /sys would show it. */
function drawMachine(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'machine-'))
  roots.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), `${text}\n`)
  }
  return root
}

const siblings = (groups: Record<number, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(groups).map(([core, list]) => [`sys/devices/system/cpu/cpu${core}/topology/core_cpus_list`, list]))

describe('the list of cores', () => {
  it('is read as the kernel writes it', () => {
    expect([parseCoreList('0-3,8,10-11'), parseCoreList('7'), parseCoreList(' \n'), parseCoreList('0-')]).toEqual([[0, 1, 2, 3, 8, 10, 11], [7], [], null])
  })
})

describe('affinity', () => {
  it('is the list of cores the program may run on', () => {
    expect(readAffinity(drawMachine({ 'proc/self/status': 'Name:\tx\nCpus_allowed:\t5\nCpus_allowed_list:\t0,2\nMems_allowed:\t1' }))).toEqual([0, 2])
  })
  it('is unknown where there is no /proc', () => {
    expect(readAffinity(drawMachine({}))).toBeNull()
  })
})

describe('topology', () => {
  it('numbers physical cores over all packages, and shows which logical cores share one', () => {
    const root = drawMachine({ 'sys/devices/system/cpu/online': '0-3', ...siblings({ 0: '0,2', 1: '1,3', 2: '0,2', 3: '1,3' }) })
    expect(readTopology(root)?.map(({ core, physicalCore }) => [core, physicalCore])).toEqual([[0, 0], [1, 1], [2, 0], [3, 1]])
  })
  it('leaves out cores that are offline and keeps the kernel’s numbers', () => {
    const root = drawMachine({ 'sys/devices/system/cpu/online': '0,3', ...siblings({ 0: '0', 3: '3' }) })
    expect(readTopology(root)).toEqual([{ core: 0, physicalCore: 0, kind: null }, { core: 3, physicalCore: 1, kind: null }])
  })
  it('tells performance from efficiency cores on a hybrid processor', () => {
    const root = drawMachine({
      ...{ 'sys/devices/system/cpu/online': '0-3', 'sys/devices/cpu_core/cpus': '0-1', 'sys/devices/cpu_atom/cpus': '2-3' },
      ...siblings({ 0: '0-1', 1: '0-1', 2: '2', 3: '3' })
    })
    expect(readTopology(root)?.map(({ kind }) => kind)).toEqual(['performance', 'performance', 'efficiency', 'efficiency'])
  })
  it('tells big from little cores by their capacity, and does not take a favoured core for another kind', () => {
    const capacity = (...values: number[]): Record<string, string> => ({
      'sys/devices/system/cpu/online': '0-1',
      ...Object.fromEntries(values.map((value, core) => [`sys/devices/system/cpu/cpu${core}/cpu_capacity`, String(value)]))
    })
    expect(readTopology(drawMachine(capacity(446, 1024)))?.map(({ kind }) => kind)).toEqual(['efficiency', 'performance'])
    expect(readTopology(drawMachine(capacity(980, 1024)))?.map(({ kind }) => kind)).toEqual([null, null])
  })
})

describe('cgroup limits', () => {
  const mounts = '31 23 0:28 / /sys/fs/cgroup rw,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate'
  it('are the smallest from our own group up to the top, with the throttling of the group that binds', () => {
    const root = drawMachine({
      'proc/self/cgroup': '0::/a.slice/b.scope',
      'proc/self/mountinfo': mounts,
      'sys/fs/cgroup/cpu.stat': 'usage_usec 5',
      'sys/fs/cgroup/a.slice/cpu.max': '150000 100000',
      'sys/fs/cgroup/a.slice/cpu.stat': 'usage_usec 5\nnr_throttled 3\nthrottled_usec 777',
      'sys/fs/cgroup/a.slice/b.scope/cpu.max': 'max 100000',
      'sys/fs/cgroup/a.slice/b.scope/cpu.stat': 'throttled_usec 0'
    })
    expect(readCgroupLimits(root)).toEqual({ quotaCores: 1.5, throttledUs: 777 })
  })
  it('are none, with our own throttling, where no group limits', () => {
    const root = drawMachine({ 'proc/self/cgroup': '0::/', 'proc/self/mountinfo': mounts, 'sys/fs/cgroup/cpu.max': 'max 100000', 'sys/fs/cgroup/cpu.stat': 'throttled_usec 12' })
    expect(readCgroupLimits(root)).toEqual({ quotaCores: null, throttledUs: 12 })
  })
  it('are read from version 1 too, in its units', () => {
    const root = drawMachine({
      'proc/self/cgroup': '4:memory:/x\n2:cpu,cpuacct:/docker/abc\n0::/',
      'proc/self/mountinfo': '40 31 0:30 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct',
      'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '50000',
      'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000',
      'sys/fs/cgroup/cpu,cpuacct/cpu.stat': 'nr_periods 9\nnr_throttled 1\nthrottled_time 4500000'
    })
    expect(readCgroupLimits(root)).toEqual({ quotaCores: 0.5, throttledUs: 4500 })
  })
  it('are unknown where there are no cgroups', () => {
    expect(readCgroupLimits(drawMachine({}))).toEqual({ quotaCores: null, throttledUs: null })
  })
  it('are looked for below the part of the hierarchy that is mounted', () => {
    const mountinfo = '40 31 0:30 /docker/a\\040b /mnt/cg rw - cgroup2 cgroup2 rw'
    expect(parseCgroupPlaces('0::/docker/a b/inner/x', mountinfo).v2).toEqual(['/mnt/cg/inner/x', '/mnt/cg/inner', '/mnt/cg'])
    expect(parseCgroupPlaces('0::/elsewhere', mountinfo).v2).toEqual(['/mnt/cg'])
    expect(parseCgroupPlaces('0::/docker', '').v2).toEqual([])
  })
  it('take “max” and −1 for no limit', () => {
    expect([parseCpuMax('max 100000'), parseCpuMax('25000 100000'), parseQuotaV1('-1', '100000'), parseQuotaV1('200000', '100000')]).toEqual([null, 0.25, null, 2])
  })
  it('know throttling in microseconds, or not at all', () => {
    expect([parseThrottledUs('throttled_usec 8'), parseThrottledUs('throttled_time 8000'), parseThrottledUs('usage_usec 8')]).toEqual([8, 8, null])
    expect(deriveLimits([])).toEqual({ quotaCores: null, throttledUs: null })
  })
})

describe('an answer of the system', () => {
  it('that takes too long or fails is no answer', async () => {
    const never = new Promise<string>(() => undefined)
    const answers = await Promise.all([answerWithin(never, 5), answerWithin(Promise.reject(new Error('no lscpu')), 50), answerWithin(Promise.resolve('here'), 50)])
    expect(answers).toEqual([null, null, 'here'])
  })
})

describe('the facts of a machine', () => {
  const silent: FactSources = {
    answers: { cpu: null, memory: null, os: null, system: null },
    linux: readLinuxFacts('/nowhere-at-all'),
    node: { cpuModel: null, coreCount: 2, memoryBytes: 4096, platform: 'Plan9', kernel: '4', architecture: 'arm64' },
    clockTicks: null
  }
  it('stay null where nobody tells, and fall back to what Node knows', () => {
    expect(composeFacts(silent)).toEqual({
      ...{ cpuModel: null, coreCount: 2, physicalCoreCount: null, memoryBytes: 4096, os: 'Plan9', kernel: '4', architecture: 'arm64' },
      cores: [{ core: 0, physicalCore: null, kind: null }, { core: 1, physicalCore: null, kind: null }],
      ...{ virtualisation: null, affinity: null, quotaCores: null, throttledUsAtStart: null, governor: null, clockTicksPerSecond: 100 }
    })
  })
  it('count the physical cores that are online', () => {
    const root = drawMachine({ 'sys/devices/system/cpu/online': '0-3', ...siblings({ 0: '0,2', 1: '1,3', 2: '0,2', 3: '1,3' }) })
    expect(composeFacts({ ...silent, linux: readLinuxFacts(root) })).toMatchObject({ coreCount: 4, physicalCoreCount: 2 })
  })
  it('name the governor, and all of them when cores differ', () => {
    const governors = (first: string, second: string): string | null =>
      readLinuxFacts(
        drawMachine({
          'sys/devices/system/cpu/online': '0-1',
          'sys/devices/system/cpu/cpu0/cpufreq/scaling_governor': first,
          'sys/devices/system/cpu/cpu1/cpufreq/scaling_governor': second
        })
      ).governor
    expect([governors('performance', 'performance'), governors('powersave', 'performance')]).toEqual(['performance', 'performance, powersave'])
  })
})
