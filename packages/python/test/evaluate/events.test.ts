import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fernetToken } from './codecs.ts'
import { eventLines } from './show.ts'

/** `events.txt`: `=== title`, a source, `=>`, and a line for each event that it has. */
const cases = readFileSync(join(import.meta.dirname, 'events.txt'), 'utf8')
  .split(/^=== /m)
  .slice(1)

for (const each of cases) {
  const [head = '', expected = ''] = each.split(/^=>\n/m)
  const [title = '', ...source] = head.split('\n')
  test(title, () => assert.deepEqual(eventLines(source.join('\n')), expected.trimEnd().split('\n')))
}

test('a token with a literal key', () => {
  const key = Buffer.alloc(32, 5)
  const token = fernetToken(key, "import os; os.system('id')")
  const source = `from cryptography.fernet import Fernet as F\nexec(F(b"${key.toString('base64')}").decrypt(b"${token}"))`
  const lines = eventLines(source)
  assert.ok(lines.includes('module: layer 1 cryptography.fernet.Fernet.decrypt'), lines.join('\n'))
  assert.ok(lines.includes("module: os.system('id')"))
})

test('layers stop at the eighth', () => {
  let source = "import os; os.system('id')"
  for (let layer = 0; layer < 10; layer += 1)
    source = `exec(__import__("base64").b64decode("${Buffer.from(source).toString('base64')}"))`
  const lines = eventLines(source)
  assert.ok(lines.includes('limit layers'))
  assert.ok(lines.some((line) => line.startsWith('module: layer 8')))
  assert.ok(!lines.some((line) => line.includes('os.system')))
})
