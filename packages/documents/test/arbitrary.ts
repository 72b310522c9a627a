import type { Bom, Component, License, Party } from '@cordon/documents'
import fc from 'fast-check'
import { componentTypes, referenceTypes } from '../src/cyclonedx/versions.ts'
import { emptyBom, inOrder } from '../src/draft.ts'
import { licenseOf } from '../src/license.ts'

const saysSomething = (text: string): boolean => text.trim() !== ''
/** Any text that says something: also control characters, quotes, markup. */
export const anyText = fc
  .oneof(
    { weight: 4, arbitrary: fc.string({ minLength: 1, maxLength: 12 }) },
    fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).map((text) => text.toWellFormed()),
    fc.constantFrom(
      '<text>a</text>',
      ']]>',
      '&amp;',
      'NOASSERTION',
      'NONE',
      ' spaced ',
      'line\nbreak\r\nand\ttab',
      'Tool: x',
    ),
  )
  .filter(saysSomething)
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 2 })
const hex = (digits: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: digits, maxLength: digits })
const hash = fc.oneof(
  hex(64).map((value) => ({ algorithm: 'sha256', value })),
  hex(64).map((value) => ({ algorithm: 'streebog-256', value })),
  hex(56).map((value) => ({ algorithm: 'sha3_224', value })),
  hex(56).map((value) => ({ algorithm: 'sha224', value })),
  hex(128).map((value) => ({ algorithm: 'blake2b', value })),
  hex(32).map((value) => ({ algorithm: 'md5', value })),
)
const time = fc
  .integer({ min: 0, max: 4_000_000_000 })
  .map((seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`)
const email = fc.constantFrom('a@example.invalid', 'security@example.invalid')
const url = fc.oneof(
  fc.webUrl({ validSchemes: ['https', 'http'] }),
  fc.constantFrom('git+https://example.invalid/x.git@0123abc#sub', 'https://example.invalid/a b"<>', 'not an address'),
)
const saysWho = ({ name, email: address, url: page }: Party): boolean => (name ?? address ?? page) !== null
const party = (kind: fc.Arbitrary<Party['kind']>): fc.Arbitrary<Party> =>
  fc.record({ kind, name: maybe(anyText), email: maybe(email), url: maybe(url) }).filter(saysWho)
const person = party(fc.constantFrom('person', 'person', 'organization'))
const organization = party(fc.constantFrom('organization', 'organization', 'person'))

const license: fc.Arbitrary<License> = fc
  .record({
    value: fc.oneof(
      anyText,
      fc.constantFrom(
        'MIT',
        'Apache-2.0',
        'mit OR apache-2.0',
        'GPL-2.0-only WITH Classpath-exception-2.0',
        'LicenseRef-own',
      ),
    ),
    text: maybe(anyText),
    url: maybe(url),
    acknowledgement: fc.constantFrom(null, 'declared' as const, 'concluded' as const),
  })
  .map(({ value, ...parts }) => ({ ...licenseOf(value, parts) }))
  .map((one) => (one.kind === 'name' && one.value.trim() === '' ? { ...one, value: 'x' } : one))

const component = (ref: string, refs: readonly string[]): fc.Arbitrary<Component> =>
  fc.record({
    ref: fc.constant(ref),
    type: fc.constantFrom(...([...componentTypes] as Component['type'][])),
    group: maybe(anyText),
    name: anyText,
    version: maybe(anyText),
    description: maybe(anyText),
    purl: maybe(
      fc.constantFrom(
        'pkg:pypi/requests@2.0',
        'pkg:pypi/x@1?repository_url=https:%2F%2Fi.invalid%2Fsimple',
        'pkg:odd/x',
      ),
    ),
    cpe: maybe(fc.constantFrom('cpe:2.3:a:python:requests:2.0:*:*:*:*:*:*:*', 'cpe:/a:python:requests:2.0')),
    hashes: fc.array(hash, { maxLength: 3 }),
    licenses: fc.array(license, { maxLength: 3 }),
    copyright: maybe(anyText),
    supplier: maybe(organization),
    manufacturer: maybe(party(fc.constant('organization'))),
    authors: fc.array(person, { maxLength: 2 }),
    publisher: maybe(anyText),
    references: fc.array(
      fc.record({
        type: fc.constantFrom(...referenceTypes),
        url,
        comment: maybe(anyText),
        hashes: fc.array(hash, { maxLength: 2 }),
      }),
      { maxLength: 3 },
    ),
    properties: fc.array(fc.record({ name: anyText, value: fc.oneof(anyText, fc.constant('')) }), { maxLength: 2 }),
    occurrences: fc.array(fc.record({ location: anyText, line: maybe(fc.integer({ min: 1, max: 9999 })) }), {
      maxLength: 2,
    }),
    scope: fc.constantFrom(null, 'required' as const, 'optional' as const, 'excluded' as const),
    // Only an earlier one: no circles.
    within: fc.constantFrom(null, ...refs.slice(0, refs.indexOf(ref))),
    phase: fc.constantFrom('delivered' as const, 'delivered' as const, 'build' as const),
    needsKnown: fc.boolean(),
  })

const refText = fc.oneof(
  fc.constantFrom('pkg:pypi/a@1', 'pkg:pypi/a@1?x=y', 'a', 'A', 'a.b', 'a-b', 'SPDXRef-a', 'DOCUMENT', 'é'),
  anyText,
)

/** A bill of materials that holds anything that one may hold. */
export const anyBom: fc.Arbitrary<Bom> = fc.uniqueArray(refText, { minLength: 1, maxLength: 5 }).chain((refs) =>
  fc
    .record({
      identity: fc.constantFrom(
        null,
        'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
        'https://example.invalid/spdx/one',
        'odd identity#1',
      ),
      revision: fc.integer({ min: 1, max: 5 }),
      name: maybe(anyText),
      created: maybe(time),
      tools: fc.array(fc.record({ vendor: maybe(anyText), name: anyText, version: maybe(anyText) }), {
        minLength: 1,
        maxLength: 2,
      }),
      authors: fc.array(person, { maxLength: 2 }),
      supplier: maybe(organization),
      manufacturer: maybe(organization),
      lifecycles: fc.uniqueArray(fc.constantFrom('pre-build', 'build', 'post-build', 'operations', 'my own'), {
        maxLength: 2,
      }),
      properties: fc.array(fc.record({ name: anyText, value: anyText }), { maxLength: 2 }),
      comment: maybe(anyText),
      subject: fc.constantFrom(null, ...refs),
      components: fc.tuple(...refs.map((ref) => component(ref, refs))),
      edges: fc.array(
        fc.record({
          from: fc.constantFrom(...refs),
          to: fc.constantFrom(...refs),
          kind: fc.constantFrom('runtime' as const, 'dev', 'optional', 'build', 'test', 'provided'),
        }),
        { maxLength: 6 },
      ),
      licenseTexts: fc.constantFrom([], [{ id: 'LicenseRef-own', name: 'Own', text: 'Be kind.', url: null }]),
      annotations: fc.array(
        fc.record({
          subject: fc.constantFrom(null, ...refs),
          annotator: party(fc.constantFrom('person', 'organization')),
          time: maybe(time),
          text: anyText,
        }),
        { maxLength: 2 },
      ),
    })
    .map((parts) =>
      inOrder(emptyBom({ ...parts, edges: parts.edges.filter(({ from, to }) => from !== to) as Bom['edges'] })),
    ),
)
