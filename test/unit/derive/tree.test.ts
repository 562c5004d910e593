import { describe, expect, it } from 'vitest'
import { readAt } from '../../../src/shared/derive/readings.ts'
import { arrangeTree, deriveThreads, deriveTree, type TreeView } from '../../../src/shared/derive/tree.ts'
import { processId } from '../../../src/shared/model/run.ts'
import { drawRun } from '../drawRun.ts'

const MIB = 1024 * 1024
const plain: TreeView = { sort: 'born', isDescending: false, search: '', folded: new Set(), bySubtree: false }

const family = drawRun(`
  ms             0  500  1000  1500
  main           0  500   500   500
  main:rss      10    -    20    20
  main:pss       8    -     -     -
  main:threads   1    -     1     1
  kid<main       0    0   250   500
  kid:threads    3    -     3     3
  kid:pss        4    -     -     -
  grand<kid      .    0   100     .
  twin<main      -    -     -     -
`)
const names = (view: Partial<TreeView>): string[] => arrangeTree(deriveTree(family, 1500e6), { ...plain, ...view }).map(({ node, depth }) => `${' '.repeat(depth)}${node.name.split(' ')[0] ?? ''}`)

describe('the process tree', () => {
  it('has cores over the last half second, CPU so far, and memory that holds', () => {
    const [main, kid] = deriveTree(family, 1000e6)
    expect({ cores: main?.coresNow, cpu: main?.cpuNs, rss: (main?.rssBytes ?? NaN) / MIB, peak: (main?.peakRssBytes ?? NaN) / MIB }).toEqual({ cores: 0, cpu: 500e6, rss: 20, peak: 20 })
    expect({ cores: kid?.coresNow, state: kid?.state, threads: kid?.threads }).toEqual({ cores: 0.5, state: 'S', threads: 3 })
  })

  it('adds subtrees up: CPU, PSS and threads, but never RSS', () => {
    const subtree = deriveTree(family, 1000e6)[0]?.subtree
    expect({ ...subtree, pssBytes: (subtree?.pssBytes ?? NaN) / MIB }).toMatchObject({ cpuNs: 850e6, coresNow: 0.7, pssBytes: 12, processCount: 4, livingCount: 4, threads: 4 })
    expect(subtree).not.toHaveProperty('rssBytes')
  })

  it('keeps who has ended, with what they had used, and says that they used nothing since', () => {
    const grand = deriveTree(family, 1500e6)[2]
    expect({ isLiving: grand?.isLiving, cpu: grand?.cpuNs, state: grand?.state, exit: grand?.exit?.code }).toEqual({ isLiving: false, cpu: 100e6, state: null, exit: 0 })
  })

  it('does not say that a process used nothing when nobody looked', () => {
    const twin = deriveTree(family, 1500e6)[3]
    expect([twin?.cpuNs, twin?.coresNow, twin?.rssBytes]).toEqual([NaN, NaN, NaN])
  })

  it('nests by birth; sorts siblings; folds', () => {
    expect(names({})).toEqual(['main', ' kid', '  grand', ' twin'])
    expect(names({ sort: 'name', isDescending: true })).toEqual(['main', ' twin', ' kid', '  grand'])
    expect(names({ folded: new Set([processId(1)]) })).toEqual(['main', ' kid', ' twin'])
  })

  it('puts what is not measured last, whichever way the rest is sorted', () => {
    expect(names({ sort: 'cpuNs', isDescending: true }).at(-1)).toBe(' twin')
    expect(names({ sort: 'cpuNs', isDescending: false }).at(-1)).toBe(' twin')
  })

  it('keeps the way to what was found, unfolded, and marks what is only the way', () => {
    const rows = arrangeTree(deriveTree(family, 1500e6), { ...plain, search: 'GRAND', folded: new Set([processId(1)]) })
    expect(rows.map(({ node, isFound }) => [node.name.split(' ')[0], isFound])).toEqual([
      ['main', false],
      ['kid', false],
      ['grand', true]
    ])
  })

  it('lists threads with the core where each was last seen', () => {
    const run = drawRun(`
      ms       0   50    100
      main     0    -      -
      main/a   0  50@1  50@1
    `)
    expect(deriveThreads(run, processId(0), 60e6)[0]).toMatchObject({ tid: 1000, core: 1, cpuNs: 50e6, state: 'R', isLiving: true })
  })
})

describe('readings at a moment', () => {
  it('are the mean of the 200 ms before it, of every track at once', () => {
    const run = drawRun(`
      ms        0   200   400
      main      0     0   100
      main/a    0     - 100@1
      main:rss  4     4     4
      main:pss  2     -     -
      main:uss  1     -     -
      core0     0     0     0
      core1     0     0   150
    `)
    const { used, pssBytes, ussBytes, sharedBytes, rssBy, cores } = readAt(run, 400e6)
    expect({ used, pss: pssBytes / MIB, uss: ussBytes / MIB, shared: sharedBytes / MIB, rss: [...rssBy].map(([, rss]) => rss / MIB), cores }).toEqual({
      ...{ used: 0.5, pss: 2, uss: 1, shared: 1, rss: [4] },
      cores: [
        { core: 0, ours: 0, rest: 0 },
        { core: 1, ours: 0.5, rest: 0.25 }
      ]
    })
  })

  it('after the end of a live run are those of now', () => {
    const run = drawRun('ms 0 200 400\nmain 0 0 100')
    expect(readAt(run, Infinity).used).toBe(0.5)
  })
})
