import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LockfileError } from '../src/error.ts'
import type { LockfileFormat } from '../src/format.ts'
import { decodeText } from '../src/text.ts'
import { casesOf, formats, textOfCase } from './support/cases.ts'

/** A parser answers or throws its coded error; anything else is a bug of ours. */
function survives(format: LockfileFormat, text: string, path: string): void {
  try {
    const file = format.parse(text, path)
    for (const one of [...file.dependencies, ...file.skipped, ...file.options]) assert.ok(one.text.length <= 200)
  } catch (error) {
    if (!(error instanceof LockfileError)) throw error
  }
}

/** Cuts, doublings and replacements: what broken downloads, merges and hostile hands make of a real file. */
const mutation = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat(20),
    insert: fc.oneof(
      fc.constantFrom(
        '\n',
        '\r',
        '\\',
        '"',
        "'",
        '[',
        ']',
        '{',
        '}',
        '#',
        '=',
        ':',
        '- ',
        '\t',
        '\0',
        '\u2028',
        '$' + '{X}',
        '&a ',
        '*a',
      ),
      fc.constantFrom(
        '"""',
        '-e ',
        '--',
        '@',
        ';',
        '[[',
        '(',
        ')',
        ',',
        '<<: ',
        '!!x ',
        '\uFEFF',
        '__proto__',
        'constructor',
      ),
      fc.string({ maxLength: 8 }),
    ),
  }),
  { minLength: 1, maxLength: 6 },
)

function mutate(text: string, changes: readonly { at: number; remove: number; insert: string }[]): string {
  return changes.reduce((now, { at, remove, insert }) => {
    const start = Math.floor(at * now.length)
    return now.slice(0, start) + insert + now.slice(start + remove)
  }, text)
}

for (const format of formats) {
  const cases = casesOf(format.id)
  const path = cases[0]?.path ?? format.id
  test(`${format.id}: any text is read or refused with a code`, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => survives(format, text, path)),
      { numRuns: 100 },
    )
  })
  test(`${format.id}: a damaged file is read or refused with a code`, () => {
    const texts = cases.flatMap((one) => {
      try {
        return [textOfCase(one)]
      } catch {
        return []
      }
    })
    fc.assert(
      fc.property(fc.constantFrom(...texts), mutation, (text, changes) =>
        survives(format, mutate(text, changes), path),
      ),
      { numRuns: 250 },
    )
  })
  test(`${format.id}: much of anything ends`, { timeout: 60_000 }, () => {
    const units = [
      'a',
      '[',
      '{"',
      '"',
      "'",
      '\\\n',
      '\n',
      ' ',
      '- ',
      'a: ',
      'a==',
      '#',
      '${',
      '(',
      '-r x\n',
      '[[a]]\n',
      '=1,',
      '\ta',
      'a[',
      'setup(',
      'a = a\n',
      '@',
      ';',
    ]
    const sample = cases.map((one) => new TextDecoder('latin1').decode(one.bytes)).join('\n')
    for (const unit of [...units, sample.slice(0, 2000), sample.slice(-500)]) {
      if (unit === '') continue
      const text = unit.repeat(Math.ceil(300_000 / unit.length))
      const started = performance.now()
      survives(format, text, path)
      // A guard against quadratic work, wide enough for any machine.
      assert.ok(performance.now() - started < 10_000, `much of ${JSON.stringify(unit.slice(0, 20))}`)
    }
  })
}

test('any bytes decode or are refused with a code', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        assert.equal(typeof decodeText(bytes), 'string')
      } catch (error) {
        if (!(error instanceof LockfileError)) throw error
      }
    }),
  )
})
