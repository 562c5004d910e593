// A question to a recording is answered in a process of its own, which ends with its answer or at its limit.
import { expect, test } from 'vitest'
import { queryRecording } from '../../src/main/engine/recording/query/query.ts'

const fixture = 'test/fixtures/recordings/v1.fscope'

test('a question is answered', async () => {
  const { columns, rows } = await queryRecording(fixture, 'SELECT name, pid FROM process WHERE run = 1 ORDER BY pid LIMIT 2')
  expect({ columns, rows }).toEqual({ columns: ['name', 'pid'], rows: [['worker-0', 4000], ['worker-1', 4001]] })
})

test('a question that would take for ever is ended at its limit', async () => {
  const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'
  const began = performance.now()
  await expect(queryRecording(fixture, endless, { longestMs: 1500 })).rejects.toMatchObject({ fault: { kind: 'query-failed' } })
  expect(performance.now() - began).toBeLessThan(20_000)
})

test('a fault comes back as one', async () => {
  await expect(queryRecording('package.json', 'SELECT 1')).rejects.toMatchObject({ fault: { kind: 'recording-damaged' } })
})
