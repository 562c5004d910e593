// What axe-core has against the page as it stands: https://github.com/dequelabs/axe-core
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** One line per thing that is wrong and element that has it; empty when all is well. */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(source) // as the debugger does: the page's own policy would refuse it as a script
  const violations = await page.evaluate<Violation[]>('axe.run(document).then(({ violations }) => violations)')
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html, failureSummary }) => `${id} (${help}): ${html.slice(0, 160)} ${failureSummary ?? ''}`))
}
