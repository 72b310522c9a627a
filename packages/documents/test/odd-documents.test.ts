/** Documents as they are found: odd, damaged, hostile. One bad part costs itself; only what cannot be read at all is refused, with a code. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DocumentError, type DocumentErrorCode, lockfileOf, readBom, writeBom } from '@cordon/documents'
import fc from 'fast-check'
import { anyBom } from './arbitrary.ts'

const head = '"bomFormat": "CycloneDX", "specVersion": "1.6"'

function cyclonedx(parts: object): string {
  return JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', ...parts }, null, 1)
}

function refuses(input: string | Uint8Array, code: DocumentErrorCode): void {
  assert.throws(
    () => readBom(input, 'bom.json'),
    (error) => error instanceof DocumentError && error.code === code,
  )
}

function codesOf(text: string): readonly string[] {
  return readBom(text, 'bom.json').problems.map(({ code }) => code)
}

describe('what others refuse', () => {
  it('needs no metadata and no subject', () => {
    const { bom, problems } = readBom(
      cyclonedx({ components: [{ type: 'library', name: 'flask', version: '3' }] }),
      'x',
    )
    assert.equal(bom.subject, null)
    assert.equal(bom.components[0]?.ref, 'flask@3')
    assert.deepEqual(problems, [])
  })

  it('leaves out one bad component, and says where it stood', () => {
    const text = `{${head},\n "components": [\n  {"name": "good"},\n  {"version": "1"},\n  7,\n  {"name": "fine"}]}`
    const { bom, problems } = readBom(text, 'bom.json')
    assert.deepEqual(
      bom.components.map(({ name }) => name),
      ['fine', 'good'],
    )
    assert.deepEqual(
      problems.map(({ code, place, line }) => [code, place, line]),
      [
        ['BAD_COMPONENT', 'components[1]', 4],
        ['BAD_COMPONENT', 'components[2]', 0],
      ],
    )
  })

  it('keeps package URLs of types that nobody knows, and those that are none', () => {
    const text = cyclonedx({
      components: [
        { name: 'a', purl: 'pkg:brandnew/a@1' },
        { name: 'b', purl: 'b@1' },
      ],
    })
    const { bom, problems } = readBom(text, 'bom.json')
    assert.deepEqual(
      bom.components.map(({ purl }) => purl),
      ['b@1', 'pkg:brandnew/a@1'],
    )
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['BAD_PURL'],
    )
  })

  it('tells duplicate refs apart, and drops lines that lead nowhere', () => {
    const text = cyclonedx({
      components: [
        { 'bom-ref': 'x', name: 'a' },
        { 'bom-ref': 'x', name: 'b' },
      ],
      dependencies: [{ ref: 'x', dependsOn: ['gone', 'x#2'] }],
    })
    const { bom } = readBom(text, 'bom.json')
    assert.deepEqual(
      bom.components.map(({ ref, name }) => [ref, name]),
      [
        ['x', 'a'],
        ['x#2', 'b'],
      ],
    )
    assert.deepEqual(bom.edges, [{ from: 'x', to: 'x#2', kind: 'runtime' }])
    assert.deepEqual(codesOf(text), ['DUPLICATE_REF', 'DANGLING_REF'])
  })

  it('opens circles of what lies within what', () => {
    const spdx = (id: string): object => ({ SPDXID: `SPDXRef-${id}`, name: id, downloadLocation: 'NONE' })
    const holds = (from: string, to: string): object => ({
      spdxElementId: `SPDXRef-${from}`,
      relationshipType: 'CONTAINS',
      relatedSpdxElement: `SPDXRef-${to}`,
    })
    const text = JSON.stringify({
      spdxVersion: 'SPDX-2.3',
      packages: ['a', 'b', 'c'].map(spdx),
      relationships: [holds('a', 'b'), holds('b', 'c'), holds('c', 'a')],
    })
    const { bom, problems } = readBom(text, 'x.spdx.json')
    assert.equal(bom.components.filter(({ within }) => within === null).length, 1)
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['CYCLE'],
    )
    for (const format of ['cyclonedx-json', 'spdx3']) assert.doesNotThrow(() => writeBom(bom, format))
  })

  it('tells of a key that is there twice, and of what it does not carry over', () => {
    const text = `{${head}, "version": 1, "version": 2, "services": [{}], "components": [{"name": "a", "pedigree": {}}]}`
    assert.deepEqual(codesOf(text), ['DUPLICATE_KEY', 'NOT_HELD', 'NOT_HELD'])
  })

  it('reads byte order marks, UTF-16 and declared encodings', () => {
    const text = cyclonedx({ components: [{ name: 'é' }] })
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
    const xml =
      '<?xml version="1.0" encoding="ISO-8859-1"?><bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components><component type="library"><name>é</name></component></components></bom>'
    for (const bytes of [
      Buffer.from(`\ufeff${text}`),
      utf16,
      utf16.swap16(),
      Buffer.from(text),
      Buffer.from(xml, 'latin1'),
    ])
      assert.equal(readBom(bytes, 'x').bom.components[0]?.name, 'é')
  })

  it('takes `__proto__` for a key like any other', () => {
    const { bom } = readBom(
      `{${head}, "__proto__": {"x": 1}, "components": [{"name": "a", "__proto__": {"version": "9"}}]}`,
      'x',
    )
    assert.equal(bom.components[0]?.version, null)
    assert.equal(Object.hasOwn(Object.prototype, 'version'), false)
  })
})

describe('what is refused', () => {
  it('what is no bill', () => {
    for (const text of ['', '[]', '{}', 'name,version', '<html></html>', '{"name": "package"}'])
      refuses(text, 'UNSUPPORTED_FORMAT')
    refuses('{"bomFormat": "CycloneDX", "specVersion": "9.9.9"}', 'UNSUPPORTED_VERSION')
    refuses('{"spdxVersion": "SPDX-7"}', 'UNSUPPORTED_VERSION')
  })

  it('what is cut off or not in its encoding', () => {
    refuses(`{${head}, "components": [`, 'MALFORMED')
    refuses('<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>', 'MALFORMED')
    refuses(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 'BAD_ENCODING')
    refuses(Buffer.from('<?xml version="1.0" encoding="EBCDIC-CP-BE"?><bom/>'), 'BAD_ENCODING')
  })

  it('entities and document types of XML', () => {
    const bomb = ['a', 'b', 'c', 'd'].map((name, index) => `<!ENTITY ${name} "${'&z;'.repeat(index * 10)}">`).join('')
    refuses(`<?xml version="1.0"?><!DOCTYPE bom [${bomb}]><bom/>`, 'ENTITIES')
    refuses('<bom xmlns="http://cyclonedx.org/schema/bom/1.6">&bomb;</bom>', 'ENTITIES')
  })

  it('a megabyte of small parts on one line, read once; its line is told', () => {
    // Read to the end of the line at each part, this would not end within the hour.
    const parts = '<!----><a b="c"/><a><![CDATA[d]]></a>'.repeat(60_000)
    const text = `<?xml version="1.0"?>\n<!--\n-->\n<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><x>${parts}</x>\n<y></bom>`
    assert.throws(
      () => readBom(text, 'bom.xml'),
      (error) => error instanceof DocumentError && error.code === 'MALFORMED' && error.line === 5,
    )
  })

  it('nesting without end', () => {
    refuses(`{${head}, "components": ${'[{"components":'.repeat(5000)}`, 'TOO_LARGE')
    refuses(`<bom xmlns="http://cyclonedx.org/schema/bom/1.6">${'<components>'.repeat(5000)}`, 'TOO_LARGE')
  })

  it('more components than anyone has', () => {
    refuses(`{${head}, "components": [${'{"name":"a"},'.repeat(300_000)}{"name":"a"}]}`, 'TOO_LARGE')
  })
})

describe('any text', () => {
  it('is read or refused with a code', () => {
    const damaged = fc
      .tuple(anyBom, fc.constantFrom('cyclonedx-json', 'cyclonedx-xml', 'spdx-json', 'spdx-tv', 'spdx3'))
      .chain(([bom, format]) => {
        const { text } = writeBom(bom, format)
        return fc
          .tuple(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 6 }))
          .map(([at, length, instead]) => text.slice(0, at) + instead + text.slice(at + length))
      })
    fc.assert(
      fc.property(fc.oneof(damaged, fc.json(), fc.string()), (text) => {
        try {
          const read = readBom(text, 'bom.json')
          lockfileOf(read)
          for (const format of ['cyclonedx-json', 'spdx-tv']) writeBom(read.bom, format)
        } catch (error) {
          assert.ok(error instanceof DocumentError, String(error))
        }
      }),
      { numRuns: 400 },
    )
  })
})
