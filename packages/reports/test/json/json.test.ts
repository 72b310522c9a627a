import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { cleanReport, golden, imageReport, sampleReport } from '@cordon/testkit'
import { json } from '../../src/formats/json.ts'
import { reportFormats } from '../../src/index.ts'
import { plainOptions } from '../options.ts'
import { shippedValidator } from '../schemas.ts'

const text = json.render(sampleReport(), plainOptions)

type Path = readonly (string | number)[]

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Every object key of a document, as a path; keys that are data (check ids) are left out. */
function keysOf(value: unknown, path: Path = []): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => keysOf(each, [...path, index]))
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, each]) => {
    const here = [...path, key]
    return key.includes('/') ? keysOf(each, here) : [here, ...keysOf(each, here)]
  })
}

function withKeyRenamed(document: unknown, path: Path): unknown {
  const copy: unknown = structuredClone(document)
  let holder: unknown = copy
  for (const step of path.slice(0, -1)) holder = (holder as Record<string | number, unknown>)[step]
  const last = String(path.at(-1))
  assert.ok(isObject(holder))
  holder[`${last}X`] = holder[last]
  delete holder[last]
  return copy
}

describe('json', () => {
  it('writes the sample report as its golden', () => {
    golden(join(import.meta.dirname, 'sample.golden'), text)
    golden(join(import.meta.dirname, 'clean.golden'), json.render(cleanReport(), plainOptions))
  })

  it('is valid by the shipped schema, which describes every field', () => {
    for (const report of [sampleReport(), cleanReport(), imageReport()])
      assert.deepEqual(shippedValidator('cordon.report-1', true)(JSON.parse(json.render(report, plainOptions))), [])
  })

  it('cannot rename a field without failing the shipped schema', () => {
    const document: unknown = JSON.parse(text)
    const seen = new Set<string>()
    const validate = shippedValidator('cordon.report-1', false)
    for (const path of keysOf(document)) {
      const kind = path.map((step) => (typeof step === 'number' || step.includes('/') ? '*' : step)).join('.')
      // A place has a cell in notebooks only, so its absence is no error.
      if (seen.has(kind) || path.at(-1) === 'cell') continue
      seen.add(kind)
      const errors = validate(withKeyRenamed(document, path))
      assert.notDeepEqual(errors, [], `renaming ${kind} goes unnoticed`)
    }
    assert.ok(seen.size > 80, `${seen.size} fields tried`)
  })

  it('tells of the image that it is about, and no field of that can be renamed', () => {
    const document: unknown = JSON.parse(json.render(imageReport(), plainOptions))
    assert.ok(isObject(document))
    assert.deepEqual(
      keysOf(document.image).filter(([first, second]) => second === undefined || first === 'base'),
      [
        ['name'],
        ['platform'],
        ['digest'],
        ['base'],
        ['base', 'name'],
        ['base', 'digest'],
        ['base', 'layers'],
        ['base', 'named'],
        ['base', 'boundary'],
        ['layers'],
      ],
    )
    const validate = shippedValidator('cordon.report-1', false)
    for (const path of keysOf(document.image, ['image']))
      assert.notDeepEqual(validate(withKeyRenamed(document, path)), [], `renaming ${path.join('.')} goes unnoticed`)
    const { image, ...without } = document
    assert.deepEqual(without, JSON.parse(json.render(cleanReport(), plainOptions)))
  })

  it('masks what build commands hold as it does everything else', () => {
    const written = json.render(imageReport(), plainOptions)
    assert.doesNotMatch(written, /hunter2/)
    assert.doesNotMatch(written.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })

  it('is the only format that tells of the image', () => {
    for (const format of reportFormats.filter(({ id }) => id !== 'json'))
      assert.equal(format.render(imageReport(), plainOptions), format.render(cleanReport(), plainOptions), format.id)
  })

  it('masks credentials in URLs and holds no character that acts on a screen', () => {
    assert.doesNotMatch(text, /hunter2|secret/)
    assert.match(text, /https:\/\/\*\*\*@wheels\.internal\.example/)
    assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })

  it('keeps every other text as it was', () => {
    const titles = JSON.stringify(JSON.parse(text))
    assert.ok(titles.includes(JSON.stringify(sampleReport().skipped[1]?.text ?? '').slice(1, -1)))
  })
})
