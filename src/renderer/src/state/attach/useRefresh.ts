// Asks again and again, at a modest rate, only while somebody can see the answer, and never twice at a time.

export interface Refresh {
  start(): void
  stop(): void
}

const EVERY_MS = 1000

/** `ask` never rejects. */
export function useRefresh(ask: () => Promise<void>): Refresh {
  let isOn = false
  let isAsking = false
  let timer: ReturnType<typeof setTimeout> | null = null

  const plan = (): void => {
    if (isOn) timer = setTimeout(turn, EVERY_MS)
  }
  const turn = async (): Promise<void> => {
    timer = null
    if (!isOn || isAsking || document.visibilityState === 'hidden') return
    isAsking = true
    await ask()
    isAsking = false
    plan()
  }
  const onVisibility = (): void => {
    if (timer === null) void turn()
  }
  return {
    start() {
      if (isOn) return
      isOn = true
      document.addEventListener('visibilitychange', onVisibility)
      void turn()
    },
    stop() {
      isOn = false
      document.removeEventListener('visibilitychange', onVisibility)
      if (timer !== null) clearTimeout(timer)
      timer = null
    }
  }
}
