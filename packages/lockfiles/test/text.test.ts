import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cut, hashOf, readHash, skip } from '../src/builder.ts'
import { LockfileError } from '../src/error.ts'
import { withoutSecrets } from '../src/secrets.ts'
import { decodeText } from '../src/text.ts'

/** Bytes of a text in UTF-16 or UTF-32. */
function wide(text: string, size: 2 | 4, little: boolean): Uint8Array {
  const points = [...text].map((character) => character.codePointAt(0) ?? 0)
  const view = new DataView(new ArrayBuffer(points.length * size))
  for (const [index, point] of points.entries()) {
    if (size === 2) view.setUint16(index * 2, point, little)
    else view.setUint32(index * 4, point, little)
  }
  return new Uint8Array(view.buffer)
}

function refuses(bytes: Uint8Array, line?: number): void {
  assert.throws(
    () => decodeText(bytes),
    (error) =>
      error instanceof LockfileError && error.code === 'BAD_ENCODING' && (line === undefined || error.line === line),
  )
}

const text = 'flask==3.0.3\n# \u00e9t\u00e9\n'

test('every encoding that pip takes gives the same text', () => {
  const latin1 = Uint8Array.from([...text].map((character) => character.charCodeAt(0)))
  const cookie = (name: string): Uint8Array =>
    Uint8Array.from([...`# -*- coding: ${name} -*-\n`, ...text].map((character) => character.charCodeAt(0)))
  assert.equal(decodeText(new TextEncoder().encode(text)), text)
  assert.equal(decodeText(new TextEncoder().encode(`\uFEFF${text}`)), text)
  for (const little of [true, false]) {
    assert.equal(decodeText(wide(text, 2, little)), text)
    assert.equal(decodeText(wide(`\uFEFF${text}`, 2, little)), text)
    assert.equal(decodeText(wide(`\uFEFF${text}`, 4, little)), text)
  }
  assert.equal(decodeText(latin1), text)
  for (const name of ['latin-1', 'ISO-8859-1', 'cp1252']) assert.ok(decodeText(cookie(name)).endsWith(text), name)
  assert.equal(decodeText(new Uint8Array()), '')
})

test('an encoding that we cannot read is refused, never guessed', () => {
  // In UTF-7 `+AGY-lask` is `flask`: read as anything else, the line would be lost.
  refuses(new TextEncoder().encode('# coding: utf-7\n+AGY-lask==1.0\n'))
  refuses(new TextEncoder().encode('#!/bin/x\n# coding=unicode_escape\n'))
  assert.equal(decodeText(new TextEncoder().encode('\n\n# coding: utf-7\n')), '\n\n# coding: utf-7\n')
})

test('binary data is refused with the line of its first NUL', () => {
  refuses(Uint8Array.from([0x61, 0x0a, 0x00, 0x62]), 2)
  refuses(Uint8Array.from([0xff, 0xfe, 0x00, 0xd8]))
  refuses(Uint8Array.from([0xff, 0xfe, 0x00, 0x00, 0x01]))
  refuses(Uint8Array.from([0xff, 0xfe, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff]))
})

test('evidence is short, on one line and without secrets', () => {
  assert.equal(cut('  a \n\tb\0c '), 'a b c')
  assert.equal(cut('x'.repeat(200)).length, 200)
  assert.equal(cut('x'.repeat(201)), `${'x'.repeat(199)}\u2026`)
  assert.equal(cut(`a${' '.repeat(5000)}b`), 'a\u2026')
  assert.equal(withoutSecrets('https://user:pw@a/ http://token@b'), 'https://user:***@a/ http://***@b')
  assert.equal(withoutSecrets('ssh://git@a git+https://b'), 'ssh://git@a git+https://b')
  const variables = ['USER', 'PASSWORD'].map((name) => `\${${name}}`)
  assert.equal(withoutSecrets(`https://${variables.join(':')}@a`), `https://${variables.join(':')}@a`)
  assert.equal(withoutSecrets('https://a/b@c'), 'https://a/b@c')
  const { text: shown, reason } = skip({ path: 'a', line: 1 }, 'BAD_LINE', 'https://u:pw@a', 'see https://u:pw@a')
  assert.deepEqual([shown, reason], ['https://u:***@a', 'see https://u:***@a'])
  assert.equal(new LockfileError('MALFORMED', 'near https://u:pw@a').message, 'near https://u:***@a')
})

test('a hash is a known algorithm with as many digits as it has', () => {
  assert.deepEqual(readHash(`SHA256:${'A'.repeat(64)}`), { algorithm: 'sha256', value: 'a'.repeat(64) })
  for (const bad of [
    '',
    'sha256',
    'sha256:',
    `sha256:${'g'.repeat(64)}`,
    `sha256:${'a'.repeat(63)}`,
    `foo:${'a'.repeat(64)}`,
  ]) {
    assert.equal(readHash(bad), null, bad)
  }
  assert.equal(hashOf('constructor', 'a'), null)
})
