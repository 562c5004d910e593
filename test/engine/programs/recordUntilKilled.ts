// Records by the recorder's own thread until somebody kills us: a batch every 20 ms of the clock, half a second of the run in
// each, so that minutes pass in seconds. Says which batch it has handed over, and when. Argument: the file.
import { writeSync } from 'node:fs'
import { simulateTree } from '../../../bench/cases/recordingTree.ts'
import { startRecorder } from '../../../src/main/engine/recording/recorder.ts'
import { headerOf } from '../../unit/drawRun.ts'

const header = headerOf({ cores: 2, rateHz: 2 })
const recorder = startRecorder({
  path: process.argv[2] ?? '',
  header,
  onFailure: reason => {
    writeSync(1, `failed ${reason}\n`)
  }
})
const batches = simulateTree({ processes: 8, busy: 4, rateHz: 2, seconds: 1e6, run: header.run })
let count = 0
setInterval(() => {
  const next = batches.next()
  if (next.done) return
  recorder.append(next.value)
  writeSync(1, `${++count} ${Date.now()}\n`)
}, 20)
