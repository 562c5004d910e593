// What can be exported of a run, and asking for it: the same layout draws the file that drew the screen.
import type { ChartName, ExportSpec, Reply, Settings } from '../../../shared/contract.ts'
import type { ComparedExportSpec } from '../../../shared/model/export.ts'
import { ns } from '../../../shared/units.ts'
import { type Bridge, ask } from '../bridge.ts'
import type { Notices } from './notices.ts'
import type { TimeView } from './run/useTimeView.ts'
import type { Run } from './run/useRun.ts'
import type { Tree } from './tree/useTree.ts'

export interface ExportChoice {
  readonly id: string
  readonly title: string
  readonly what: ExportSpec['what']
}

const charts: readonly (readonly [ChartName, string])[] = [
  ['run', 'Whole view'],
  ['cores', 'Core lanes'],
  ['used', 'Cores used'],
  ['memory', 'Memory'],
  ['tree', 'Process tree']
]

export const exportChoices: readonly ExportChoice[] = [
  ...charts.flatMap(([chart, title]) =>
    (['svg', 'png'] as const).map(format => ({ id: `${chart}-${format}`, title: `${title} as ${format.toUpperCase()}`, what: { kind: 'chart', chart, format } as const }))
  ),
  { id: 'csv', title: 'Samples as CSV', what: { kind: 'table', format: 'csv' } },
  { id: 'json', title: 'Samples as JSON', what: { kind: 'table', format: 'json' } },
  { id: 'parquet', title: 'Samples as Parquet', what: { kind: 'table', format: 'parquet' } },
  { id: 'html', title: 'Report as HTML', what: { kind: 'report', format: 'html' } },
  { id: 'perfetto', title: 'Trace for Perfetto', what: { kind: 'trace', format: 'perfetto' } },
  { id: 'firefox', title: 'Profile for the Firefox Profiler', what: { kind: 'trace', format: 'firefox' } }
]

export interface Exporting {
  /** `onlyVisible`: the stretch of time on the screen instead of the whole run. */
  exportRun(choice: ExportChoice, options: { onlyVisible: boolean }): Promise<void>
  /** The comparison of an experiment, as its curves are on the screen. */
  exportCompared(asked: Pick<ComparedExportSpec, 'execution' | 'curves' | 'format'>): Promise<void>
}

interface ExportingTools {
  readonly bridge: Bridge
  readonly notices: Notices
  readonly run: Run
  readonly time: TimeView
  readonly tree: Tree
  readonly look: () => { readonly theme: 'light' | 'dark'; readonly percentOf: Settings['percentOf'] }
}

const PICTURE_WIDTH = 1200
const PICTURE_SCALE = 2

export function useExporting({ bridge, notices, run, time, tree, look }: ExportingTools): Exporting {
  const tell = (reply: Reply<string | null>): void => {
    if (!reply.ok) {
      notices.complain(reply.fault)
      return
    }
    const path = reply.value
    if (path !== null) notices.say(`Written: ${path}`, { title: 'Show in folder', run: () => void ask(bridge.showExported(path)) })
  }
  return {
    async exportRun(choice, { onlyVisible }) {
      const held = run.shown.value
      if (!held) return
      const range = onlyVisible ? time.range.value : null
      const { theme, percentOf } = look()
      const spec: ExportSpec = {
        ...{ run: held.history.header.run, what: choice.what, fromNs: range ? ns(Math.max(0, range.fromNs)) : null, toNs: range ? ns(range.toNs) : null },
        ...{ hidden: [...tree.hidden.value], theme, percentOf, width: PICTURE_WIDTH, scale: PICTURE_SCALE }
      }
      tell(await ask(bridge.exportRun(spec)))
    },
    exportCompared: async asked => tell(await ask(bridge.exportCompared({ ...asked, ...look(), width: PICTURE_WIDTH, scale: PICTURE_SCALE })))
  }
}
