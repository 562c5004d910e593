// Finding a command as a shell would, also with a PATH that other users made.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findCommand } from '../../../src/main/engine/launch/resolve.ts'
import type { FaultError } from '../../../src/shared/fault.ts'

const NOBODY = 65_534
const isRoot = process.geteuid?.() === 0

describe.runIf(process.platform === 'linux')('a folder on the PATH that may not be entered', () => {
  let closed = ''
  let open = ''
  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), 'forkscope-path-'))
    chmodSync(folder, 0o755)
    closed = join(folder, 'closed')
    open = join(folder, 'open')
    for (const each of [closed, open]) mkdirSync(each)
    for (const each of [closed, open]) writeFileSync(join(each, 'tool'), '#!/bin/sh\n', { mode: 0o755 })
    chmodSync(closed, isRoot ? 0o700 : 0o000)
    if (isRoot) process.seteuid?.(NOBODY) // root may enter everything
  })
  afterEach(() => {
    if (isRoot) process.seteuid?.(0)
    chmodSync(closed, 0o700)
    rmSync(join(closed, '..'), { recursive: true })
  })

  it('is passed by', () => {
    expect(findCommand('tool', { cwd: '/', path: `${closed}:${open}` })).toBe(join(open, 'tool'))
  })

  it('alone does not hold the command', () => {
    expect(() => findCommand('tool', { cwd: '/', path: closed })).toThrow(expect.objectContaining({ fault: expect.objectContaining({ kind: 'command-not-found' }) as unknown }) as FaultError)
  })

  it('is the reason, when the command is named with it', () => {
    expect(() => findCommand(join(closed, 'tool'), { cwd: '/', path: open })).toThrow(expect.objectContaining({ fault: { kind: 'permission-denied', path: join(closed, 'tool') } }) as FaultError)
  })
})
