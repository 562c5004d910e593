// happy-dom has no canvas. This one keeps a log of what is drawn on it, and stands in for the whole page while a test runs.
import { vi } from 'vitest'

export interface FakeContext {
  readonly log: string[]
}

/** Replaces getContext for every canvas; returns the log that all of them write to. */
export function fakeCanvases(): FakeContext {
  const log: string[] = []
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function (this: HTMLCanvasElement) {
    return contextOf(this, log) as never
  })
  vi.stubGlobal('DOMMatrix', class {
    scale(): this {
      return this
    }
  })
  vi.stubGlobal('Path2D', class {
    readonly kind = 'path'
  })
  return { log }
}

/** Every method writes its name and its numbers; every property may be set. */
function contextOf(canvas: HTMLCanvasElement, log: string[]): object {
  const state: Record<string | symbol, unknown> = { canvas }
  return new Proxy(state, {
    get(target, name) {
      if (name in target) return target[name]
      if (name === 'createPattern') return () => ({ setTransform: () => undefined })
      if (name === 'measureText') return (text: string) => ({ width: text.length * 6 })
      return (...values: unknown[]) => void log.push([String(name), ...values.map(value => (typeof value === 'number' ? Math.round(value) : typeof value === 'string' ? value : '…'))].join(' '))
    },
    set(target, name, value) {
      target[name] = value
      if (name === 'fillStyle' && typeof value === 'string') log.push(`fillStyle ${value}`)
      return true
    }
  })
}
