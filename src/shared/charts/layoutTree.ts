// The process tree as a picture: one row per process, indented under its parent, a bar from its birth to its end, filled by
// the cores it used. How it ended stands behind the bar where it was not an ordinary end.
import { arrangeTree, deriveTree, type TreeNode, type TreeRow } from '../derive/tree.ts'
import { edgesOf, knownUntilNs, type TimeRange } from '../derive/bins.ts'
import { deriveUsed } from '../derive/used.ts'
import { formatCores } from '../format.ts'
import type { RunHistory } from '../derive/history.ts'
import type { ProcessId } from '../model/run.ts'
import { BarBook } from './bars.ts'
import { token, type Box, type Pen } from './pen.ts'
import { fitName, textWidth } from './words.ts'

export const TREE_ROW = 18
const INDENT = 12
const DEEPEST = 10
const SIZE = 11

export interface TreeBars {
  readonly rows: readonly TreeRow[]
  /** Processes without a row, for lack of room. */
  readonly furtherCount: number
  readonly range: TimeRange
  /** Cores at the full height of a row. */
  readonly most: number
  readonly used: ReturnType<typeof deriveUsed>
  readonly knownNs: number
}

/** At most `rowsMost` rows: whoever used most CPU, with the ancestors that lead to them. */
export function deriveTreeBars(history: RunHistory, { range, columns, hidden, rowsMost }: { range: TimeRange; columns: number; hidden: ReadonlySet<ProcessId>; rowsMost: number }): TreeBars {
  const nodes = deriveTree(history, Math.min(range.toNs, knownUntilNs(history)))
  const kept = keepGreatest(nodes.filter(({ process }) => !hidden.has(process)), nodes, rowsMost)
  const rows = arrangeTree(nodes, { sort: 'born', isDescending: false, search: '', folded: new Set(), bySubtree: false }).filter(({ node }) => kept.has(node.process))
  const others = new Set(nodes.map(({ process }) => process).filter(process => !kept.has(process)))
  const used = deriveUsed(history, edgesOf(range, columns), { hidden: others, budget: Infinity })
  let most = 1
  for (const band of used.bands) if (band.of.kind === 'process') for (const value of band.used) if (value > most) most = value
  return { rows, furtherCount: nodes.length - hidden.size - rows.length, range, most, used, knownNs: knownUntilNs(history) }
}

function keepGreatest(candidates: readonly TreeNode[], nodes: readonly TreeNode[], most: number): ReadonlySet<ProcessId> {
  const kept = new Set<ProcessId>()
  const known = (value: number): number => (Number.isNaN(value) ? -1 : value)
  const greatestFirst = candidates.length <= most ? candidates : [...candidates].sort((a, b) => known(b.cpuNs) - known(a.cpuNs) || a.process - b.process)
  for (const node of greatestFirst) {
    const way: ProcessId[] = []
    for (let up: TreeNode | undefined = node; up && !kept.has(up.process); up = up.parent === null ? undefined : nodes[up.parent]) way.push(up.process)
    if (kept.size + way.length <= most) for (const process of way) kept.add(process)
  }
  return kept
}

export const treeHeight = ({ rows, furtherCount }: TreeBars): number => (rows.length + (furtherCount > 0 ? 1 : 0)) * TREE_ROW

/** `box`: where the bars go; names stand in `namesWidth` left of it. */
export function markTree(pen: Pen, tree: TreeBars, { box, namesWidth }: { box: Box; namesWidth: number }): void {
  const usedOf = new Map(tree.used.bands.flatMap(band => (band.of.kind === 'process' ? [[band.of.process, band] as const] : [])))
  tree.rows.forEach((row, i) => {
    const y = box.y + i * TREE_ROW
    pen.group(row.node.command, () => {
      drawName(pen, row, { x: box.x - namesWidth, y, width: namesWidth - 8 })
      const bar = barBox(tree, row.node, { ...box, y: y + 2, height: TREE_ROW - 5 })
      if (!bar) return
      pen.rect(bar, token('panel'))
      const band = usedOf.get(row.node.process)
      if (band) fillBar(pen, { bar, band, tree, box })
      pen.line([bar.x, bar.y + bar.height], [bar.x + bar.width, bar.y + bar.height], { ink: { kind: 'process', slot: row.node.process, tint: 0 }, width: 1 })
      drawEnd(pen, row.node, { bar, box, tree })
    })
  })
  if (tree.furtherCount > 0) {
    pen.text([box.x - namesWidth, box.y + tree.rows.length * TREE_ROW + 13], `and ${tree.furtherCount} more, which used less CPU`, { size: SIZE, ink: token('muted') })
  }
}

function drawName(pen: Pen, { node, depth }: TreeRow, { x, y, width }: { x: number; y: number; width: number }): void {
  const indent = Math.min(depth, DEEPEST) * INDENT
  const making = node.making === 'forked' ? ' fork' : ''
  const name = fitName(node.name, width - indent - textWidth(making, SIZE) - 12, { size: SIZE })
  pen.rect({ x: x + indent, y: y + 5, width: 7, height: 8 }, { kind: 'process', slot: node.process, tint: 0 })
  pen.text([x + indent + 12, y + 13], name, { size: SIZE, ink: token('text') })
  if (making) pen.text([x + indent + 12 + textWidth(name, SIZE) + 3, y + 13], making.trim(), { size: SIZE - 1, ink: token('muted') })
}

/** From birth to end, cut to what is shown; null: not in this range. */
function barBox({ range, knownNs }: TreeBars, { bornNs, endedNs }: TreeNode, box: Box): Box | null {
  const toX = (t: number): number => box.x + ((t - range.fromNs) / (range.toNs - range.fromNs)) * box.width
  const fromNs = Math.max(range.fromNs, bornNs)
  const toNs = Math.min(range.toNs, endedNs ?? knownNs)
  if (toNs < range.fromNs || fromNs > range.toNs) return null
  return { x: toX(fromNs), y: box.y, width: Math.max(2, toX(Math.max(fromNs, toNs)) - toX(fromNs)), height: box.height }
}

function fillBar(pen: Pen, { bar, band, tree, box }: { bar: Box; band: TreeBars['used']['bands'][number]; tree: TreeBars; box: Box }): void {
  const book = new BarBook()
  const columnPx = box.width / (tree.used.edgesNs.length - 1)
  band.used.forEach((value, i) => {
    const height = (bar.height * value) / tree.most
    if (value > 0) book.add({ kind: 'process', slot: band.of.kind === 'process' ? band.of.process : 0, tint: 0 }, [box.x + (band.first + i) * columnPx, bar.y + bar.height - height, columnPx, height])
  })
  pen.clip({ ...bar, width: Math.max(bar.width, columnPx) }, () => book.draw(pen))
}

function drawEnd(pen: Pen, { endedNs, exit }: TreeNode, { bar, box, tree }: { bar: Box; box: Box; tree: TreeBars }): void {
  const words = exit?.signal ?? (exit?.code ? `code ${exit.code}` : '')
  if (endedNs === null || endedNs > tree.range.toNs || words === '') return
  const isRight = bar.x + bar.width + textWidth(words, SIZE - 1) + 6 < box.x + box.width
  const x = isRight ? bar.x + bar.width + 4 : bar.x + bar.width - 4
  if (!isRight) pen.rect({ x: x - textWidth(words, SIZE - 1) - 2, y: bar.y, width: textWidth(words, SIZE - 1) + 4, height: bar.height }, token('ground'))
  pen.text([x, bar.y + 10], words, { size: SIZE - 1, ink: token('danger'), anchor: isRight ? 'start' : 'end' })
}

/** What the height of a row means. */
export const sayTreeScale = ({ most }: TreeBars): string => `height of a row: ${formatCores(most)} ${most === 1 ? 'core' : 'cores'} used`
