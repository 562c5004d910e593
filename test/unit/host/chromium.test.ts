// Which browser the host takes.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../../../host/chromium.mjs'

describe.runIf(process.platform === 'linux')('on Linux', () => {
  let folder = ''
  const place = (name: string, mode: number): string => {
    const path = join(folder, name)
    writeFileSync(path, '#!/bin/sh\n')
    chmodSync(path, mode)
    return path
  }
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'forkscope-chromium-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('the PATH is searched for Chromium and its kin, and only for what can be run', () => {
    expect(findChromium({ PATH: folder })).toBeNull()
    place('chromium', 0o644)
    expect(findChromium({ PATH: folder })).toBeNull()
    const chrome = place('google-chrome', 0o755)
    expect(findChromium({ PATH: `/nowhere:${folder}` })).toBe(chrome)
  })

  test('the browser that is named is taken, or none', () => {
    const own = place('my-browser', 0o755)
    expect(findChromium({ PATH: folder, FORKSCOPE_HOST_CHROMIUM: own })).toBe(own)
    expect(findChromium({ PATH: folder, FORKSCOPE_HOST_CHROMIUM: '/nowhere/browser' })).toBeNull()
  })
})
