// The whole page on a fake bridge, for tests that use it as a person would.
import { type VueWrapper, flushPromises, mount } from '@vue/test-utils'
import type { StartState } from '../../src/shared/contract.ts'
import App from '../../src/renderer/src/App.vue'
import { type FakeBridge, openFakeBridge } from './fixtures/fakeBridge.ts'
import { type FakeShape, fakeBatches, fakeHeader, shapeOf } from './fixtures/fakeRun.ts'

export interface MountedApp {
  readonly page: VueWrapper
  readonly fake: FakeBridge
  /** Says that a run began, and everything that was sampled of it. */
  play(shape?: Partial<FakeShape>): Promise<FakeShape>
  press(key: string, options?: KeyboardEventInit): Promise<void>
}

/** `prepare` tells the bridge what to reply before the page asks for the first time. */
export async function mountApp(start: Partial<StartState> = {}, prepare: (fake: FakeBridge) => void = () => {}): Promise<MountedApp> {
  const fake = openFakeBridge(start)
  prepare(fake)
  const page = mount(App, { props: { bridge: fake.bridge }, attachTo: document.body })
  await flushPromises()
  return {
    page,
    fake,
    async play(parts = {}) {
      const shape = shapeOf(parts)
      fake.say('runStarted', fakeHeader(shape))
      fakeBatches(shape).forEach((batch, first) => fake.say('batchArrived', { first, count: 1, batch }))
      await nextFrames()
      return shape
    },
    async press(key, options = {}) {
      const target = document.activeElement ?? document.body
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options }))
      await flushPromises()
    }
  }
}

/** Two frames: one paints what arrived, the next what followed from it. */
export async function nextFrames(): Promise<void> {
  for (let frame = 0; frame < 2; frame++) {
    await new Promise(resolve => requestAnimationFrame(resolve))
    await flushPromises()
  }
}
