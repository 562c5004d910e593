// The total against what wait4's rusage says, for the shapes of work that samplers usually lose.
import { expect, test } from 'vitest'
import type { RunHistory } from '../../src/shared/derive/history.ts'
import { program, PYTHON, runToEnd, specOf } from './launching.ts'

const shapes = ['forked', 'threads', 'children', 'commands', 'orphans']

// A cgroup is exact to a microsecond; the rest, about a millisecond, is what the program uses between printing and its end.
test.each(shapes)('with a cgroup the total is within 1 % of rusage: %s', async shape => {
  const { run, end, output } = await runToEnd(specOf([PYTHON, program('rusage.py'), shape]))
  const rusageNs = rusageOf(output)
  if (end.totalBy !== 'cgroup') return expect(end.cpuNs).toBeGreaterThan(0) // not allowed on this machine: the other test speaks
  expect(Math.abs((end.cpuNs ?? NaN) - rusageNs) / rusageNs).toBeLessThan(0.01)
  expect(sumOfParts(run.history)).toBeLessThanOrEqual((end.cpuNs ?? NaN) * 1.001)
})

// Without: accounts of wait in ticks of 10 ms, orphans by their last look; up to 13 ms of 1 s or more.
test.each(shapes)('without a cgroup the total is within 3 % of rusage: %s', async shape => {
  const { end, output } = await runToEnd(specOf([PYTHON, program('rusage.py'), shape]), { mayUseCgroups: false })
  const rusageNs = rusageOf(output)
  expect(end.totalBy).toBe('procfs')
  expect(Math.abs((end.cpuNs ?? NaN) - rusageNs) / rusageNs).toBeLessThan(0.03)
})

test('user and system time add up to the total', async () => {
  const { end } = await runToEnd(specOf([PYTHON, program('rusage.py'), 'forked']))
  expect(((end.userNs ?? NaN) + (end.systemNs ?? NaN)) / (end.cpuNs ?? NaN)).toBeCloseTo(1, 2)
})

function rusageOf(output: string): number {
  const seconds = Number(/rusage ([\d.]+)/.exec(output)?.[1])
  expect(seconds).toBeGreaterThan(0.5)
  return seconds * 1e9
}

const sumOfParts = (history: RunHistory): number => history.processes.reduce((sum, { cpu }) => sum + (cpu.ranNs.length > 0 ? cpu.ranNs.last() : 0), 0)
