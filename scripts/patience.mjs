// Loaded before Electron's downloader: gives up when the network has not begun to answer after a few seconds, where the
// downloader itself would wait for minutes. A download that has begun may take its time.
const FIRST_ANSWER_MS = 5000
const fetchWithPatience = globalThis.fetch

globalThis.fetch = async (address, options = {}) => {
  const giveUp = new AbortController()
  const timer = setTimeout(() => giveUp.abort(new Error('no answer')), FIRST_ANSWER_MS)
  const signals = [giveUp.signal, options.signal].filter(signal => signal instanceof AbortSignal)
  try {
    return await fetchWithPatience(address, { ...options, signal: AbortSignal.any(signals) })
  } finally {
    clearTimeout(timer)
  }
}
