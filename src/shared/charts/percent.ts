// What 100 % means in a chart: one core, or all cores of the machine.

export interface PercentOf {
  readonly percentOf: 'core' | 'machine'
  readonly coreCount: number
}

/** '100 % = one core' or '100 % = all 8 cores'. */
export function sayPercent({ percentOf, coreCount }: PercentOf): string {
  return percentOf === 'core' || coreCount === 1 ? '100 % = one core' : `100 % = all ${String(coreCount)} cores`
}
