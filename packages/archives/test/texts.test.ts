import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readTexts } from '../src/native/index.ts'

/** The same by trying every place. */
function textsByHand(bytes: Uint8Array, shortest: number, longest: number): readonly string[] {
  const found = new Set<string>()
  for (const step of [1, 2])
    for (let at = 0; at < bytes.length; ) {
      let text = ''
      for (let each = at; text.length < longest && isCharacter(bytes, each, step); each += step)
        text += String.fromCharCode(bytes[each] ?? 0)
      if (text.length >= shortest) found.add(text)
      at += Math.max(1, text.length * step)
    }
  return [...found]
}

function isCharacter(bytes: Uint8Array, at: number, step: number): boolean {
  const byte = bytes[at] ?? 0
  return byte >= 0x20 && byte <= 0x7e && (step === 1 || bytes[at + 1] === 0)
}

test('what is passed over on the way to a text holds none', () => {
  const byte = fc.oneof(fc.constant(0), fc.constantFrom(0x20, 0x41, 0x42, 0x7e), fc.constantFrom(0x1f, 0x7f, 0xff))
  const input = fc.tuple(
    fc.array(byte, { maxLength: 80 }),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 9 }),
  )
  fc.assert(
    fc.property(input, ([list, shortest, longest]) => {
      const bytes = Uint8Array.from(list)
      assert.deepEqual(readTexts(bytes, { shortest, longest, count: 1000 }), textsByHand(bytes, shortest, longest))
    }),
    { numRuns: 2000 },
  )
})
