import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normalizeName, type Purl, PypaError, parsePurl, purlOf, readPurl } from '@cordon/pypa'
import fc from 'fast-check'

const isPurlError = (error: unknown) => error instanceof PypaError && error.code === 'PURL'

test('package URLs are written in canonical form', () => {
  const cases: readonly (readonly [string, string | null, Record<string, string>, string])[] = [
    ['Django', '1.11.1', {}, 'pkg:pypi/django@1.11.1'],
    ['My.PyPI_.--._Package', '1.11.1.dev1', {}, 'pkg:pypi/my-pypi-package@1.11.1.dev1'],
    ['django', null, {}, 'pkg:pypi/django'],
    ['torch', '2.0.0+cu118', {}, 'pkg:pypi/torch@2.0.0%2Bcu118'],
    ['foo', '1!2.0', {}, 'pkg:pypi/foo@1%212.0'],
    ['foo', "a b~(c)*'", {}, 'pkg:pypi/foo@a%20b~%28c%29%2A%27'],
    ['foo', '1', { filename: 'Foo-1.tar.gz', b: '', A: 'x:y' }, 'pkg:pypi/foo@1?a=x:y&filename=Foo-1.tar.gz'],
    [
      'foo',
      '1',
      { vcs_url: 'git+https://h/r@v?a=b&c#d' },
      'pkg:pypi/foo@1?vcs_url=git%2Bhttps:%2F%2Fh%2Fr%40v%3Fa%3Db%26c%23d',
    ],
    ['foo', 'é\ud800', {}, 'pkg:pypi/foo@%C3%A9%EF%BF%BD'],
  ]
  for (const [name, version, qualifiers, expected] of cases) {
    assert.equal(purlOf(normalizeName(name), version, qualifiers), expected)
  }
  assert.throws(() => purlOf(normalizeName('foo'), '1', { 'in production': 'x' }), isPurlError)
})

test('package URLs are read', () => {
  const plain: Purl = { type: 'pypi', namespace: null, name: 'django', version: null, qualifiers: {}, subpath: null }
  const cases: readonly (readonly [string, Purl])[] = [
    ['pkg:pypi/django', plain],
    ['PKG://PyPI/Django@', plain],
    ['pkg:pypi//django/', plain],
    ['pkg:pypi/my.PyPI_Pkg@1.0%2Bcu1', { ...plain, name: 'my-pypi-pkg', version: '1.0+cu1' }],
    ['pkg:pypi/django@1?FileName=a%2Fb&x=', { ...plain, version: '1', qualifiers: { filename: 'a/b' } }],
    ['pkg:pypi/django@1#./a//b%20c/../', { ...plain, version: '1', subpath: 'a/b c' }],
    ['pkg:npm/%40scope/name@1', { ...plain, type: 'npm', namespace: '@scope', name: 'name', version: '1' }],
    ['pkg:npm/@scope/name', { ...plain, type: 'npm', namespace: '@scope', name: 'name' }],
    ['pkg:github/A/B/c@d', { ...plain, type: 'github', namespace: 'A/B', name: 'c', version: 'd' }],
    [
      'pkg:generic/x?download_url=https://h/a@b',
      { ...plain, type: 'generic', name: 'x', qualifiers: { download_url: 'https://h/a@b' } },
    ],
  ]
  for (const [text, expected] of cases) assert.deepEqual(parsePurl(text), expected, text)
  assert.deepEqual(Object.keys(parsePurl('pkg:pypi/a?constructor=x').qualifiers), ['constructor'])
})

test('what is not a package URL', () => {
  const texts = [
    '',
    'pkg:',
    'pypi/django',
    'pkg:django',
    'pkg:pypi/',
    'pkg:pypi/@1',
    'pkg%3Apypi/a',
    'pkg:3x/a',
    'pkg:n&g/a',
    'pkg:a:b/c',
  ]
  texts.push(
    'pkg:pypi/a@%',
    'pkg:pypi/a@%zz',
    'pkg:pypi/%ff',
    'pkg:pypi/a?in%20x=1',
    'pkg:pypi/a?x',
    'pkg:pypi/a?x=1&X=2',
    'pkg:pypi/ns/a',
  )
  texts.push(
    'pkg:generic/a%2Fb/c',
    'pkg:generic/c#a%2F..%2Fb',
    'pkg:pypi/a?__proto__=x',
    `pkg:pypi/${'a'.repeat(9000)}`,
  )
  for (const text of texts) assert.throws(() => parsePurl(text), isPurlError, text.slice(0, 60))
})

test('law: what is written reads back', () => {
  const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/).map(normalizeName)
  const text = fc.string({ unit: 'grapheme' }).filter((value) => value !== '' && value.isWellFormed())
  const qualifiers = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9._-]{0,6}$/), text, { maxKeys: 3 })
  fc.assert(
    fc.property(name, text, qualifiers, (project, version, extra) => {
      const purl = purlOf(project, version, extra)
      assert.match(purl, /^[A-Za-z0-9.\-_~%:/@?=&]+$/)
      const read = parsePurl(purl)
      assert.equal(read.name, project)
      assert.equal(read.version, version)
      assert.deepEqual({ ...read.qualifiers }, { ...extra })
    }),
  )
})

test('law: any text is a package URL or the coded error, quickly', () => {
  const attempt = (text: string) => {
    try {
      parsePurl(text)
    } catch (error) {
      assert.ok(isPurlError(error), String(error))
    }
  }
  fc.assert(
    fc.property(fc.string(), (text) => attempt(text) ?? attempt(`pkg:pypi/${text}`) ?? attempt(`pkg:pypi/a?${text}`)),
  )
  for (const part of ['/', '@', '?', '#', '&', '%', '%41', 'a=b&']) {
    attempt(`pkg:pypi/a${part.repeat(2_000)}`)
    attempt(`pkg:${part.repeat(1_000_000)}`)
  }
})

test('what is no package URL is null where that is asked for', () => {
  assert.deepEqual(readPurl('pkg:pypi/Flask@3.0'), parsePurl('pkg:pypi/flask@3.0'))
  for (const text of [null, '', 'flask', 'pkg:pypi/']) assert.equal(readPurl(text), null)
})
