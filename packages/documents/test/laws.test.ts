/** What is written and read again is what was fitted; what does not fit is listed. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Bom, bomFormats, readBom } from '@cordon/documents'
import fc from 'fast-check'
import { inOrder } from '../src/draft.ts'
import { iri } from '../src/fit.ts'
import { withNamedLicenses } from '../src/license-forms.ts'
import { anyBom } from './arbitrary.ts'

/** Records of fast-check may lack a prototype, which is nothing that a document says. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

/** Names and identities are given where there are none, and addresses are written as such; that is no loss. */
function comparable(bom: Bom): Bom {
  const located = <T extends { readonly url: string | null } | null>(it: T): T =>
    it === null || it.url === null ? it : { ...it, url: iri(it.url) }
  const components = bom.components.map((component) => ({
    ...component,
    supplier: located(component.supplier),
    manufacturer: located(component.manufacturer),
    authors: component.authors.map(located),
    references: component.references.map(located),
    licenses: component.licenses.map(located),
  }))
  return inOrder(
    withNamedLicenses({
      ...bom,
      components,
      supplier: located(bom.supplier),
      manufacturer: located(bom.manufacturer),
      authors: bom.authors.map(located),
      annotations: bom.annotations.map((each) => ({ ...each, annotator: located(each.annotator) })),
      identity: null,
      name: null,
    }),
  )
}

for (const format of bomFormats)
  for (const version of format.versions)
    describe(`${format.id} ${version}`, () => {
      it('reads back what it wrote', () => {
        fc.assert(
          fc.property(anyBom, (bom) => {
            const fitted = format.fit(bom, version).bom
            const read = readBom(format.render(fitted, version), 'x')
            assert.deepEqual(plain(read.bom), plain(inOrder(fitted)))
            assert.deepEqual(
              read.problems.filter(({ code }) => code !== 'BAD_PURL'),
              [],
            )
          }),
          { numRuns: 150 },
        )
      })

      it('fits what fits, and lists no loss then', () => {
        fc.assert(
          fc.property(anyBom, (bom) => {
            const once = format.fit(bom, version)
            const twice = format.fit(once.bom, version)
            assert.deepEqual(plain(twice.bom), plain(once.bom))
            assert.deepEqual(twice.losses, [])
          }),
          { numRuns: 100 },
        )
      })

      it('lists a loss for whatever it changes', () => {
        fc.assert(
          fc.property(anyBom, (bom) => {
            const { bom: fitted, losses } = format.fit(bom, version)
            if (losses.length === 0) assert.deepEqual(plain(comparable(fitted)), plain(comparable(bom)))
          }),
          { numRuns: 150 },
        )
      })
    })

it('says that an annotation without a time takes that of the bill', () => {
  const annotation: Bom['annotations'][number] = {
    subject: null,
    annotator: { kind: 'person', name: 'Ann', email: null, url: null },
    time: null,
    text: 'looked at',
  }
  for (const format of bomFormats) {
    const version = format.versions.at(-1) ?? ''
    const [bom] = fc.sample(anyBom, { numRuns: 1, seed: 1 })
    assert.ok(bom !== undefined)
    const { losses } = format.fit({ ...bom, created: '2026-01-01T00:00:00Z', annotations: [annotation] }, version)
    assert.ok(
      losses.some(({ code }) => code === 'ANNOTATION'),
      format.id,
    )
  }
})
