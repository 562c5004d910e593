// The tables of a processed profile of the Firefox Profiler, version 63: columns side by side, strings by index. The profiler
// upgrades every older version when it opens one and refuses newer ones, so that the youngest is not the best to write; 63 is
// the first whose counters say what they count. https://github.com/firefox-devtools/profiler (src/types/profile.ts)

export const PROFILE_VERSION = 63
/** Of the format that Firefox itself hands to the profiler; asked for by its reader, without meaning here. */
export const GECKO_VERSION = 30

export const CATEGORIES = [
  { name: 'Other', color: 'grey', subcategories: ['Other'] },
  { name: 'On a core', color: 'blue', subcategories: ['Other'] },
  { name: 'Life', color: 'green', subcategories: ['Other'] },
  { name: 'Doubt', color: 'orange', subcategories: ['Other'] }
] as const
export const CATEGORY = { other: 0, core: 1, life: 2, doubt: 3 } as const

/** Index of each string in the profile's one list of them. */
export class Strings {
  readonly list: string[] = []
  readonly #indices = new Map<string, number>()

  indexOf(text: string): number {
    let index = this.#indices.get(text)
    if (index === undefined) {
      index = this.list.push(text) - 1
      this.#indices.set(text, index)
    }
    return index
  }
}

export type MarkerData = Readonly<Record<string, string | number>> & { readonly type: string }

export interface Marker {
  readonly name: string
  readonly fromNs: number
  /** Null: a moment. */
  readonly toNs: number | null
  readonly category: number
  readonly data: MarkerData
}

const PHASE = { moment: 0, interval: 1 } as const

export function markerTable(markers: readonly Marker[], strings: Strings): object {
  return {
    data: markers.map(({ data }) => data),
    name: markers.map(({ name }) => strings.indexOf(name)),
    startTime: markers.map(({ fromNs }) => inMs(fromNs)),
    endTime: markers.map(({ toNs }) => (toNs === null ? null : inMs(toNs))),
    phase: markers.map(({ toNs }) => (toNs === null ? PHASE.moment : PHASE.interval)),
    category: markers.map(({ category }) => category),
    length: markers.length
  }
}

/** The thread ran `ranNs` since the sample before. */
export interface Sample {
  readonly tNs: number
  readonly ranNs: number
}

/** Stack 0 is the only one: what a thread does on its core is not known. A sample without CPU has none. */
export function sampleTable(samples: readonly Sample[]): object {
  return {
    stack: samples.map(({ ranNs }) => (ranNs > 0 ? 0 : null)),
    time: samples.map(({ tNs }) => inMs(tNs)),
    threadCPUDelta: samples.map(({ ranNs }) => ranNs),
    weight: null,
    weightType: 'samples',
    length: samples.length
  }
}

/** One function, “on a core”, in one frame and one stack; none of the rest. */
export function sharedTables(strings: Strings): object {
  const name = strings.indexOf('on a core')
  return {
    stackTable: { frame: [0], prefix: [null], length: 1 },
    frameTable: {
      ...{ address: [-1], inlineDepth: [0], category: [CATEGORY.core], subcategory: [0], func: [0], nativeSymbol: [null] },
      ...{ innerWindowID: [null], line: [null], column: [null], length: 1 }
    },
    funcTable: { name: [name], isJS: [false], relevantForJS: [false], resource: [-1], source: [null], lineNumber: [null], columnNumber: [null], length: 1 },
    resourceTable: { lib: [], name: [], host: [], type: [], length: 0 },
    nativeSymbols: { libIndex: [], address: [], name: [], functionSize: [], length: 0 },
    sources: { id: [], filename: [], startLine: [], startColumn: [], sourceMapURL: [], length: 0 },
    stringArray: strings.list
  }
}

/** The profiler's times are milliseconds; a nanosecond is kept. */
export const inMs = (ns: number): number => Math.round(ns) / 1e6
