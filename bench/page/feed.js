// Runs in main: a made-up run with as many cores as no machine here has. It says to the page what the engine would say,
// in the same messages and at the same rate, and like the engine's delivery nothing while the window is hidden.

/** `header`: of the made-up run. Every process keeps `share` of a core busy, on cores in turn; its only thread likewise. */
export function feed({ BrowserWindow }, { header, coreCount, processCount, rateHz, share }) {
  const [window] = BrowserWindow.getAllWindows()
  const periodNs = 1e9 / rateHz
  const fill = (count, value) => Float64Array.from({ length: count }, (_, index) => value(index))
  const each = Uint32Array.from({ length: processCount }, (_, index) => index)
  const none = new Float64Array(0)
  const birth = process => [
    { kind: 'born', tNs: 0, seenNs: 0, process, pid: 1000 + process, startTicks: 1, parent: process > 0 ? 0 : null, parentPid: 1000, name: `worker ${process}`, command: ['worker', `${process}`], making: 'forked', exactness: 'sampled' },
    { kind: 'thread-born', tNs: 0, thread: process, process, tid: 1000 + process, name: 'worker' }
  ]
  let tick = 0
  let sent = 0
  let waiting = []

  const makeBatch = () => {
    const now = ++tick * periodNs
    const cpu = { subject: each, fromNs: fill(processCount, () => now - periodNs), tNs: fill(processCount, () => now), ranNs: fill(processCount, () => now * share), waitedNs: fill(processCount, () => now * 0.1) }
    const times = cpu.tNs
    const unknown = fill(processCount, () => NaN)
    const isSecond = tick % rateHz === 1
    return {
      run: header.run,
      tickNs: Float64Array.of(now),
      processes: cpu,
      threads: { ...cpu, core: Int16Array.from(each, process => (process + tick) % coreCount), state: new Uint8Array(processCount).fill(82) },
      details: { process: each, tNs: times, rssBytes: fill(processCount, () => 4e7 + tick * 1e4), threads: fill(processCount, () => 1), userNs: cpu.ranNs, systemNs: unknown, reapedNs: fill(processCount, () => 0), minorFaults: unknown, majorFaults: unknown, voluntarySwitches: unknown, involuntarySwitches: unknown, readBytes: unknown, writtenBytes: unknown, state: new Uint8Array(processCount).fill(82) },
      memory: isSecond ? { process: each, tNs: times, pssBytes: fill(processCount, () => 2e7), ussBytes: fill(processCount, () => 1e7), sharedBytes: fill(processCount, () => 3e7), swapBytes: fill(processCount, () => 0) } : { process: new Uint32Array(0), tNs: none, pssBytes: none, ussBytes: none, sharedBytes: none, swapBytes: none },
      cores: { core: Uint16Array.from({ length: coreCount }, (_, core) => core), tNs: fill(coreCount, () => now), busyNs: fill(coreCount, core => now * (0.5 + core / coreCount / 2)) },
      events: tick === 1 ? [...each].flatMap(birth) : [],
      warnings: [],
      own: null
    }
  }

  window.webContents.send('runStarted', header)
  setInterval(() => {
    waiting.push(makeBatch())
    if (!window.isVisible() || window.isMinimized()) return
    for (const batch of waiting) window.webContents.send('batchArrived', { first: sent++, count: 1, batch })
    waiting = []
  }, 1000 / rateHz)
}
