// Writes the fixture of the current version: node test/unit/recording/makeFixture.ts. Run it once when the version is new; a
// file that was written by an older version is never written again.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { simulateTree } from '../../../bench/cases/recordingTree.ts'
import { FORMAT } from '../../../src/main/engine/recording/schema.ts'
import { closeWhole, openToWrite } from '../../../src/main/engine/recording/writing/connection.ts'
import { RunWriter } from '../../../src/main/engine/recording/writing/writer.ts'
import { unknownPeaks } from '../../../src/shared/model/run.ts'
import { ns } from '../../../src/shared/units.ts'
import { endOf, headerOf } from '../drawRun.ts'

const path = fileURLToPath(new URL(`../../fixtures/recordings/v${FORMAT}.fscope`, import.meta.url))
if (existsSync(path)) throw new Error(`${path} is there already`)

for (const [round, seconds] of [62, 5].entries()) {
  const header = headerOf({ cores: 2, rateHz: 4, command: ['python3', 'work.py'] })
  const database = openToWrite(path)
  const writer = new RunWriter(database, header, { experiment: 'gil', variant: 'threads', round })
  for (const batch of simulateTree({ processes: 5, busy: 2, rateHz: 4, seconds, run: header.run })) {
    writer.append(batch)
    writer.commit()
  }
  for (const [index, text] of ['first\n', 'second ✓\n', 'third\n'].entries()) writer.appendOutput({ run: header.run, tNs: ns(index * 1e9), stream: index === 1 ? 'stderr' : 'stdout', text, droppedBytes: 0 })
  writer.end(endOf(header, { wallNs: seconds * 1e9, cpuMs: 1234 }), unknownPeaks)
  closeWhole(database)
}
