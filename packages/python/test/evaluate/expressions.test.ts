import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { evaluate, parse, reprOf } from '../../src/index.ts'

/** One line of `expressions.txt` is a Python tuple; a line of `expected.json` what CPython shows for each of its items. */
const expressions = readFileSync(join(import.meta.dirname, 'expressions.txt'), 'utf8')
  .trimEnd()
  .split('\n')
const table = join(import.meta.dirname, 'expected.json')
const hasPython = spawnSync('python3', ['--version']).status === 0

function askPython(): readonly (readonly string[])[] {
  const script = [
    'import json, sys',
    'for line in json.load(sys.stdin):',
    '    value = eval(line)',
    '    print(json.dumps([repr(item) for item in (value if isinstance(value, tuple) else (value,))]))',
  ].join('\n')
  const answer = spawnSync('python3', ['-c', script], { input: JSON.stringify(expressions), encoding: 'utf8' })
  assert.equal(answer.status, 0, answer.stderr)
  return answer.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as string[])
}

if (process.env.UPDATE_GOLDEN === '1')
  writeFileSync(
    table,
    `[\n${askPython()
      .map((items) => `  ${JSON.stringify(items)}`)
      .join(',\n')}\n]\n`,
  )

const expected = JSON.parse(readFileSync(table, 'utf8')) as readonly (readonly string[])[]

test('the stored values are those of CPython', { skip: hasPython ? false : 'needs python3' }, () => {
  assert.deepEqual(expected, askPython())
})

test('each expression has stored values', () => assert.equal(expected.length, expressions.length))

expressions.forEach((expression, line) => {
  test(`line ${line + 1}: ${expression.slice(0, 60)}`, () => {
    const { names } = evaluate(parse(new TextEncoder().encode(`x = (${expression}\n)`)))
    const value = names.get('x')
    assert.ok(value !== undefined)
    const items = expected[line]?.length === 1 || value.kind !== 'tuple' ? [value] : value.items
    assert.deepEqual(
      items.map((item) => reprOf(item)),
      expected[line],
    )
  })
})
