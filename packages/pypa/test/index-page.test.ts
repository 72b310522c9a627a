import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ProjectPage, PypaError, parseProjectPage } from '@cordon/pypa'
import fc from 'fast-check'

const url = 'https://index.example/simple/holygrail/'
const json = (value: unknown): ProjectPage =>
  parseProjectPage({ text: JSON.stringify(value), url, contentType: 'application/vnd.pypi.simple.v1+json' })
const html = (text: string, contentType = 'text/html; charset=utf-8'): ProjectPage =>
  parseProjectPage({ text, url, contentType })
const isPageError = (error: unknown): boolean => error instanceof PypaError && error.code === 'INDEX_PAGE'

// The example of PEP 691, with the keys that PEPs 700, 708, 714, 740 and 792 add.
const grail = {
  meta: { 'api-version': '1.4', tracks: ['https://other.example/simple/holygrail/'] },
  name: 'holygrail',
  'project-status': { status: 'quarantined', reason: 'the project is haunted' },
  'alternate-locations': ['../../mirror/holygrail/'],
  versions: ['1.0', '1.1', '2.0'],
  files: [
    {
      filename: 'holygrail-1.0.tar.gz',
      url: 'https://example.com/files/holygrail-1.0.tar.gz',
      hashes: { sha256: 'ABCDEF', blake2b: '0123' },
      'requires-python': '>=3.7',
      yanked: 'Had a vulnerability',
      size: 123456,
      'upload-time': '2024-03-01T12:30:45.123456Z',
    },
    {
      filename: 'holygrail-1.0-py3-none-any.whl',
      url: '../../files/holygrail-1.0-py3-none-any.whl',
      hashes: {},
      'core-metadata': { sha256: 'deadbeef' },
      'dist-info-metadata': false,
      yanked: false,
      provenance: '/provenance/1',
    },
  ],
}

test('JSON: the example of the standard', () => {
  const page = json(grail)
  assert.equal(page.name, 'holygrail')
  assert.equal(page.apiVersion, '1.4')
  assert.deepEqual([page.status, page.statusReason], ['quarantined', 'the project is haunted'])
  assert.deepEqual(page.versions, ['1.0', '1.1', '2.0'])
  assert.deepEqual(page.tracks, ['https://other.example/simple/holygrail/'])
  assert.deepEqual(page.alternateLocations, ['https://index.example/mirror/holygrail/'])
  const [sdist, wheel] = page.files
  assert.deepEqual(
    sdist?.hashes,
    new Map([
      ['sha256', 'abcdef'],
      ['blake2b', '0123'],
    ]),
  )
  assert.deepEqual(sdist?.yanked, { reason: 'Had a vulnerability' })
  assert.deepEqual([sdist?.size, sdist?.uploadTime], [123456, '2024-03-01T12:30:45.123Z'])
  assert.deepEqual([sdist?.requiresPython, sdist?.coreMetadata, sdist?.provenance], ['>=3.7', null, null])
  assert.deepEqual([sdist?.distribution?.kind, sdist?.distribution?.version.raw], ['sdist', '1.0'])
  assert.equal(wheel?.url, 'https://index.example/files/holygrail-1.0-py3-none-any.whl')
  assert.deepEqual(wheel?.coreMetadata, { hashes: new Map([['sha256', 'deadbeef']]) })
  assert.deepEqual([wheel?.yanked, wheel?.provenance], [null, 'https://index.example/provenance/1'])
  assert.equal(wheel?.distribution?.kind, 'wheel')
})

test('HTML: the examples of the standards', () => {
  const page = html(`<!DOCTYPE html>
<html><head>
  <meta name="pypi:repository-version" content="1.4">
  <meta name="pypi:project-status" content="archived"><meta name="pypi:project-status-reason" content="done &amp; dusted">
  <META NAME="pypi:tracks" CONTENT="https://other.example/simple/holygrail/">
  <meta name="pypi:alternate-locations" content="../grail/">
  <title>Links for <a href="evil-1.0.tar.gz">holygrail</a></title>
</head><body>
  <!-- <a href="commented-1.0.tar.gz">no</a> -->
  <a href="/files/holygrail-1.0.tar.gz#sha256=AbCd" data-requires-python="&gt;=3.7,&#60;4" data-yanked>x</a><br>
  <a data-yanked='Had a "vulnerability"' data-core-metadata="sha256=deadbeef" data-dist-info-metadata=false
     href=../../files/holygrail-1.1-py3-none-any.whl>y</a>
  <a href="https://files.example/holygrail-1.2.zip" data-dist-info-metadata="true" data-provenance="https://p.example/1">z</a>
  <a name="top">no link</a>
</body></html>`)
  assert.deepEqual([page.name, page.apiVersion, page.versions], [null, '1.4', null])
  assert.deepEqual([page.status, page.statusReason], ['archived', 'done & dusted'])
  assert.deepEqual(page.tracks, ['https://other.example/simple/holygrail/'])
  assert.deepEqual(page.alternateLocations, ['https://index.example/simple/grail/'])
  assert.deepEqual(
    page.files.map((file) => file.url),
    [
      'https://index.example/files/holygrail-1.0.tar.gz',
      'https://index.example/files/holygrail-1.1-py3-none-any.whl',
      'https://files.example/holygrail-1.2.zip',
    ],
  )
  const [first, second, third] = page.files
  assert.deepEqual(first?.hashes, new Map([['sha256', 'abcd']]))
  assert.deepEqual([first?.requiresPython, first?.yanked], ['>=3.7,<4', { reason: null }])
  assert.deepEqual(second?.yanked, { reason: 'Had a "vulnerability"' })
  assert.deepEqual(second?.coreMetadata, { hashes: new Map([['sha256', 'deadbeef']]) })
  assert.deepEqual([third?.coreMetadata, third?.provenance], [{ hashes: new Map() }, 'https://p.example/1'])
})

test('a page from a disk has no content type: its first character tells what it is', () => {
  const from = 'file:///srv/simple/six/index.html'
  const page = parseProjectPage({ text: '<a href="../../f/six-1.0.zip">', url: from, contentType: null })
  assert.deepEqual(
    page.files.map((file) => file.url),
    ['file:///srv/f/six-1.0.zip'],
  )
  assert.equal(parseProjectPage({ text: ' {"files":[]}', url: from, contentType: null }).files.length, 0)
})

test('`base` moves where links start', () => {
  const { files } = html('<base href="/other/"><base href="/no/"><a href="six-1.0.zip">six</a>')
  assert.deepEqual(
    files.map((file) => file.url),
    ['https://index.example/other/six-1.0.zip'],
  )
})

test('yanked: false, empty and absent are none; true has no reason', () => {
  const yanked = (value: unknown) =>
    json({ files: [{ filename: 'a-1.zip', url: 'a-1.zip', hashes: {}, yanked: value }] }).files[0]?.yanked
  assert.deepEqual([false, '', undefined, null].map(yanked), [null, null, null, null])
  assert.deepEqual([true, 'broken'].map(yanked), [{ reason: null }, { reason: 'broken' }])
})

test('what cannot be understood is told, the rest is kept', () => {
  const page = json({
    files: [
      null,
      7,
      { filename: 'a-1.zip' },
      { filename: '../a-1.zip', url: 'x' },
      { filename: 'a-1.zip', url: 'a-1.zip' },
    ],
  })
  assert.deepEqual(
    page.files.map((file) => file.filename),
    ['a-1.zip'],
  )
  assert.equal(page.skipped.length, 4)
  assert.equal(html('<a href="http://[bad">x</a><a href="/">root</a>').skipped.length, 2)
  assert.equal(json({ files: [], 'project-status': { status: 'enchanted' } }).status, null)
})

test('PEP 629: a newer minor version is read, another major one is not', () => {
  assert.equal(json({ meta: { 'api-version': '1.99' }, files: [] }).apiVersion, '1.99')
  for (const version of ['2.0', '0.9', '1.x', '11'])
    assert.throws(() => json({ meta: { 'api-version': version }, files: [] }), isPageError)
  assert.throws(() => html('<meta name="pypi:repository-version" content="2.0">'), isPageError)
})

test('what is no project page', () => {
  for (const text of ['', '[]', '{', '{"files":{}}', 'null'])
    assert.throws(() => parseProjectPage({ text, url, contentType: 'application/json' }), isPageError)
  assert.throws(() => parseProjectPage({ text: '', url: 'no url', contentType: null }), isPageError)
})

test('any text: nothing but the coded error, and no file without an absolute URL', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '<a href="',
      "<a href='x",
      '>',
      '<!--',
      '-->',
      '<script>',
      '</script',
      '&#0;',
      '&#x110000;',
      '<base href="',
      '=',
      '/',
    ),
  )
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.constantFrom('text/html', 'application/json', null),
      (parts, type) => {
        try {
          const page = parseProjectPage({ text: parts.join(''), url, contentType: type })
          for (const file of page.files) assert.ok(URL.canParse(file.url) && file.filename !== '')
        } catch (error) {
          assert.ok(isPageError(error), String(error))
        }
      },
    ),
  )
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (file, meta) => {
      try {
        json({ meta, files: [file, meta], versions: file, 'project-status': file, 'alternate-locations': meta })
      } catch (error) {
        assert.ok(isPageError(error), String(error))
      }
    }),
  )
})

test('megabytes of opened tags are read in one pass', () => {
  for (const piece of ['<a ', '<a href="', '<!--', '<script><', '<a =', '<', "<a href='x' "]) {
    const text = piece.repeat(300_000)
    const { files } = html(text)
    assert.ok(files.length <= 1)
  }
})
