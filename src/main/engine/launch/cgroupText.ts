// Text of cgroup files: "name value" a line.

/** Number after "label " at the beginning of a line; NaN if absent. */
export function parseLabelledSpace(text: string, label: string): number {
  const match = new RegExp(`^${label} (\\d+)$`, 'm').exec(text)
  return match ? Number(match[1]) : NaN
}
