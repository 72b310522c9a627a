import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  originRules,
  provenanceUrlText,
  readDirectUrl,
  readProvenanceUrl,
  recordableUrl,
  validateDirectUrl,
  validateOrigins,
  validateProvenanceUrl,
} from '@cordon/pypa'
import fc from 'fast-check'

const digest = 'ab'.repeat(32)
const commit = 'c0ffee'.padEnd(40, '0')
const archive = { hashes: { sha256: digest } }
/** Built, since a `$` before a brace looks like a template to the linter. */
const variable = (name: string): string => `$${`{${name}}`}`
const host = 'example.invalid/x'

function direct(value: unknown): readonly string[] {
  return told(validateDirectUrl(typeof value === 'string' ? value : JSON.stringify(value)))
}

function provenance(value: unknown): readonly string[] {
  return told(validateProvenanceUrl(typeof value === 'string' ? value : JSON.stringify(value)))
}

/** What is only advised against has a question mark. */
function told(problems: ReturnType<typeof validateDirectUrl>): readonly string[] {
  return problems.map(({ code, level }) => (level === 'must' ? code : `${code}?`))
}

describe('direct_url.json (PEP 610), read', () => {
  const read = (value: unknown) => readDirectUrl(JSON.stringify(value))

  it('reads each of the three kinds', () => {
    assert.deepEqual(read({ url: 'file:///srv/app', dir_info: { editable: true } }), {
      url: 'file:///srv/app',
      subdirectory: null,
      kind: 'directory',
      editable: true,
    })
    const vcs = { vcs: 'git', commit_id: 'c0ffee', requested_revision: 'v1' }
    assert.deepEqual(read({ url: `https://git.${host}`, subdirectory: 'lib', vcs_info: vcs }), {
      url: `https://git.${host}`,
      subdirectory: 'lib',
      kind: 'vcs',
      vcs: 'git',
      commit: 'c0ffee',
      requestedRevision: 'v1',
    })
    const hashes = [{ algorithm: 'sha256', value: digest }]
    const url = `https://${host}-1.tar.gz`
    const expected = { url, subdirectory: null, kind: 'archive', hashes }
    assert.deepEqual(read({ url, archive_info: archive }), expected)
    assert.deepEqual(read({ url, archive_info: { hash: `sha256=${digest}` } }), expected)
  })

  it('reads what breaks rules as far as it holds, without its secrets', () => {
    assert.equal(read({ url: `https://me:pw@${host}`, archive_info: {} })?.url, `https://${host}`)
    assert.equal(read({ url: `https://${host}`, dir_info: {}, archive_info: {} })?.kind, 'archive')
    assert.equal(read({ url: `https://${host}` }), null)
    assert.equal(read({ dir_info: {} }), null)
    assert.equal(readDirectUrl('{'), null)
  })
})

/** A file and every rule that it breaks; `?` stands behind what is only advised against. */
type Vector = readonly [what: string, file: unknown, codes: readonly string[]]

const directVectors: readonly Vector[] = [
  ['a folder', { url: 'file:///home/user/app', dir_info: {} }, []],
  ['an editable folder', { url: 'file:///home/user/app', dir_info: { editable: true } }, []],
  ['a folder, its scheme in capitals', { url: 'FILE:///home/user/app', dir_info: {} }, []],
  ['a folder without an authority', { url: 'file:/home/user/app', dir_info: {} }, []],
  ['a folder of this machine by name', { url: 'file://localhost/home/app', dir_info: {} }, []],
  ['a folder on a Windows drive', { url: 'file:///C:/app', dir_info: {} }, []],
  ['an archive', { url: `https://${host}`, archive_info: archive }, []],
  ['both forms of a hash', { url: `https://${host}`, archive_info: { hash: `sha256=${digest}`, ...archive } }, []],
  ['a repository', { url: `https://${host}`, vcs_info: { vcs: 'git', commit_id: commit } }, []],
  ['a repository at a SHA-256', { url: `https://${host}`, vcs_info: { vcs: 'git', commit_id: digest } }, []],
  ['a Subversion revision', { url: `svn://${host}`, vcs_info: { vcs: 'svn', commit_id: '1234' } }, []],
  ['a user that is no secret', { url: `ssh://git@${host}`, vcs_info: { vcs: 'git', commit_id: commit } }, []],
  ['a variable', { url: `https://${variable('TOKEN')}@${host}`, archive_info: archive }, []],
  ['two variables', { url: `https://${variable('A-b_1')}:${variable('B')}@${host}`, archive_info: archive }, []],
  ['a subdirectory', { url: `https://${host}`, archive_info: archive, subdirectory: 'a/b' }, []],
  ['an empty file', '', ['json']],
  ['no object', '[]', ['json']],
  ['cut text', '{"url":', ['json']],
  ['a byte order mark', `\ufeff${JSON.stringify({ url: 'file:///a', dir_info: {} })}`, ['json-encoding']],
  ['a key twice', '{"url":"file:///a","url":"file:///b","dir_info":{}}', ['key-repeated']],
  ['a key twice, inside', '{"url":"file:///a","dir_info":{"x\\u0061":1,"xa":2}}', ['key-repeated']],
  ['the same key in two objects', '{"url":"file:///a","dir_info":{"dir_info":1}}', []],
  ['nothing', {}, ['url-missing', 'info-missing']],
  ['a URL that is no text', { url: 7, dir_info: {} }, ['url-missing']],
  ['a URL that is none', { url: 'srv/app', archive_info: archive }, ['url-invalid']],
  ['a password', { url: `https://me:pw@${host}`, archive_info: archive }, ['url-credentials']],
  ['a password with @', { url: `https://me:p@w@${host}`, archive_info: archive }, ['url-credentials']],
  ['a name', { url: `https://me@${host}`, archive_info: archive }, ['url-credentials']],
  ['half a variable', { url: `https://me:${variable('B')}@${host}`, archive_info: archive }, ['url-credentials']],
  ['git with a password', { url: `https://git:${variable('B')}@${host}`, archive_info: archive }, ['url-credentials']],
  ['a token as a parameter', { url: `https://${host}?access_token=abc`, archive_info: archive }, ['url-parameter?']],
  ['a signed address', { url: `https://${host}?a=1&sig=abc`, archive_info: archive }, ['url-parameter?']],
  ['a harmless parameter', { url: `https://${host}?design=abc`, archive_info: archive }, []],
  ['no kind', { url: 'file:///a' }, ['info-missing']],
  ['two kinds', { url: 'file:///a', dir_info: {}, archive_info: archive }, ['info-several']],
  ['a kind that is no table', { url: 'file:///a', dir_info: [] }, ['info-type']],
  ['a folder that is elsewhere', { url: `https://${host}`, dir_info: {} }, ['url-scheme']],
  ['a relative folder', { url: 'file:relative', dir_info: {} }, ['url-path']],
  ['a folder relative to here', { url: 'file:./relative', dir_info: {} }, ['url-path']],
  ['a folder that is a host', { url: 'file://relative', dir_info: {} }, ['url-path']],
  ['an editable that is no truth', { url: 'file:///a', dir_info: { editable: 'yes' } }, ['editable-type']],
  ['no system', { url: `https://${host}`, vcs_info: { commit_id: commit } }, ['vcs-missing']],
  ['an unknown system', { url: `https://${host}`, vcs_info: { vcs: 'cvs', commit_id: '7' } }, ['vcs-unknown?']],
  ['no commit', { url: `https://${host}`, vcs_info: { vcs: 'git' } }, ['commit-missing']],
  ['a number for a commit', { url: `https://${host}`, vcs_info: { vcs: 'git', commit_id: 7 } }, ['commit-missing']],
  ['a branch', { url: `https://${host}`, vcs_info: { vcs: 'git', commit_id: 'main' } }, ['commit-form']],
  ['a short commit', { url: `https://${host}`, vcs_info: { vcs: 'hg', commit_id: 'c0ffee' } }, ['commit-form']],
  [
    'a revision that is no text',
    { url: `https://${host}`, vcs_info: { vcs: 'git', commit_id: commit, requested_revision: 1 } },
    ['revision-type'],
  ],
  ['no hash', { url: `https://${host}`, archive_info: {} }, ['hashes-missing?']],
  ['only the old hash', { url: `https://${host}`, archive_info: { hash: `sha256=${digest}` } }, ['hash-deprecated?']],
  [
    'an old hash of no form',
    { url: `https://${host}`, archive_info: { hash: 'sha256:ab', ...archive } },
    ['hash-form'],
  ],
  [
    'an old hash that differs',
    { url: `https://${host}`, archive_info: { hash: 'md5=ab', ...archive } },
    ['hash-differs'],
  ],
  ['hashes in a list', { url: `https://${host}`, archive_info: { hashes: [] } }, ['hashes-type', 'hashes-missing?']],
  ['a digest that is none', { url: `https://${host}`, archive_info: { hashes: { sha256: 7 } } }, ['hash-value']],
  ['a digest too short', { url: `https://${host}`, archive_info: { hashes: { sha256: 'ab' } } }, ['hash-value']],
  [
    'only a broken hash',
    { url: `https://${host}`, archive_info: { hashes: { md5: 'ab'.repeat(16) } } },
    ['hash-weak?'],
  ],
  [
    'a hash by another name',
    { url: `https://${host}`, archive_info: { hashes: { 'SHA 256': digest } } },
    ['hash-name?', 'hash-weak?'],
  ],
  [
    'a subdirectory above',
    { url: `https://${host}`, archive_info: archive, subdirectory: '../x' },
    ['subdirectory-outside'],
  ],
  [
    'a subdirectory from the root',
    { url: `https://${host}`, archive_info: archive, subdirectory: '/x' },
    ['subdirectory-outside'],
  ],
  [
    'a subdirectory that is no text',
    { url: `https://${host}`, archive_info: archive, subdirectory: 1 },
    ['subdirectory-type'],
  ],
  ['a further key', { url: 'file:///a', dir_info: {}, more: 1 }, ['key-unknown?']],
]

const provenanceVectors: readonly Vector[] = [
  ['a hash', { url: `https://${host}`, archive_info: archive }, []],
  [
    'several hashes',
    {
      archive_info: { hashes: { blake2s: digest, sha256: digest, sha3_256: digest, sha512: digest + digest } },
      url: `https://${host}`,
    },
    [],
  ],
  [
    'the old hash',
    { url: `https://${host}`, archive_info: { hash: `sha256=${digest}`, ...archive } },
    ['hash-deprecated'],
  ],
  [
    'a name that is not canonical',
    { url: `https://${host}`, archive_info: { hashes: { 'SHA-256': digest } } },
    ['hash-name', 'sha256-missing?'],
  ],
  ['no hashes in it', { url: `https://${host}`, archive_info: { hashes: {} } }, ['hashes-missing']],
  ['no hashes', { url: `https://${host}`, archive_info: {} }, ['hashes-missing']],
  ['hashes that are no table', { url: `https://${host}`, archive_info: { hashes: 'x' } }, ['hashes-type']],
  [
    'MD5',
    { url: `https://${host}`, archive_info: { hashes: { md5: 'ab'.repeat(16), sha256: digest } } },
    ['hash-forbidden'],
  ],
  [
    'SHA-1',
    { url: `https://${host}`, archive_info: { hashes: { sha1: 'ab'.repeat(20) } } },
    ['hash-forbidden', 'sha256-missing?'],
  ],
  [
    'a hash of variable length',
    { url: `https://${host}`, archive_info: { hashes: { shake_128: 'ab', sha256: digest } } },
    ['hash-name'],
  ],
  ['a digest cut short', { url: `https://${host}`, archive_info: { hashes: { sha256: 'abc' } } }, ['hash-value']],
  ['no SHA-256', { url: `https://${host}`, archive_info: { hashes: { sha3_256: digest } } }, ['sha256-missing?']],
  ['no URL', { archive_info: archive }, ['url-missing']],
  ['a password', { url: `https://me:pw@${host}`, archive_info: archive }, ['url-credentials']],
  ['no archive_info', { url: `https://${host}` }, ['info-missing']],
  ['an archive_info that is no table', { url: `https://${host}`, archive_info: null }, ['info-type']],
  ['a third key', { url: `https://${host}`, archive_info: archive, dir_info: {} }, ['key-unknown']],
  ['a second key inside', { url: `https://${host}`, archive_info: { size: 1, ...archive } }, ['key-unknown']],
  ['cut text, as the standard shows', '{"archive_info": {"hashes": {}} "url": "https://example.invalid"}', ['json']],
]

describe('rules of direct_url.json (PEP 610)', () => {
  for (const [what, file, codes] of directVectors) it(what, () => assert.deepEqual(direct(file), codes))
})

describe('rules of provenance_url.json (PEP 710)', () => {
  for (const [what, file, codes] of provenanceVectors) it(what, () => assert.deepEqual(provenance(file), codes))
})

describe('rules of both', () => {
  it('has a vector for every rule', () => {
    const codes = [...directVectors, ...provenanceVectors].flatMap(([, , each]) =>
      each.map((code) => code.replace('?', '')),
    )
    const others = ['both-files', 'too-large']
    assert.deepEqual([...new Set([...codes, ...others])].sort(), Object.keys(originRules).sort())
  })

  it('lets no two files be there', () => {
    const file = JSON.stringify({ url: `https://${host}`, archive_info: archive })
    assert.deepEqual(told(validateOrigins({ direct: file, provenance: file }).both), ['both-files'])
    assert.deepEqual(validateOrigins({ direct: file, provenance: null }).both, [])
  })

  it('names every rule that one file breaks', () => {
    const file = { url: `https://me:pw@${host}`, archive_info: { hash: 'x', hashes: { md5: 'ab' } }, more: 1 }
    assert.deepEqual(provenance(file), [
      'url-credentials',
      'key-unknown',
      'hash-deprecated',
      'hash-forbidden',
      'hash-value',
      'sha256-missing?',
    ])
  })

  it('bounds what it reads, and takes bytes', () => {
    assert.deepEqual(direct(' '.repeat(300_000)), ['too-large'])
    assert.deepEqual(told(validateDirectUrl(Buffer.from([0x7b, 0xff, 0x7d]))), ['json-encoding'])
    assert.deepEqual(validateDirectUrl(Buffer.from(JSON.stringify({ url: 'file:///ä', dir_info: {} }))), [])
  })
})

describe('provenance_url.json (PEP 710), read and written', () => {
  it('reads what was written', () => {
    const value = { url: `https://${host}`, hashes: [{ algorithm: 'sha256', value: digest }] }
    const text = provenanceUrlText(value)
    assert.ok(text !== null)
    assert.deepEqual(readProvenanceUrl(text), value)
    assert.deepEqual(validateProvenanceUrl(text), [])
  })

  it('writes no hash that is not allowed, and no file without one', () => {
    const hashes = [{ algorithm: 'md5', value: 'ab'.repeat(16) }]
    assert.equal(provenanceUrlText({ url: `https://${host}`, hashes }), null)
    const text = provenanceUrlText({
      url: `https://${host}`,
      hashes: [...hashes, { algorithm: 'sha256', value: digest }],
    })
    assert.deepEqual(readProvenanceUrl(text ?? '')?.hashes, [{ algorithm: 'sha256', value: digest }])
  })

  it('takes secrets and fragments out of an address', () => {
    assert.equal(recordableUrl(`https://me:pw@${host}#sha256=ab`), `https://${host}`)
    assert.equal(recordableUrl(`https://${host}?X-Amz-Signature=ab&a=1`), `https://${host}`)
    assert.equal(recordableUrl(`https://${host}?a=1`), `https://${host}?a=1`)
    assert.equal(recordableUrl('relative/path'), null)
  })

  it('gives an address that holds, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()), (url) => {
        const recorded = recordableUrl(url)
        const text =
          recorded === null
            ? null
            : provenanceUrlText({ url: recorded, hashes: [{ algorithm: 'sha256', value: digest }] })
        assert.ok(text === null || validateProvenanceUrl(text).length === 0)
      }),
    )
  })
})

it('never throws, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.jsonValue().map((value) => JSON.stringify({ url: value, archive_info: { hashes: value }, dir_info: value })),
      ),
      (text) => {
        readDirectUrl(text)
        readProvenanceUrl(text)
        validateOrigins({ direct: text, provenance: Buffer.from(text) })
      },
    ),
  )
})
