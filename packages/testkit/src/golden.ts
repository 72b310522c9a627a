import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Compares rendered text with the file at `path`. `UPDATE_GOLDEN=1` writes the file instead, which is refused in CI:
 * a golden that a build writes for itself compares nothing.
 */
export function golden(path: string, text: string): void {
  if (process.env.UPDATE_GOLDEN === '1') {
    assert.notEqual(process.env.CI, 'true', 'UPDATE_GOLDEN=1 is refused in CI')
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return
  }
  assert.equal(text, readGolden(path), `differs from ${path}; UPDATE_GOLDEN=1 rewrites it`)
}

function readGolden(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Error(`no golden at ${path}; UPDATE_GOLDEN=1 writes it`, { cause })
  }
}
