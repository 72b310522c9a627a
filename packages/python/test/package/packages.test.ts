import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { packageLines, parseCases } from './show.ts'

for (const { title, files, entries, expected } of parseCases(
  readFileSync(join(import.meta.dirname, 'packages.txt'), 'utf8'),
))
  test(title, () => assert.deepEqual(packageLines(files, entries), expected))
