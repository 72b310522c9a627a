/** What is written is valid by the official schemas, and reads back as what was meant. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { addToVex, DocumentError, mergeVex, readVex, vexFormats, writeVex } from '@cordon/documents'
import {
  type VexDocument,
  type VexFormat,
  type VexProduct,
  type VexStatement,
  vexJustifications,
  vexStatuses,
} from '@cordon/model'
import { sharedData, withoutSharedData } from '@cordon/testkit'
import fc from 'fast-check'
import { officialSchema } from './official.ts'

const tool = { name: 'cordon', version: '1.0' }
const skip = sharedData('schemas') === null ? withoutSharedData('schemas') : false
const schemas: Readonly<Record<VexFormat, readonly string[]>> = {
  csaf: ['csaf', 'csaf-2.0.schema.json'],
  cyclonedx: ['cyclonedx', 'bom-1.6.schema.json'],
  openvex: ['openvex.schema.json'],
}

const text = fc.string({ minLength: 1, maxLength: 12 }).filter((each) => each.trim() !== '')
const name = fc.constantFrom('lib', 'other', 'third')
const version = fc.constantFrom('1.0', '2.0rc1', '3')
const purl = fc.tuple(name, fc.option(version)).map(([of, at]) => `pkg:pypi/${of}${at === null ? '' : `@${at}`}`)
const time = fc.integer({ min: 1, max: 28 }).map((day) => `2026-02-${String(day).padStart(2, '0')}T00:00:00Z`)
const hashes = fc.constantFrom([], [{ algorithm: 'sha256', value: 'a'.repeat(64) }])

const plain: fc.Arbitrary<VexProduct> = fc.record({ purl, hashes }).map((parts) => ({
  ...parts,
  id: parts.purl,
  versions: null,
  cpe: null,
  ref: null,
  subcomponents: [],
}))

const product = fc
  .tuple(plain, fc.uniqueArray(plain, { maxLength: 2, selector: ({ id }) => id }))
  .map(([whole, subcomponents]): VexProduct => ({ ...whole, subcomponents }))

const statement: fc.Arbitrary<VexStatement> = fc
  .record({
    cve: fc.constantFrom('CVE-2026-1001', 'CVE-2026-1002', 'GHSA-aaaa-bbbb-cccc'),
    aliases: fc.uniqueArray(fc.constantFrom('PYSEC-2026-7', 'OSV-1'), { maxLength: 2 }),
    status: fc.constantFrom(...vexStatuses),
    justification: fc.constantFrom(...vexJustifications),
    words: text.map((each) => each.trim().toWellFormed()),
    notes: fc.option(text.map((each) => each.toWellFormed())),
    products: fc.uniqueArray(product, { minLength: 1, maxLength: 3, selector: (each) => JSON.stringify(each) }),
    time,
    at: fc.constant({ path: '', line: 0 }),
  })
  .map(({ cve, aliases, words, status, justification, ...parts }) => ({
    ...parts,
    status,
    id: null,
    vulnerability: { id: cve, aliases, description: null },
    justification: status === 'not_affected' ? justification : null,
    cyclonedx: null,
    impact: status === 'not_affected' ? words : null,
    action: status === 'affected' ? words : null,
    responses: [],
    supplier: null,
    issued: parts.time,
    author: 'Us',
  }))

function documentOf(statements: readonly VexStatement[]): VexDocument {
  return {
    format: 'openvex',
    id: 'https://shop.example/vex/1',
    author: 'Us',
    role: null,
    title: null,
    issued: '2026-01-01T00:00:00Z',
    updated: '2026-03-01T00:00:00Z',
    revision: 3,
    path: '',
    statements,
    problems: [],
  }
}

const anyDocument = fc.array(statement, { minLength: 1, maxLength: 5 }).map(documentOf)

/** Null for a document of which the format can say nothing. */
function written(document: VexDocument, format: VexFormat) {
  try {
    return writeVex(document, format, tool)
  } catch (error) {
    assert.ok(error instanceof DocumentError, String(error))
    return null
  }
}

describe('writeVex', () => {
  for (const format of vexFormats) {
    it(`writes ${format} that is valid by its official schema`, { skip }, () => {
      const check = officialSchema(...schemas[format])
      assert.ok(check !== null)
      const folder = join(import.meta.dirname, 'vex')
      const read = readdirSync(folder).flatMap((each) => {
        try {
          return [readVex(readFileSync(join(folder, each, 'input.json')), each)]
        } catch {
          return []
        }
      })
      let count = 0
      for (const document of read) {
        const got = written(document, format)
        if (got === null) continue
        count += 1
        assert.deepEqual(check(JSON.parse(got.text)), [], document.path)
      }
      assert.ok(count >= 4, `${count} documents`)
      fc.assert(
        fc.property(anyDocument, (document) => {
          const got = written(document, format)
          if (got !== null) assert.deepEqual(check(JSON.parse(got.text)), [])
        }),
        { numRuns: 60 },
      )
    })

    it(`${format} reads back without an error, and never says more than was meant`, () => {
      fc.assert(
        fc.property(anyDocument, (document) => {
          const got = written(document, format)
          if (got === null) return
          const back = readVex(got.text, 'back.json')
          assert.deepEqual(
            back.problems.filter(({ level }) => level === 'error'),
            [],
          )
          const meant = new Set(document.statements.flatMap(claimsOf))
          for (const claim of back.statements.flatMap(claimsOf)) assert.ok(meant.has(claim), `${claim}\n${got.text}`)
        }),
        { numRuns: 100 },
      )
    })
  }

  it('writes OpenVEX that reads back as the same statements', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const back = readVex(writeVex(document, 'openvex', tool).text, '')
        const bare = (statements: readonly VexStatement[]) => statements.map((each) => ({ ...each, at: null }))
        assert.deepEqual(bare(back.statements), bare(document.statements))
      }),
    )
  })

  it('lists what a format cannot say, and leaves out what it would widen', () => {
    const [base] = fc.sample(statement, { numRuns: 1, seed: 1 })
    assert.ok(base !== undefined)
    const lib: VexProduct = {
      id: 'lib',
      purl: 'pkg:pypi/lib',
      versions: null,
      cpe: null,
      hashes: [],
      ref: null,
      subcomponents: [],
    }
    const ranged = { ...base, products: [{ ...lib, versions: 'vers:pypi/<2' }, lib] }
    const { text: openvex, losses } = writeVex(documentOf([ranged]), 'openvex', tool)
    assert.deepEqual(
      readVex(openvex, '').statements.map(({ products }) => products.length),
      [1],
    )
    assert.ok(losses.some(({ code }) => code === 'RANGE'))
    assert.throws(() => writeVex(documentOf([{ ...base, products: ranged.products.slice(0, 1) }]), 'openvex', tool), {
      code: 'UNSUPPORTED_FORMAT',
    })
    for (const format of ['csaf', 'cyclonedx'] as const) {
      const back = readVex(writeVex(documentOf([ranged]), format, tool).text, '')
      assert.ok(
        back.statements[0]?.products.some(({ versions }) => versions === 'vers:pypi/<2'),
        format,
      )
    }
  })

  it('says nothing of a whole where only its part of the same name was meant', () => {
    const [base] = fc.sample(statement, { numRuns: 1, seed: 1 })
    assert.ok(base !== undefined)
    const part = (purl: string): VexProduct => ({
      id: purl,
      purl,
      versions: null,
      cpe: null,
      hashes: [],
      ref: null,
      subcomponents: [],
    })
    const whole = { ...part('pkg:pypi/app'), subcomponents: [part('pkg:pypi/app'), part('pkg:pypi/lib')] }
    const document = documentOf([{ ...base, products: [whole] }])
    const { text, losses } = writeVex(document, 'cyclonedx', tool)
    const back = readVex(text, 'back.json').statements.flatMap(claimsOf)
    assert.deepEqual(back, [`${base.vulnerability.id} ${base.status} pkg:pypi/app > pkg:pypi/lib`])
    assert.ok(losses.some(({ code }) => code === 'PART'))
  })

  it('is the same text for the same document', () => {
    fc.assert(
      fc.property(anyDocument, fc.constantFrom(...vexFormats), (document, format) => {
        assert.equal(written(document, format)?.text, written(structuredClone(document), format)?.text)
      }),
      { numRuns: 30 },
    )
  })
})

/** Who is told to be what, one line for each product: what silences. */
function claimsOf({ vulnerability, status, products }: VexStatement): readonly string[] {
  return products.flatMap(({ purl: whole, subcomponents }) =>
    subcomponents.length === 0
      ? [`${vulnerability.id} ${status} ${whole}`]
      : subcomponents.map((part) => `${vulnerability.id} ${status} ${whole} > ${part.purl}`),
  )
}

describe('mergeVex and addToVex', () => {
  it('keep every statement once, oldest first', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (a, b) => {
        const head = { id: null, author: 'Us', time: '2026-04-01T00:00:00Z' }
        const merged = mergeVex([a, b], head)
        const keys = merged.statements.map((each) => JSON.stringify(each))
        assert.equal(new Set(keys).size, keys.length)
        for (const each of [...a.statements, ...b.statements]) assert.ok(keys.includes(JSON.stringify(each)))
        const times = merged.statements.map((each) => each.time)
        assert.deepEqual(times, [...times].sort())
        assert.deepEqual(mergeVex([a, b, a], head), merged)
      }),
      { numRuns: 50 },
    )
  })

  it('say whose a statement was', () => {
    const [one] = fc.sample(statement, { numRuns: 1, seed: 2 })
    assert.ok(one !== undefined)
    const merged = mergeVex([documentOf([{ ...one, author: 'Maker' }])], { id: null, author: 'Us', time: one.time })
    assert.deepEqual(
      merged.statements.map(({ author, supplier }) => [author, supplier]),
      [['Us', 'Maker']],
    )
  })

  it('count revisions', () => {
    const added = addToVex(documentOf([]), [], '2026-05-01T00:00:00Z')
    assert.deepEqual([added.revision, added.updated], [4, '2026-05-01T00:00:00Z'])
  })
})
