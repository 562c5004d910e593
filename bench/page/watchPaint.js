// Runs in the page: notes for every tick how long after it began the first frame was finished in which canvases were drawn
// with it. The hand-over of that frame to the screen (one frame at most, without a screen none) is not in it.
/* global window, requestAnimationFrame, CanvasRenderingContext2D */

/** Installed once; `window.benchLatencies` then holds, for every tick so far, the ms until the page had it and until it was drawn. */
export function watchPaint(startedAtUnixMs) {
  const latencies = (window.benchLatencies = [])
  const now = () => performance.timeOrigin + performance.now()
  /** Ticks that the page has and has not yet drawn, by wall clock, and when they came. */
  const arrived = []
  /** How many of them were there when the first stroke of this frame was drawn; what comes later is in the next. */
  let drawn = 0
  const pen = CanvasRenderingContext2D.prototype
  for (const name of ['fillRect', 'fill', 'stroke', 'drawImage', 'putImageData']) {
    const stroke = pen[name]
    pen[name] = function (...strokeArguments) {
      drawn ||= arrived.length
      return stroke.apply(this, strokeArguments)
    }
  }
  window.forkscope.on('batchArrived', ({ batch }) => {
    for (const tNs of batch.tickNs) arrived.push({ beganMs: startedAtUnixMs + tNs / 1e6, cameMs: now() })
  })
  const afterFrame = new MessageChannel()
  afterFrame.port1.onmessage = () => {
    const drawnMs = now()
    for (const { beganMs, cameMs } of arrived.splice(0, drawn)) latencies.push({ arrivalMs: cameMs - beganMs, drawnMs: drawnMs - beganMs })
    drawn = 0
  }
  const onFrame = () => {
    afterFrame.port2.postMessage(null)
    requestAnimationFrame(onFrame)
  }
  requestAnimationFrame(onFrame)
}
