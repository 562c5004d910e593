// What 100 % means in a chart: one core, or all cores of the machine.
import type { RunHistory } from '../derive/history.ts'
import { formatPercent } from '../format.ts'

export interface PercentOf {
  readonly percentOf: 'core' | 'machine'
  readonly coreCount: number
}

/** '100 % = one core' or '100 % = all 8 cores'. */
export function sayPercent({ percentOf, coreCount }: PercentOf): string {
  return percentOf === 'core' || coreCount === 1 ? '100 % = one core' : `100 % = all ${String(coreCount)} cores`
}

export const percentSetting = ({ header }: RunHistory, percentOf: PercentOf['percentOf']): PercentOf => ({ percentOf, coreCount: header.machine.coreCount })

/** A figure in cores, as percent of what 100 % means. */
export function sayCores(ratio: number, { percentOf, coreCount }: PercentOf): string {
  return formatPercent(ratio, percentOf === 'machine' ? coreCount : 1)
}
