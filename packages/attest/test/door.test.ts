/** What comes in: JSON, base64, documents. Nothing but `AttestError` comes out for what is wrong. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import seeds from '@sigstore/tuf/seeds.json' with { type: 'json' }
import fc from 'fast-check'
import { decodeBase64, decodeUtf8 } from '../src/base64.ts'
import { readDocument } from '../src/document.ts'
import { AttestError } from '../src/error.ts'
import { defaultTrustedInstance, parseTrustedRoot, verifyDocument } from '../src/index.ts'
import { readJson } from '../src/json.ts'

function codeOf(run: () => unknown): string | null {
  try {
    run()
    return null
  } catch (error) {
    assert.ok(error instanceof AttestError, String(error))
    return error.code
  }
}

describe('JSON', () => {
  it('is what JSON.parse reads', () => {
    const value = fc.jsonValue()
    fc.assert(
      fc.property(value, (each) =>
        assert.deepEqual(readJson(JSON.stringify(each), 'It'), JSON.parse(JSON.stringify(each))),
      ),
    )
  })

  for (const text of [
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"x":[{"deep":{"k":null, "k" :0}}]}',
    '{"a":1,}',
    '[1] [2]',
    '',
    '['.repeat(65) + ']'.repeat(65),
  ])
    it(`is refused: ${text.slice(0, 40)}`, () =>
      assert.equal(
        codeOf(() => readJson(text, 'It')),
        'malformed',
      ))

  it('may say one key in two objects, and a key as a value', () => {
    assert.deepEqual(readJson('[{"a":"a"},{"a":["a","a"]}]', 'It'), [{ a: 'a' }, { a: ['a', 'a'] }])
  })

  it('does not reach prototypes', () => {
    readJson('{"__proto__":{"polluted":true}}', 'It')
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false)
  })
})

describe('base64', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) =>
        assert.deepEqual(decodeBase64(Buffer.from(bytes).toString('base64')), Buffer.from(bytes)),
      ),
    )
  })

  for (const text of ['AA', 'AA=', 'AB==', 'AA==\n', 'A-_A', ' AAAA', 'AAAA=AAA'])
    it(`is refused: ${JSON.stringify(text)}`, () => assert.equal(decodeBase64(text), null))

  it('holds UTF-8 or it does not', () => {
    assert.equal(decodeUtf8(Buffer.from('é')), 'é')
    assert.equal(decodeUtf8(Buffer.from([0xc3])), null)
  })
})

describe('a document', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['unsupported-signature', '-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----'],
    ['malformed', '{"payloadType":"x","payload":"","signatures":[]}'],
    ['malformed', '{}'],
    ['malformed', '[]'],
    ['malformed', '3'],
    ['malformed', '{"version":1,"attestation_bundles":[]}'],
    ['malformed', '{"version":true,"attestation_bundles":[{}]}'],
    ['unsupported-version', '{"version":2,"attestation_bundles":[{}]}'],
    ['malformed', '{"version":1,"attestation_bundles":[{"publisher":{"kind":"GitHub"},"attestations":[{}]}]}'],
    ['malformed', '{"version":1,"verification_material":{"certificate":"","transparency_entries":[{}]}}'],
  ]
  for (const [code, text] of cases)
    it(`is refused with ${code}: ${text.slice(0, 60)}`, () =>
      assert.equal(
        codeOf(() => readDocument(text)),
        code,
      ))

  it('holds no more than can be verified in good time', () => {
    const attestation =
      '{"version":1,"verification_material":{"certificate":"AAAA","transparency_entries":[{}]},"envelope":{"statement":"AAAA","signature":"AAAA"}}'
    assert.equal(readDocument(`[${Array(64).fill(attestation).join(',')}]`).items.length, 64)
    assert.equal(
      codeOf(() => readDocument(`[${Array(65).fill(attestation).join(',')}]`)),
      'malformed',
    )
  })

  it('never makes anything but outcomes, whatever it holds', () => {
    const subject = { name: 'demo-1.0.tar.gz', sha256: '0'.repeat(64) }
    const options = { subject, trust: { instances: [defaultTrustedInstance()] }, identities: [] }
    const bundle = fc.record(
      {
        mediaType: fc.constantFrom(
          'application/vnd.dev.sigstore.bundle.v0.3+json',
          'application/vnd.dev.sigstore.bundle+json;version=0.1',
          'application/vnd.dev.sigstore.bundle.v0.4+json',
        ),
        verificationMaterial: fc.record(
          {
            certificate: fc.record({ rawBytes: fc.base64String() }),
            publicKey: fc.jsonValue(),
            tlogEntries: fc.oneof(
              fc.jsonValue(),
              fc.array(fc.record({ logIndex: fc.string(), kindVersion: fc.jsonValue() })),
            ),
          },
          { requiredKeys: [] },
        ),
        dsseEnvelope: fc.oneof(
          fc.jsonValue(),
          fc.record({ payload: fc.base64String(), signatures: fc.array(fc.record({ sig: fc.base64String() })) }),
        ),
        messageSignature: fc.jsonValue(),
      },
      { requiredKeys: ['mediaType'] },
    )
    const text = fc.oneof(
      fc.string(),
      bundle.map((each) => JSON.stringify(each)),
    )
    fc.assert(
      fc.property(text, (each) => {
        for (const outcome of verifyDocument(each, options)) assert.equal(outcome.kind, 'failed')
      }),
      { numRuns: 500 },
    )
  })
})

describe('a trusted root', () => {
  const embedded = seeds['https://tuf-repo-cdn.sigstore.dev'].targets['trusted_root.json']
  const text = Buffer.from(embedded, 'base64').toString('utf8')

  it('is embedded, with logs, and authorities of both sorts', () => {
    const { tlogs, ctlogs, certificateAuthorities, timestampAuthorities } = defaultTrustedInstance().root
    for (const list of [tlogs, ctlogs, certificateAuthorities, timestampAuthorities]) assert.notEqual(list.length, 0)
  })

  for (const list of ['tlogs', 'ctlogs', 'certificateAuthorities', 'timestampAuthorities'])
    it(`is refused when one of ${list} does not say since when it counts`, () => {
      const root = JSON.parse(text)
      const [first] = root[list]
      delete (first.publicKey ?? first).validFor.start
      assert.equal(
        codeOf(() => parseTrustedRoot(JSON.stringify(root))),
        'bad-trusted-root',
      )
    })

  for (const text of [
    '{}',
    'no JSON',
    '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1","certificateAuthorities":[]}',
    '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1","certificateAuthorities":[{"certChain":{"certificates":[{"rawBytes":"AAAA"}]}}]}',
    '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1","certificateAuthorities":[{"certChain":{"certificates":[{"rawBytes":"AAAA"}]},"validFor":{"start":"2021-01-01T00:00:00Z"}}]}',
  ])
    it(`is refused: ${text.slice(-60)}`, () =>
      assert.equal(
        codeOf(() => parseTrustedRoot(text)),
        'bad-trusted-root',
      ))
})
