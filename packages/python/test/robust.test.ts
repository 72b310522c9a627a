import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Node, parse, type Tree } from '../src/index.ts'

const encoder = new TextEncoder()

/** Every node lies within its parent, behind the sibling before it, and hangs in one place only. */
function assertSound(tree: Tree): void {
  const parents = new Int32Array(tree.size)
  for (let node = tree.root; node > 0; node -= 1) {
    if (node !== tree.root && parents[node] === 0) continue
    assert.ok(tree.start(node) <= tree.end(node), 'begins before it ends')
    for (let child = tree.first(node); child !== 0; child = tree.next(child)) {
      assert.ok(child < node, 'children have lower numbers')
      assert.equal(parents[child], 0, 'one parent')
      parents[child] = node
      assert.ok(tree.start(child) >= tree.start(node) && tree.end(child) <= tree.end(node), 'within its parent')
    }
  }
  assert.equal(tree.kind(tree.root), Node.Module)
  assert.equal(tree.next(tree.root), 0)
}

const pieces = [
  ...[
    'def f(a, *b, c=1, **d) -> e:',
    'class A(B, metaclass=C):',
    'if x:',
    'elif y:',
    'else:',
    'try:',
    'except A as b:',
    'finally:',
  ],
  ...[
    'with a as b, c:',
    'for i in range(3):',
    'async for x in y:',
    'while x:',
    'match x:',
    'case [a, *b] | {"k": v} if c:',
  ],
  ...[
    'import a.b as c',
    'from ..x import (y as z,)',
    'return',
    'yield from x',
    'raise a from b',
    'print "a" % b,',
    'exec c in d',
  ],
  ...[
    'lambda x, *y: z',
    '[a for b in c if d]',
    '{a: b, **c}',
    '(a, b)',
    'f(*a, k=v)[1:2, ::3]',
    'a if b else c',
    'not -a ** b',
  ],
  ...[
    'f"{a!r:>{w}}"',
    "rb'\\x00'",
    "'''a\nb'''",
    'f"""{',
    '"',
    "'",
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ':',
    ';',
    ',',
    '=',
    ':=',
    '->',
    '@',
  ],
  ...[
    '\n',
    '\n  ',
    '\n\t',
    '\n        ',
    '\\\n',
    '\r\n',
    '\f',
    '#',
    '\0',
    '$',
    '`',
    '.',
    '...',
    '**',
    'await',
    'async',
    'type X[T] = y',
  ],
  ...['变量', 'ｅ', '\u00e9', '€', '0x1f', '1_0j', '10L', ' '],
]
const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((list) => encoder.encode(list.join(' ')))
const brokenSoup = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((list) => encoder.encode(list.join('')))

test('any bytes parse into a sound tree', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => assertSound(parse(bytes))),
    { numRuns: 1000 },
  )
})

test('any pieces of Python parse into a sound tree', () => {
  fc.assert(
    fc.property(fc.oneof(soup, brokenSoup), (bytes) => assertSound(parse(bytes))),
    { numRuns: 3000 },
  )
})

test('parsing twice gives the same tree', () => {
  fc.assert(
    fc.property(soup, (bytes) => {
      const [one, two] = [parse(bytes), parse(bytes)]
      assert.equal(one.size, two.size)
      for (let node = 1; node < one.size; node += 1) assert.equal(one.kind(node), two.kind(node))
    }),
    { numRuns: 200 },
  )
})

const repeated: readonly (readonly [title: string, source: string, unit: number])[] = [
  ['brackets', '(', 200_000],
  ['closing brackets', ')', 200_000],
  ['calls', 'f(', 100_000],
  ['subscripts', 'a[', 100_000],
  ['braces', '{a:', 100_000],
  ['attributes', '.a', 300_000],
  ['call chains', '.a()', 200_000],
  ['sums', '1+', 300_000],
  ['sums and differences', '1+2-', 200_000],
  ['powers', '2**-', 100_000],
  ['negations', 'not ', 200_000],
  ['conditionals', 'a if b else ', 50_000],
  ['lambdas', 'lambda:', 100_000],
  ['lambda defaults', 'lambda a=', 100_000],
  ['comprehensions', '[a for b in ', 50_000],
  ['assignment expressions', 'a:=', 100_000],
  ['yields', 'yield ', 100_000],
  ['awaits', 'await ', 100_000],
  ['stars', '*', 200_000],
  ['double stars', 'f(**', 100_000],
  ['backquotes', '`', 100_000],
  ['decorators', '@a\n', 100_000],
  ['else-ifs', 'elif a:\n b\n', 50_000],
  ['lines', 'a=1\n', 200_000],
  ['semicolons', ';', 300_000],
  ['open templates', 'f"{', 100_000],
  ['templates', 'f"{a}"', 100_000],
  ['nested formats', 'f"{a:{b:', 50_000],
  ['open triple quotes', 'f"""{\n', 50_000],
  ['blanks', ' ', 2_000_000],
  ['NULs', '\0', 300_000],
  ['characters of no use', '€', 100_000],
  ['wide names', '变量', 100_000],
  ['line continuations', '\\\n', 200_000],
  ['functions in brackets', '(\ndef f():\n', 50_000],
  ['matches', 'match x:\n', 50_000],
  ['matches on a line', 'match x;', 50_000],
  ['brackets of with', 'with (', 50_000],
]

for (const [title, source, count] of repeated)
  test(`${count} ${title}`, () => {
    const tree = parse(encoder.encode(source.repeat(count)))
    assert.ok(tree.size < source.length * count * 3 + 10)
    assert.equal(tree.kind(tree.root), Node.Module)
  })

test('blocks within each other, and brackets in the innermost, to the limit and beyond', () => {
  for (const depth of [90, 109, 2000]) {
    const blocks = Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}if a:\n`).join('')
    const inner = `${' '.repeat(depth)}${'f(lambda x=['.repeat(180)}\n`
    const tree = parse(encoder.encode(blocks + inner))
    assertSound(tree)
    assert.equal(tree.problems.count('too-deep') > 0, true)
  }
})

test('a statement behind what is too deep is parsed', () => {
  const tree = parse(encoder.encode(`${'('.repeat(500)}a${')'.repeat(500)}; exec(b)`))
  assert.equal(tree.problems.count('too-deep'), 1)
  let calls = 0
  for (let node = 1; node < tree.size; node += 1) if (tree.kind(node) === Node.Call) calls += 1
  assert.equal(calls, 1)
})

test('as deep as CPython goes is parsed', () => {
  const tree = parse(encoder.encode(`${'('.repeat(199)}a${')'.repeat(199)}`))
  assert.ok(tree.problems.none)
})
