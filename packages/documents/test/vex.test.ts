/** `test/vex/<case>/`: `input.json` or `input.xml`, and what is read of it in `expected.golden`. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { DocumentError, readVex } from '@cordon/documents'
import { golden } from '@cordon/testkit'
import fc from 'fast-check'

const cases = join(import.meta.dirname, 'vex')

function inputOf(name: string): string {
  const [found = 'input.json'] = readdirSync(join(cases, name)).filter((each) => each.startsWith('input.'))
  return join(cases, name, found)
}

function read(input: Uint8Array | string): unknown {
  try {
    return readVex(input, 'input.json')
  } catch (error) {
    assert.ok(error instanceof DocumentError, String(error))
    return { error: error.code, line: error.line, message: error.message }
  }
}

describe('readVex', () => {
  for (const name of readdirSync(cases))
    it(name, () => {
      const got = read(readFileSync(inputOf(name)))
      golden(join(cases, name, 'expected.golden'), `${JSON.stringify(got, null, 1)}\n`)
    })

  it('never ends otherwise than with a document or a DocumentError', () => {
    const texts = readdirSync(cases).map((name) => readFileSync(inputOf(name), 'utf8'))
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat(), fc.string(), (text, from, length, instead) => {
        const start = from % text.length
        read(text.slice(0, start) + instead + text.slice(start + (length % 40)))
      }),
      { numRuns: 300 },
    )
  })

  it('takes any value where another is meant', () => {
    const documents = readdirSync(cases).flatMap((name) => {
      try {
        return [JSON.parse(readFileSync(inputOf(name), 'utf8')) as unknown]
      } catch {
        return []
      }
    })
    fc.assert(
      fc.property(fc.constantFrom(...documents), fc.nat(), fc.jsonValue(), (document, at, value) => {
        read(JSON.stringify(withAnother(document, at, value)))
      }),
      { numRuns: 500 },
    )
  })
})

/** The same document with another value at one of its places. */
function withAnother(document: unknown, at: number, value: unknown): unknown {
  let count = 0
  JSON.stringify(document, (_key, each: unknown) => {
    count += 1
    return each
  })
  let seen = 0
  return JSON.parse(JSON.stringify(document, (_key, each: unknown) => (seen++ === at % count ? value : each)))
}
