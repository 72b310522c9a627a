import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseCoreMetadata, parseEntryPoints, parseHeaderBlock, parseRecord } from '@cordon/pypa'
import fc from 'fast-check'

const whole = `Metadata-Version: 2.4
Name: Toy.Package
Version: 1.0.post1
Summary: A toy
Author-email: Ada <ada@example.invalid>, Bo <BO@example.invalid>
Maintainer-email: ada@example.invalid
License-Expression: MIT
License: other
Project-URL: Source, https://example.invalid/source
Project-URL: https://example.invalid/bare
Classifier: Private :: Do Not Upload
Classifier: Topic :: Toys
Requires-Dist: requests[socks]>=2 ; python_version >= "3.9"
Requires-Dist: direct @ https://example.invalid/direct-1.zip
Requires-Dist: not a requirement
Requires-Python: >=3.9
Provides-Extra: test
Dynamic: Requires-Dist
Import-Name: toy

# Toy

A description.
`

describe('core metadata', () => {
  it('reads every field that counts', () => {
    const read = parseCoreMetadata(whole)
    assert.equal(read.name, 'toy-package')
    assert.equal(read.rawName, 'Toy.Package')
    assert.equal(read.version?.raw, '1.0.post1')
    assert.equal(read.descriptionLength, '# Toy\n\nA description.'.length)
    assert.deepEqual(read.emails, ['ada@example.invalid', 'bo@example.invalid'])
    assert.equal(read.license, 'MIT')
    assert.deepEqual(read.projectUrls, [
      { label: 'Source', url: 'https://example.invalid/source' },
      { label: '', url: 'https://example.invalid/bare' },
    ])
    assert.deepEqual(
      read.requires.map(({ name, url }) => [name, url]),
      [
        ['requests', null],
        ['direct', 'https://example.invalid/direct-1.zip'],
      ],
    )
    assert.equal(read.requiresPython?.raw, '>=3.9')
    assert.deepEqual([read.extras, read.dynamic, read.importNames], [['test'], ['requires-dist'], ['toy']])
    assert.deepEqual(read.problems, [{ code: 'REQUIREMENT', field: 'requires-dist', detail: 'not a requirement' }])
  })

  const faults: readonly [string, string, readonly string[]][] = [
    ['nothing', '', ['MISSING', 'MISSING', 'MISSING']],
    ['two names', 'Metadata-Version: 2.1\nName: a\nName: b\nVersion: 1\n', ['REPEATED']],
    ['a name that is none', 'Metadata-Version: 2.1\nName: -a\nVersion: 1\n', ['NAME']],
    ['a version of an old kind', 'Metadata-Version: 2.1\nName: a\nVersion: one\n', ['VERSION']],
    ['a later standard', 'Metadata-Version: 9.0\nName: a\nVersion: 1\n', ['VERSION_OF_METADATA']],
    ['a line that is none', 'Metadata-Version: 2.1\nName: a\nVersion: 1\nhello\n', ['HEADERS']],
    ['a range that is none', 'Metadata-Version: 2.1\nName: a\nVersion: 1\nRequires-Python: three\n', ['SPECIFIER']],
  ]
  for (const [what, text, codes] of faults)
    it(`tells of ${what}`, () =>
      assert.deepEqual(
        parseCoreMetadata(text).problems.map(({ code }) => code),
        codes,
      ))

  it('takes the UNKNOWN of old tools for nothing', () => {
    const read = parseCoreMetadata('Metadata-Version: 1.0\nName: a\nVersion: 1\nSummary: UNKNOWN\nHome-page: UNKNOWN\n')
    assert.deepEqual([read.summary, read.homePage, read.problems], [null, null, []])
  })

  it('joins continuation lines and keeps the body apart', () => {
    const read = parseHeaderBlock('A: one\r\n two\r\nB: three\r\n\r\nA: body')
    assert.deepEqual(read.headers, [
      { name: 'A', value: 'one\n two' },
      { name: 'B', value: 'three' },
    ])
    assert.equal(read.body, 'A: body')
  })
})

describe('entry points', () => {
  it('reads groups, names and targets as importlib does', () => {
    const text =
      '# c\n[console_scripts]\ntoy = toy.cli:main\n toy2=toy.cli : main.run [x,y]\n\n[pytest11]\ntoy = toy.plugin\n'
    assert.deepEqual(parseEntryPoints(text), {
      entryPoints: [
        { group: 'console_scripts', name: 'toy', module: 'toy.cli', attribute: 'main' },
        { group: 'console_scripts', name: 'toy2', module: 'toy.cli', attribute: 'main.run' },
        { group: 'pytest11', name: 'toy', module: 'toy.plugin', attribute: null },
      ],
      unreadable: [],
    })
  })
  it('counts the lines that it cannot read', () => {
    assert.deepEqual(parseEntryPoints('a = b\n[g]\nx\ny = 1 + 1\n').unreadable, [1, 3, 4])
  })
})

describe('RECORD', () => {
  it('reads plain and quoted rows', () => {
    assert.deepEqual(parseRecord('a.py,sha256=AbC_-,12\r\n"b, ""c"".py",,\nd.dist-info/RECORD,,\n'), {
      entries: [
        { path: 'a.py', hash: { algorithm: 'sha256', digest: 'AbC_-' }, size: 12 },
        { path: 'b, "c".py', hash: null, size: null },
        { path: 'd.dist-info/RECORD', hash: null, size: null },
      ],
      unreadable: [],
    })
  })
  it('counts the rows that are none', () => {
    assert.deepEqual(parseRecord('a.py\na.py,sha256,1\na.py,,many\n,,\n').unreadable, [1, 2, 3, 4])
  })
})

it('law: no text makes them throw', () => {
  const hostile = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc
      .array(fc.constantFrom('Name: a', 'Requires-Dist: ', '[', ']', '"', ',', '\n', '\r', ' ', '=', ':', 'x'), {
        maxLength: 60,
      })
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(hostile, (text) => {
      parseCoreMetadata(text)
      parseEntryPoints(text)
      parseRecord(text)
    }),
    { numRuns: 2000 },
  )
})
