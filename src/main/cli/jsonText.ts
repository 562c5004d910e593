// The summary as one line of JSON. Field names are those of RunSummary; docs/measuring.md says what each means.
import type { RunSummary } from '../../shared/model/run.ts'

/** What was not measured is null: JSON has no NaN, and a 0 would be a figure. */
export const layoutJson = (summary: RunSummary): string => JSON.stringify(summary)
