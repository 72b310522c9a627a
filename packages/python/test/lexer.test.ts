import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lex, StringFlag, Token } from '../src/index.ts'
import { tokenName } from './print.ts'

function tokensOf(source: string | Uint8Array): string {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source
  const { tokens, symbols } = lex(bytes)
  const out: string[] = []
  for (let index = 0; index < tokens.count; index += 1) {
    const [token = 0, start = 0, end = 0] = tokens.data.subarray(index * 3, index * 3 + 3)
    const kind = token & 0xff
    const text = kind === Token.Name ? symbols.text(token >>> 8) : new TextDecoder().decode(bytes.subarray(start, end))
    const shown = kind >= Token.Name && kind <= Token.TemplateText && kind !== Token.TemplateStart
    out.push(shown ? text : tokenName(kind))
  }
  return out.join(' ')
}

function problemsOf(source: string): readonly string[] {
  return lex(new TextEncoder().encode(source)).problems.first.map((problem) => problem.code)
}

const rows: readonly (readonly [title: string, source: string, tokens: string])[] = [
  ['nothing', '', 'End'],
  ['a line without its end', 'x', 'x Newline End'],
  ['blank lines and comments', '\n  # a\n\t\nx # b\n\n', 'x Newline End'],
  ['a byte order mark', '\ufeffx', 'x Newline End'],
  [
    'blocks',
    'if x:\n  y\n  if z:\n\tw\nv',
    'If x Colon Newline Indent y Newline If z Colon Newline Indent w Newline Dedent Dedent v Newline End',
  ],
  [
    'a tab goes to the next multiple of eight',
    'if x:\n\ty\n        z',
    'If x Colon Newline Indent y Newline z Newline Dedent End',
  ],
  [
    'a form feed restarts the column',
    'if x:\n  y\n  \f  z',
    'If x Colon Newline Indent y Newline z Newline Dedent End',
  ],
  ['brackets join lines', 'f(\n  x,\n# c\ny)', 'f ParenOpen x Comma y ParenClose Newline End'],
  ['a backslash joins lines', 'x \\\n  + \\\r\n y', 'x Plus y Newline End'],
  [
    'a backslash in the indentation',
    'if x:\n  \\\n    y\n  z',
    'If x Colon Newline Indent y Newline z Newline Dedent End',
  ],
  ['line ends of old systems', 'x\ry\r\nz', 'x Newline y Newline z Newline End'],
  [
    'numbers',
    '0777 0o17 0xFFl 0b1_0 10L 1_000 1. .5 1e5 1.e-3J 2j',
    '0777 0o17 0xFFl 0b1_0 10L 1_000 1. .5 1e5 1.e-3J 2j Newline End',
  ],
  ['a number and a word', '1if 2else 0x1for', '1 If 2 Else 0x1f Or Newline End'],
  ['a number and its attribute', '1..real 1.e', '1. Dot real 1. e Newline End'],
  [
    'longest operators',
    'a**=b//=c<<=d>>=e->f:=g...!=<>',
    'a DoubleStarEqual b DoubleSlashEqual c ShiftLeftEqual d ShiftRightEqual e Arrow f Walrus g Ellipsis NotEqual NotEqual Newline End',
  ],
  [
    'other operators',
    'a@=b|=c^=d&=e%=f`g`~h',
    'a AtEqual b PipeEqual c CaretEqual d AmpersandEqual e PercentEqual f Backquote g Backquote Tilde h Newline End',
  ],
  ['string prefixes', `r'a' B"b" uR'c' Rb'd' bR'e' br"f"`, `r'a' B"b" uR'c' Rb'd' bR'e' br"f" Newline End`],
  ['no prefixes', `x'a' bu'b' rr'c'`, `x 'a' bu 'b' rr 'c' Newline End`],
  ['escaped quotes', `'a\\'b' "\\\\" '\\\n'`, `'a\\'b' "\\\\" '\\\n' Newline End`],
  ['triple quotes', `'''a''b\\'''' """""" """a"b\n\\""" """`, `'''a''b\\'''' """""" """a"b\n\\""" """ Newline End`],
  ['names in their normal form', 'ｅｘｅｃ ﬁ 变量 é', 'exec fi 变量 é Newline End'],
  ['a wide name is no keyword', '𝐢𝐟', 'if Newline End'],
  ['NULs are passed over', 'x\0y\0', 'x y Newline End'],
  ['characters of no use', 'a ? $b €', 'a Error Error b Error Newline End'],
]

for (const [title, source, expected] of rows) test(`lexes ${title}`, () => assert.equal(tokensOf(source), expected))

const templates: readonly (readonly [title: string, source: string, tokens: string])[] = [
  ['a text', `f'a'`, 'TemplateStart a TemplateEnd'],
  ['a field', `f'a{b}c'`, 'TemplateStart a FieldOpen b FieldClose c TemplateEnd'],
  ['doubled braces', `f'{{a}}'`, 'TemplateStart {{a}} TemplateEnd'],
  [
    'a conversion and a format',
    `f'{a!r:>{w}.2f}'`,
    'TemplateStart FieldOpen a FieldBang r FieldColon > FieldOpen w FieldClose .2f FieldClose TemplateEnd',
  ],
  ['an unequal sign', `f'{a!=b}'`, 'TemplateStart FieldOpen a NotEqual b FieldClose TemplateEnd'],
  ['a self-documenting field', `f'{a = }'`, 'TemplateStart FieldOpen a Equal FieldClose TemplateEnd'],
  ['a format that looks like a walrus', `f'{a:=5}'`, 'TemplateStart FieldOpen a FieldColon =5 FieldClose TemplateEnd'],
  [
    'colons in brackets',
    `f'{a[1:2]}{ {1:2} }'`,
    'TemplateStart FieldOpen a BracketOpen 1 Colon 2 BracketClose FieldClose FieldOpen BraceOpen 1 Colon 2 BraceClose FieldClose TemplateEnd',
  ],
  [
    'the same quotes inside',
    `f'{a['b']}'`,
    `TemplateStart FieldOpen a BracketOpen 'b' BracketClose FieldClose TemplateEnd`,
  ],
  [
    'templates within each other',
    `f'{f'{f'{x}'}'}'`,
    `TemplateStart FieldOpen TemplateStart FieldOpen TemplateStart FieldOpen x FieldClose TemplateEnd FieldClose TemplateEnd FieldClose TemplateEnd`,
  ],
  ['a line end and a comment in a field', `f'{a # b\n}'`, 'TemplateStart FieldOpen a FieldClose TemplateEnd'],
  ['a named character', `f'\\N{DIGIT ONE}{a}'`, 'TemplateStart \\N{DIGIT ONE} FieldOpen a FieldClose TemplateEnd'],
  ['a raw one', `rf'\\{a}\\N{b}'`, 'TemplateStart \\ FieldOpen a FieldClose \\N FieldOpen b FieldClose TemplateEnd'],
  ['a t-string', `t"a{b}"`, 'TemplateStart a FieldOpen b FieldClose TemplateEnd'],
  ['a triple one', `f'''a\n'{b}' ''''`, `TemplateStart a\n' FieldOpen b FieldClose '  TemplateEnd '`],
]

for (const [title, source, expected] of templates)
  test(`lexes a formatted string with ${title}`, () => assert.equal(tokensOf(source), `${expected} Newline End`))

test('a formatted string that is none is read as a plain one, and what follows as usual', () => {
  for (const source of [`f'{a'`, `f'{a)}'`, `f'{'`, `f'{a:{b'`, `f"{'a"`]) {
    assert.match(tokensOf(`${source}\nx`), / x Newline End$/, source)
    assert.ok(problemsOf(source).includes('unread-template'), source)
  }
})

test('tells what was wrong', () => {
  assert.deepEqual(problemsOf(`x = 'a\ny`), ['unterminated-string'])
  assert.deepEqual(problemsOf(`'''a`), ['unterminated-string'])
  assert.deepEqual(problemsOf('x)'), ['unbalanced-bracket'])
  assert.deepEqual(problemsOf('if x:\n    y\n  z'), ['inconsistent-dedent'])
  assert.deepEqual(problemsOf('a\0$'), ['bad-character', 'bad-character'])
  assert.deepEqual(problemsOf('x = [1, 2\n'), [])
})

test('a statement where a bracket is open ends the bracket', () => {
  assert.equal(
    tokensOf('f(a,\n  b\ndef g():\n  c'),
    'f ParenOpen a Comma b Newline Def g ParenOpen ParenClose Colon Newline Indent c Newline Dedent End',
  )
  assert.deepEqual(problemsOf('f(a\nimport b'), ['unbalanced-bracket'])
})

test('a string that its line cuts off goes no further', () => {
  const { tokens } = lex(new TextEncoder().encode(`x = 'a\ny`))
  assert.equal(tokensOf(`x = 'a\ny`), `x Equal 'a Newline y Newline End`)
  assert.ok(((tokens.data[6] ?? 0) >>> 8) & StringFlag.Unterminated)
})

test('stops at the limit and says so', () => {
  const lexed = lex(new TextEncoder().encode('x\n'.repeat(100)), 10)
  assert.ok(lexed.tokens.count < 20)
  assert.deepEqual(lexed.problems.first, [{ code: 'too-large', at: 10 }])
})

test('names that were chosen to collide stay apart', () => {
  const names = Array.from({ length: 4096 }, (_, number) =>
    Array.from({ length: 12 }, (_, bit) => ((number >> bit) & 1 ? 'Aa' : 'BB')).join(''),
  )
  const { symbols, tokens } = lex(new TextEncoder().encode(`${names.join(' ')} ${names.join(' ')}`))
  const seen = names.map((_, index) => (tokens.data[index * 3] ?? 0) >>> 8)
  assert.equal(new Set(seen).size, names.length)
  assert.deepEqual(
    seen,
    names.map((_, index) => (tokens.data[(index + names.length) * 3] ?? 0) >>> 8),
  )
  assert.deepEqual(
    seen.map((symbol) => symbols.text(symbol)),
    names,
  )
  assert.equal(symbols.find(names[100] ?? ''), seen[100])
  assert.equal(symbols.find('nowhere'), -1)
})
