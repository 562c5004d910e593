// The kernel's way to write sets of cores: '0-3,8,10-11' (Documentation/admin-guide/cputopology.rst).

/** Cores in the order written. Null when the text is no such list; an empty text is an empty list. */
export function parseCoreList(text: string): number[] | null {
  const trimmed = text.trim()
  if (trimmed === '') return []
  const cores: number[] = []
  for (const part of trimmed.split(',')) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part.trim())
    if (!range) return null
    const first = Number(range[1])
    const last = range[2] === undefined ? first : Number(range[2])
    for (let core = first; core <= last; core++) cores.push(core)
  }
  return cores
}
