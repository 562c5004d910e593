// What one reading of all cores' busy time costs, beside what Node itself offers.
import { atMost, plain } from '../case.ts'
import type { Case } from '../case.ts'
import { askPrices } from '../prices.ts'
import { formatMicro } from '../words.ts'

export const cores: Case = {
  name: 'cores',
  title: 'Reading the busy time of all cores',
  run: async kit => {
    kit.say('some thousand readings')
    const { coresNs, pacedCoresNs, osCpusNs } = await askPrices(kit.programs)
    return [
      atMost('one reading', formatMicro(coresNs), { is: coresNs, most: 10_000, text: '10 µs' }),
      plain('the same at a pace of 100 Hz (median, wall)', formatMicro(pacedCoresNs)),
      plain('os.cpus()', formatMicro(osCpusNs)),
      plain('os.cpus() ÷ one reading', `${(osCpusNs / coresNs).toFixed(1)} ×`)
    ]
  }
}
