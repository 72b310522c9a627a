import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type PythonExpression, readExpression } from '../src/python/expression.ts'
import { tokenizePython } from '../src/python/tokens.ts'

function kindsOf(text: string): readonly string[] {
  return tokenizePython(text).tokens.map((token) => (token.text === '' ? token.kind : token.text))
}

function read(text: string): PythonExpression {
  return readExpression(text, tokenizePython(text).tokens, 0).expression
}

/** An expression as a plain value; `?text` where it is dynamic. */
function plain(expression: PythonExpression): unknown {
  switch (expression.kind) {
    case 'text':
      return expression.value
    case 'list':
      return expression.items.map(plain)
    case 'dict':
      return expression.entries.map(({ key, value }) => [key === null ? null : plain(key), plain(value)])
    case 'spread':
      return { spread: plain(expression.value) }
    case 'name':
      return { name: expression.path }
    case 'sum':
      return { sum: expression.terms.map(plain) }
    case 'call':
      return { call: expression.callee, with: expression.arguments.map(({ name, value }) => [name, plain(value)]) }
    case 'constant':
      return { constant: expression.text }
    case 'dynamic':
      return `?${expression.text}`
  }
}

test('tokens: comments, continuations and brackets end no line', () => {
  assert.deepEqual(kindsOf('a = [1, # one\n  2]\\\n + b\n\n# c\nd'), [
    ...['a', '=', '[', '1', ',', '2', ']', '+', 'b', 'newline', 'd', 'newline', 'end'],
  ])
})

test('tokens: a logical line tells its indent and line', () => {
  const { tokens } = tokenizePython('if x:\n    y = """a\nb"""\nz\r\n\tw')
  assert.deepEqual(
    tokens.filter((token) => token.indent >= 0).map(({ text, line, indent }) => [text, line, indent]),
    [
      ['if', 1, 0],
      ['y', 2, 4],
      ['z', 4, 0],
      ['w', 5, 1],
      ['', 5, 0],
    ],
  )
})

test('tokens: strings have their value where it can be known', () => {
  const stringOf = (text: string): string | null | undefined => tokenizePython(text).tokens[0]?.value
  assert.equal(stringOf(`'a\\x41\\u00e9\\101\\n\\q'`), 'aA\u00e9A\n\\q')
  assert.equal(stringOf(`r'a\\n'`), 'a\\n')
  assert.equal(stringOf(`u"x"`), 'x')
  assert.equal(stringOf(`"""a"b\n"""`), 'a"b\n')
  assert.equal(stringOf(`"a\\\nb"`), 'ab')
  assert.equal(stringOf(`f"{x}"`), null)
  assert.equal(stringOf(`b"x"`), null)
  assert.equal(stringOf(`"\\N{BULLET}"`), null)
})

test('tokens: quotes may stand in a replacement field', () => {
  const { tokens, problem } = tokenizePython(`f"{x["a"]} {{" + 'b'`)
  assert.equal(problem, null)
  assert.deepEqual(
    tokens.map((token) => token.kind),
    ['string', 'operator', 'string', 'newline', 'end'],
  )
})

test('tokens: what Python refuses is told with its line', () => {
  assert.deepEqual(tokenizePython('a\n"b\nc').problem?.line, 2)
  assert.deepEqual(tokenizePython('a\n"""b\nc').problem?.line, 2)
  assert.deepEqual(tokenizePython('a(\n[\n)').problem?.line, 3)
  assert.deepEqual(tokenizePython('\n(').problem?.line, 2)
})

test('expressions: literals, names, sums and calls are read', () => {
  assert.deepEqual(plain(read(`["a" 'b', *base, ("c"), ("d",), {"e"}, None]`)), [
    'ab',
    { spread: { name: 'base' } },
    'c',
    ['d'],
    ['e'],
    { constant: 'None' },
  ])
  assert.deepEqual(plain(read(`{"a": [b.c], **rest}`)), [
    ['a', [{ name: 'b.c' }]],
    [null, { name: 'rest' }],
  ])
  assert.deepEqual(plain(read(`{*a, "b"}`)), [{ spread: { name: 'a' } }, 'b'])
  assert.deepEqual(plain(read(`base + ["x"] + f("y", k=1)`)), {
    sum: [
      { name: 'base' },
      ['x'],
      {
        call: 'f',
        with: [
          [null, 'y'],
          ['k', { constant: '1' }],
        ],
      },
    ],
  })
})

test('expressions: everything else is dynamic, and only as much as needs be', () => {
  assert.deepEqual(plain(read(`["a", "b" % c, f"{d}", e[0], open("f").read(), x if y else z, "g"]`)), [
    'a',
    '?"b" % c',
    '?f"{d}"',
    '?e[0]',
    '?open("f").read()',
    '?x if y else z',
    'g',
  ])
  assert.deepEqual(plain(read(`[line for line in lines if line != "]"]`)), ['?line for line in lines if line != "]"'])
  assert.deepEqual(plain(read(`lambda: 1`)), '?lambda')
})

test('expressions: any text and any depth end', () => {
  const piece = fc.constantFrom('(', ')', '[', ']', '{', '}', ',', ':', '=', '+', '*', '"a"', 'b', '.', '\n', 'f"', '1')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const source = pieces.join(' ')
      const { tokens } = tokenizePython(source)
      for (let at = 0; at < tokens.length; at += 1) {
        const { next } = readExpression(source, tokens, at)
        assert.ok(next >= at && next <= tokens.length)
      }
    }),
  )
  for (const unit of ['[', '(', '{', 'f(', '{"a":', '*', 'a+', '"a"', '[]', 'a.']) read(unit.repeat(50_000))
})
