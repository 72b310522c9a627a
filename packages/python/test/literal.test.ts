import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesValue, decodeSource, Node, numberValue, parse, type Tree, textValue } from '../src/index.ts'

function firstOf(source: string, kind: number): readonly [Tree, number] {
  const tree = parse(new TextEncoder().encode(source))
  for (let node = 1; node < tree.size; node += 1) if (tree.kind(node) === kind) return [tree, node]
  throw new Error(`no such node in ${source}`)
}

const texts: readonly (readonly [source: string, value: string | null])[] = [
  [`'a'`, 'a'],
  [`u"a"`, 'a'],
  [`'''a\r\nb'c'''`, `a\nb'c`],
  [`r'\\n'`, '\\n'],
  [`'\\n\\t\\a\\b\\f\\v\\r\\0\\'\\"\\\\'`, `\n\t\x07\b\f\v\r\0'"\\`],
  [`'\\x41\\101\\u0042\\U00000043'`, 'AABC'],
  [`'\\U0001f600\\777'`, '\u{1f600}\u01ff'],
  [`'a\\\nb'`, 'ab'],
  [`'\\N{LATIN SMALL LETTER E}\\N{digit one}\\N{NO SUCH NAME}'`, 'e1\ufffd'],
  [`'\\xz\\d\\u12'`, '\\xz\\d\\u12'],
  [`'caf\u00e9\u53d8'`, 'caf\u00e9\u53d8'],
  [`'unfinished`, 'unfinished'],
  [`b'a'`, null],
]
for (const [source, value] of texts)
  test(`text of ${JSON.stringify(source)}`, () => assert.equal(textValue(...firstOf(source, Node.String)), value))

test('text between the fields of a template', () => {
  assert.equal(textValue(...firstOf(`f'{{a}}\\x41{b}'`, Node.TemplateText)), '{a}A')
  assert.equal(textValue(...firstOf(`rf'\\x41{b}'`, Node.TemplateText)), '\\x41')
})

test('bytes', () => {
  const bytes = (source: string) => bytesValue(...firstOf(source, Node.String))
  assert.deepEqual(bytes(`b'a\\x00\\377\\u0041\\n'`), Uint8Array.from([97, 0, 255, 92, 117, 48, 48, 52, 49, 10]))
  assert.deepEqual(bytes(`rb'\\n'`), Uint8Array.from([92, 110]))
  assert.equal(bytes(`'a'`), null)
})

const numbers: readonly (readonly [source: string, value: bigint | number | null])[] = [
  ['0', 0n],
  ['00', 0n],
  ['1_000', 1000n],
  ['0777', 511n],
  ['0o17', 15n],
  ['0XfFL', 255n],
  ['0b101', 5n],
  ['10L', 10n],
  ['123456789012345678901234567890', 123456789012345678901234567890n],
  ['1.', 1],
  ['.5e1', 5],
  ['1e3', 1000],
  ['1j', null],
]
for (const [source, value] of numbers)
  test(`number ${source}`, () => assert.equal(numberValue(...firstOf(source, Node.Number)), value))

function decoded(bytes: Uint8Array): readonly [string, string, boolean] {
  const { source, encoding, known } = decodeSource(bytes)
  return [new TextDecoder().decode(source), encoding, known]
}

test('reads a source by its coding cookie', () => {
  const latin = (text: string) => Buffer.from(text, 'latin1')
  assert.deepEqual(decoded(latin('x')), ['x', 'utf-8', true])
  assert.deepEqual(decoded(latin('# coding: latin_1\n\xe9')), ['# coding: latin_1\n\u00e9', 'latin-1', true])
  assert.deepEqual(decoded(latin('#!a\r\n# vim: set fileencoding=CP1252 :\n\x80')).slice(1), ['cp1252', true])
  assert.deepEqual(decoded(latin('x\n# coding: latin-1')).slice(1), ['utf-8', true])
  assert.deepEqual(decoded(latin('# coding: no_such')), ['# coding: no_such', 'no-such', false])
  assert.deepEqual(decoded(Buffer.from('# coding: gbk\n\xb1\xe4', 'latin1'))[0], '# coding: gbk\n\u53d8')
})

test('reads the encodings that hide statements in comments', () => {
  const text = (source: string) => decoded(Buffer.from(source, 'latin1'))[0].split('\n').slice(1).join('\n')
  assert.equal(text('# coding: utf-7\n# +AAo-import os'), '# \nimport os')
  assert.equal(text('# coding: utf7\n1 +- 1'), '1 + 1')
  assert.equal(text('# coding: unicode_escape\n# \\x0aimport os'), '# \nimport os')
  assert.equal(text('# coding: raw_unicode_escape\n# \\u000aimport os'), '# \nimport os')
  assert.equal(decoded(Buffer.from('# coding: rot13\nvzcbeg bf'))[0].split('\n')[1], 'import os')
})
