import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { LockfileError } from '../src/error.ts'
import { parseIni } from '../src/ini.ts'
import { parseJson } from '../src/json.ts'
import { type DataNode, isFalse, isNull, isTrue, itemsOf, textAt, textOf, valueAt } from '../src/node.ts'
import { parseYaml, parseYamlDocuments } from '../src/yaml.ts'

function codeOf(parse: () => unknown): readonly unknown[] {
  try {
    parse()
    return []
  } catch (error) {
    assert.ok(error instanceof LockfileError)
    return [error.code, error.line]
  }
}

/** A node as JSON would have it, with scalars as their text. */
function plain(node: DataNode): unknown {
  if (node.kind === 'scalar') return node.text
  if (node.kind === 'sequence') return node.items.map(plain)
  return Object.fromEntries([...node.entries.values()].map(({ key, value }) => [key, plain(value)]))
}

/** A value of JSON with every scalar as its text. */
function texts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(texts)
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value : JSON.stringify(value)
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, texts(one)]))
}

describe('parseJson', () => {
  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.nat(3), (value, indent) => {
        assert.deepEqual(plain(parseJson(JSON.stringify(value, null, indent))), texts(value))
      }),
    )
  })

  test('refuses what JSON.parse refuses', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '-',
      '0',
      '.5',
      'e',
      'true',
      'null',
      ' ',
      '\\',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        let expected = true
        try {
          JSON.parse(text)
        } catch {
          expected = false
        }
        const twice = /"a":.*"a":/s.test(text)
        if (!twice) assert.equal(codeOf(() => parseJson(text)).length === 0, expected, text)
      }),
      { numRuns: 2000 },
    )
  })

  test('knows lines, refuses a repeated key and endless depth', () => {
    const root = parseJson('{\n "a": [1,\r\n  "x"],\n "b": {}\n}')
    assert.equal(itemsOf(valueAt(root, 'a'))[1]?.line, 3)
    assert.equal(root.kind === 'mapping' ? root.entries.get('b')?.line : 0, 4)
    assert.deepEqual(
      codeOf(() => parseJson('{"a": 1,\n"a": 2}')),
      ['MALFORMED', 2],
    )
    assert.deepEqual(
      codeOf(() => parseJson('['.repeat(100_000))),
      ['MALFORMED', 1],
    )
    assert.deepEqual(
      codeOf(() => parseJson('')),
      ['MALFORMED', 1],
    )
  })
})

describe('parseYaml', () => {
  test('keeps texts as written, with their lines', () => {
    const root = parseYaml(
      'a: 3.10\nb:\n  - 010\n  - "null"\n  - null\nc: |\n  one\n  two\nd: yes\ne: true\nf: False\n',
    )
    assert.equal(textAt(root, 'a'), '3.10')
    assert.deepEqual(
      itemsOf(valueAt(root, 'b')).map((item) => [textOf(item), item.line, isNull(item)]),
      [
        ['010', 3, false],
        ['null', 4, false],
        [null, 5, true],
      ],
    )
    assert.deepEqual([textAt(root, 'c'), valueAt(root, 'c')?.line], ['one\ntwo\n', 7])
    assert.deepEqual(
      [isTrue(valueAt(root, 'd')), isTrue(valueAt(root, 'e')), isFalse(valueAt(root, 'f'))],
      [false, true, true],
    )
  })

  test('resolves aliases and merge keys; own keys win, then the first source', () => {
    const root = parseYaml('a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  <<: [*a, *b]\n  x: 5\nd: *a\n')
    assert.deepEqual(plain(valueAt(root, 'c') ?? root), { x: '5', y: '2', z: '4' })
    assert.deepEqual(plain(valueAt(root, 'd') ?? root), { x: '1', y: '2' })
    assert.equal(valueAt(parseYaml('a: !reference [b, c]'), 'a')?.tag, '!reference')
  })

  test('keys that name a prototype are plain keys', () => {
    const root = parseYaml('__proto__: {polluted: 1}\nconstructor: 2\n')
    assert.equal(textAt(valueAt(root, '__proto__'), 'polluted'), '1')
    assert.equal(textAt(root, 'constructor'), '2')
    assert.equal(textAt(root, 'toString'), null)
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false)
  })

  test('refuses with a code and a line', () => {
    assert.deepEqual(
      codeOf(() => parseYaml('a: 1\na: 2')),
      ['MALFORMED', 2],
    )
    assert.deepEqual(
      codeOf(() => parseYaml('a: &a\n  - *a')),
      ['MALFORMED', 2],
    )
    assert.deepEqual(
      codeOf(() => parseYaml('a: *b')),
      ['MALFORMED', 1],
    )
    assert.deepEqual(
      codeOf(() => parseYaml('a\n---\nb')),
      ['MALFORMED', 3],
    )
    assert.deepEqual(
      codeOf(() => parseYaml('? [a]\n: b')),
      ['MALFORMED', 1],
    )
    assert.deepEqual(
      codeOf(() => parseYaml('<<: 1')),
      ['MALFORMED', 1],
    )
    assert.deepEqual(
      codeOf(() => parseYaml('['.repeat(200))),
      ['MALFORMED', 1],
    )
    assert.equal(parseYamlDocuments('a\n---\nb').length, 2)
    assert.ok(isNull(parseYaml('# nothing\n')))
  })

  test('a bomb of aliases is refused before it is unfolded', () => {
    const levels = Array.from({ length: 40 }, (_, level) => {
      const items = level === 0 ? 'x, x' : `*a${level - 1}, *a${level - 1}`
      return `a${level}: &a${level} [${items}]`
    })
    assert.deepEqual(codeOf(() => parseYaml(levels.join('\n')))[0], 'TOO_LARGE')
    const merges = Array.from(
      { length: 3000 },
      (_, level) => `k${level}: &m${level}\n  <<: *m${Math.max(0, level - 1)}\n  n${level}: 1`,
    )
    assert.deepEqual(codeOf(() => parseYaml(`m: &m0 {a: 1}\n${merges.slice(1).join('\n')}`))[0], 'TOO_LARGE')
  })
})

test('parseIni reads as configparser does', () => {
  const { sections, problems } = parseIni(
    '\uFEFF[a]\nkey = one ; no comment\n  two\n\n  # comment\n  three\nother: x=y\n; comment\n[b]\n  indented = 1\n    more\n[a]\nkey = again\nnonsense\n',
  )
  assert.deepEqual(
    sections.map(({ name, options }) => [
      name,
      options.map(({ key, value }) => [key, value.map(({ text, line }) => `${line} ${text}`)]),
    ]),
    [
      [
        'a',
        [
          ['key', ['2 one ; no comment', '3 two', '6 three']],
          ['other', ['7 x=y']],
          ['key', ['13 again']],
        ],
      ],
      ['b', [['indented', ['10 1', '11 more']]]],
    ],
  )
  assert.deepEqual(
    problems.map(({ line, section }) => [line, section]),
    [
      [12, 'a'],
      [14, 'a'],
    ],
  )
})
