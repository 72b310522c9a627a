import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseDirectUrl, parseProvenanceUrl } from '@cordon/pypa'
import fc from 'fast-check'

const digest = 'ab'.repeat(32)
/** Built, since a `$` before a brace looks like a template to the linter. */
const fromVariables = `https://${['USER', 'TOKEN'].map((name) => `$${`{${name}}`}`).join(':')}@example.invalid/x`

function direct(value: unknown) {
  const { value: read, problems } = parseDirectUrl(typeof value === 'string' ? value : JSON.stringify(value))
  return { read, codes: problems.map(({ code }) => code) }
}

function provenance(value: unknown) {
  const { value: read, problems } = parseProvenanceUrl(typeof value === 'string' ? value : JSON.stringify(value))
  return { read, codes: problems.map(({ code }) => code) }
}

describe('direct_url.json (PEP 610)', () => {
  it('reads each of the three kinds', () => {
    assert.deepEqual(direct({ url: 'file:///srv/app', dir_info: { editable: true } }), {
      read: { url: 'file:///srv/app', subdirectory: null, kind: 'directory', editable: true },
      codes: [],
    })
    assert.deepEqual(
      direct({
        url: 'https://git.example.invalid/x',
        subdirectory: 'lib',
        vcs_info: { vcs: 'git', commit_id: 'c0ffee', requested_revision: 'v1' },
      }).read,
      {
        url: 'https://git.example.invalid/x',
        subdirectory: 'lib',
        kind: 'vcs',
        vcs: 'git',
        commit: 'c0ffee',
        requestedRevision: 'v1',
      },
    )
    const hashes = [{ algorithm: 'sha256', value: digest }]
    const url = 'https://example.invalid/x-1.tar.gz'
    assert.deepEqual(direct({ url, archive_info: { hashes: { sha256: digest } } }).read?.kind, 'archive')
    const old = direct({ url, archive_info: { hash: `sha256=${digest}` } })
    assert.deepEqual(old, { read: { url, subdirectory: null, kind: 'archive', hashes }, codes: [] })
  })

  it('takes a variable for no secret, and a password for one', () => {
    const info = { dir_info: {} }
    assert.deepEqual(direct({ url: fromVariables, archive_info: {} }).codes, [])
    assert.deepEqual(direct({ url: 'ssh://git@example.invalid/x', vcs_info: { vcs: 'git', commit_id: 'a' } }).codes, [])
    const told = direct({ url: 'https://me:pw@example.invalid/x', archive_info: {} })
    assert.deepEqual(told.codes, ['CREDENTIALS'])
    assert.equal(told.read?.url, 'https://example.invalid/x')
    assert.deepEqual(direct({ url: 'https://example.invalid/x', ...info }).codes, ['URL'])
  })

  it('says what does not hold', () => {
    assert.deepEqual(direct('[]'), { read: null, codes: ['JSON'] })
    assert.deepEqual(direct('{').codes, ['JSON'])
    assert.deepEqual(direct({ url: 'https://example.invalid/x' }).codes, ['INFO'])
    assert.deepEqual(direct({ url: 'https://example.invalid/x', dir_info: {}, archive_info: {} }).codes, ['INFO'])
    assert.deepEqual(direct({ dir_info: {} }).codes, ['URL'])
    assert.deepEqual(direct({ url: 'https://example.invalid/x', vcs_info: { vcs: 'cvs', commit_id: 'a' } }).codes, [
      'INFO',
    ])
    assert.deepEqual(direct({ url: 'https://example.invalid/x', archive_info: { hashes: { sha256: 7 } } }).codes, [
      'HASH',
    ])
  })
})

describe('provenance_url.json (PEP 710)', () => {
  const url = 'https://files.example.invalid/x-1-py3-none-any.whl'

  it('reads a URL and its digests', () => {
    assert.deepEqual(provenance({ url, archive_info: { hashes: { sha256: digest } } }), {
      read: { url, hashes: [{ algorithm: 'sha256', value: digest }] },
      codes: [],
    })
  })

  it('says what does not hold', () => {
    assert.deepEqual(provenance({ url, archive_info: { hashes: {} } }).codes, ['HASH'])
    assert.deepEqual(provenance({ url, archive_info: { hashes: { md5: 'ab' } } }).codes, ['HASH'])
    assert.deepEqual(provenance({ url, archive_info: { hashes: { 'SHA-256': digest } } }).codes, ['HASH'])
    assert.deepEqual(provenance({ url, archive_info: { hash: 'sha256=ab', hashes: { sha256: digest } } }).codes, [
      'KEY',
    ])
    assert.deepEqual(provenance({ url, extra: 1, archive_info: { hashes: { sha256: digest } } }).codes, ['KEY'])
    assert.deepEqual(provenance({ url }).codes, ['INFO'])
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
        parseDirectUrl(text)
        parseProvenanceUrl(text)
      },
    ),
  )
})
