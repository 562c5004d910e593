// Runs in the page: notes for every tick how long after it began the first frame was finished in which canvases were drawn
// with it. The hand-over of that frame to the screen (one frame at most, without a screen none) is not in it.
/* global window, requestAnimationFrame, CanvasRenderingContext2D */

/** Installed once; `window.benchLatencies` then holds the ms of every tick so far. */
export function watchPaint(startedAtUnixMs) {
  const latencies = (window.benchLatencies = [])
  /** Ticks that the page has and has not yet drawn, by wall clock. */
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
    for (const tNs of batch.tickNs) arrived.push(startedAtUnixMs + tNs / 1e6)
  })
  const afterFrame = new MessageChannel()
  afterFrame.port1.onmessage = () => {
    const now = performance.timeOrigin + performance.now()
    for (const tick of arrived.splice(0, drawn)) latencies.push(now - tick)
    drawn = 0
  }
  const onFrame = () => {
    afterFrame.port2.postMessage(null)
    requestAnimationFrame(onFrame)
  }
  requestAnimationFrame(onFrame)
}
