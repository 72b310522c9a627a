import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LockfileError } from '../src/error.ts'
import {
  isTable,
  maxTomlLength,
  parseToml,
  readFlag,
  readString,
  readStrings,
  readTable,
  readTableAt,
} from '../src/toml.ts'

const sample = `title = "a # not a comment"
"quoted.key" = 'x' # comment with "quotes"
'it''s' = 1
multi = """
[[package]]
trap = 1 \\"""
still inside"""""
after = [
  "one", # first
  # "no element"
  [ "nested", "deep" ],
  { name = "three", extras = [
    "e1",
  ] },
]

[[package]]
name = "a"
[package.sub]
key = true
[[package]]
name = "b"
dependencies = [ { name = "x" },
  { name = "y", "esc\\u0061ped" = 2 } ]
[[package.inner]]
z = 1
[[package.inner]]
z = 2

[tool.a.b]
c.d = "dotted"
[tool]
late = 1
`

test('finds the line of keys, tables and elements', () => {
  const lines = sample.replace("'it''s' = 1\n", "'it' = 1\n").split('\n')
  const { lineOf } = parseToml(lines.join('\n'), 'x.toml')
  const at = (...path: (string | number)[]) => lines[lineOf(path) - 1] ?? ''
  assert.equal(at('title'), 'title = "a # not a comment"')
  assert.match(at('quoted.key'), /^"quoted\.key"/)
  assert.equal(at('multi'), 'multi = """')
  assert.equal(at('after'), 'after = [')
  assert.match(at('after', 0), /"one"/)
  assert.match(at('after', 1, 1), /"deep"/)
  assert.match(at('after', 2, 'name'), /"three"/)
  assert.match(at('after', 2, 'extras', 0), /"e1"/)
  assert.equal(lineOf(['package', 0]), lines.indexOf('[[package]]', 9) + 1)
  assert.equal(at('package', 0, 'sub'), '[package.sub]')
  assert.equal(at('package', 0, 'sub', 'key'), 'key = true')
  assert.equal(at('package', 1, 'name'), 'name = "b"')
  assert.match(at('package', 1, 'dependencies', 1), /"y"/)
  assert.match(at('package', 1, 'dependencies', 1, 'escaped'), /u0061/)
  assert.equal(at('package', 1, 'inner', 1, 'z'), 'z = 2')
  assert.equal(at('tool', 'a', 'b', 'c', 'd'), 'c.d = "dotted"')
  assert.equal(at('tool'), '[tool]')
  assert.equal(at('tool', 'late'), 'late = 1')
})

test('gives the nearest line for a path that leads nowhere', () => {
  const { lineOf } = parseToml('a = 1\n[b]\nc = [\n 1,\n]\n', 'x.toml')
  assert.equal(lineOf(['b', 'c', 7, 'd']), 3)
  assert.equal(lineOf(['nope']), 1)
})

test('counts lines from where a block begins, with CRLF and a byte order mark', () => {
  const { lineOf } = parseToml('\uFEFFa = 1\r\nb = [\r\n  2,\r\n  3 ]\r\n', 'x.py', 10)
  assert.deepEqual([lineOf(['a']), lineOf(['b']), lineOf(['b', 0]), lineOf(['b', 1])], [10, 11, 12, 13])
})

test('an error names file, line and text', () => {
  assert.throws(
    () => parseToml('a = 1\nb = = 2\n', 'dir/uv.lock'),
    (error) =>
      error instanceof LockfileError &&
      error.code === 'MALFORMED' &&
      error.line === 2 &&
      error.message.includes('dir/uv.lock:2') &&
      error.message.includes('b = = 2'),
  )
  assert.throws(() => parseToml('x = [', 's.py', 5), { code: 'MALFORMED', line: 5 })
})

test('bounds size and depth', () => {
  assert.throws(() => parseToml(' '.repeat(maxTomlLength + 1), 'x'), { code: 'TOO_LARGE' })
  assert.throws(() => parseToml(`a = ${'['.repeat(100_000)}`, 'x'), { code: 'MALFORMED' })
  assert.throws(() => parseToml(`a = ${'{a='.repeat(100_000)}`, 'x'), { code: 'MALFORMED' })
})

test('names of Object.prototype are plain keys', () => {
  const { root } = parseToml('__proto__.polluted = true\nconstructor = "c"\n[toString]\na = 1\n', 'x')
  assert.equal(readTable(root, '__proto__')?.polluted, true)
  assert.equal(({} as Record<string, unknown>).polluted, undefined)
  assert.equal(readString(root, 'constructor'), 'c')
  assert.equal(readTable(root, 'hasOwnProperty'), null)
  assert.equal(readString(root, 'valueOf'), null)
})

test('readers give null or nothing for the wrong type', () => {
  const { root } = parseToml('s = ["a", 1, "b"]\nd = 2020-01-01\nf = true\n[t.u]\n', 'x')
  assert.deepEqual(readStrings(root, 's'), ['a', 'b'])
  assert.equal(isTable(root.d), false)
  assert.equal(readString(root, 's'), null)
  assert.equal(readFlag(root, 'f'), true)
  assert.equal(readFlag(root, 's'), false)
  assert.notEqual(readTableAt(root, ['t', 'u']), null)
  assert.equal(readTableAt(root, ['s', 'u']), null)
})

test('the n-th element of a long array is found in linear work', () => {
  const count = 20_000
  const { lineOf } = parseToml(`[a]\nb = [\n${'  "x",\n'.repeat(count)}]\n`, 'x')
  for (let index = 0; index < count; index += 1) assert.equal(lineOf(['a', 'b', index]), index + 3)
})

test('every text stands on the line that is told (law)', () => {
  const word = fc.stringMatching(/^[a-z]{4,8}$/)
  const gap = fc.constantFrom('', '\n', ' # c "[{\n', '\n\n')
  const array = fc.array(fc.tuple(word, gap), { maxLength: 6 })
  const table = fc.array(fc.tuple(word, array), { maxLength: 5 })
  fc.assert(
    fc.property(fc.array(fc.tuple(word, table), { maxLength: 5 }), (tables) => {
      const text = tables
        .map(([name, keys], n) => {
          const body = keys.map(
            ([key, items], i) =>
              `${key}${i} = [${items.map(([item, space]) => `${space} "${item}"${space},`).join('')}]\n`,
          )
          return `[${name}${n}]\n${body.join('')}`
        })
        .join('\n')
      const { lineOf } = parseToml(text, 'x')
      const lines = text.split('\n')
      tables.forEach(([name, keys], n) => {
        keys.forEach(([key, items], i) => {
          items.forEach(([item], at) => {
            assert.ok(lines[lineOf([`${name}${n}`, `${key}${i}`, at]) - 1]?.includes(`"${item}"`), text)
          })
        })
      })
    }),
    { numRuns: 60 },
  )
})

test('garbage is refused with the coded error only (law)', () => {
  const piece = fc.constantFrom(
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '"""',
    '=',
    '.',
    '\n',
    '\\',
    ',',
    'a',
    '#',
    '1',
    '\0',
    '[[',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      try {
        parseToml(pieces.join(''), 'x').lineOf(['a', 0, 'a'])
      } catch (error) {
        assert.ok(error instanceof LockfileError)
      }
    }),
    { numRuns: 300 },
  )
})
