// Figures that people read change at most a few times a second, however fast samples arrive.
import { onBeforeUnmount, shallowRef, watch, type Ref, type WatchSource } from 'vue'

/** `read` again after a source changed: at once if the last reading is `apartMs` old, else as soon as it is. */
export function useSlow<Value>(sources: readonly WatchSource[], read: () => Value, apartMs: number): Readonly<Ref<Value>> {
  const value = shallowRef(read()) as Ref<Value>
  let readAtMs = performance.now()
  let timer: ReturnType<typeof setTimeout> | null = null
  const renew = (): void => {
    timer = null
    readAtMs = performance.now()
    value.value = read()
  }
  watch([...sources], () => {
    const leftMs = readAtMs + apartMs - performance.now()
    if (timer !== null) return
    if (leftMs <= 0) renew()
    else timer = setTimeout(renew, leftMs)
  })
  onBeforeUnmount(() => {
    if (timer !== null) clearTimeout(timer)
  })
  return value
}
