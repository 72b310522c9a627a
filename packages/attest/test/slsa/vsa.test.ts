/** Verification summaries: what is issued verifies, and each MUST of SLSA 1.2 has its code. */
import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  AttestError,
  composeStatement,
  isLevelName,
  type Json,
  levelName,
  preAuthEncoding,
  type SummaryDemands,
  signEnvelope,
  signingKeyOf,
  type VerificationSummary,
  verifyVsa,
  vsaPredicate,
  vsaType,
} from '../../src/index.ts'

const key = signingKeyOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
const other = signingKeyOf(generateKeyPairSync('ed25519').privateKey)
const sha256 = 'a'.repeat(64)
const summary: VerificationSummary = {
  verifier: 'https://verifier.example.invalid',
  time: '2026-01-02T03:04:05Z',
  resource: 'pkg:pypi/demo@1.0?file_name=demo-1.0.tar.gz',
  policy: { uri: 'slsa.toml', sha256: 'b'.repeat(64) },
  inputs: [{ uri: 'demo-1.0.tar.gz.provenance', sha256: 'c'.repeat(64) }],
  passed: true,
  levels: ['SLSA_BUILD_LEVEL_2', 'SLSA_SOURCE_LEVEL_1', 'ACME_REVIEWED'],
  dependencyLevels: new Map([
    ['SLSA_BUILD_LEVEL_2', 3],
    ['SLSA_BUILD_LEVEL_0', 1],
  ]),
}
const demands: SummaryDemands = {
  verifiers: [{ id: summary.verifier, key: key.publicKey }],
  digests: [{ algorithm: 'sha256', value: sha256 }],
  resource: summary.resource,
  levels: ['SLSA_BUILD_LEVEL_1', 'ACME_REVIEWED'],
}
const statement = 'application/vnd.in-toto+json'

interface Parts {
  readonly changed?: Partial<VerificationSummary>
  /** What the predicate says instead, as hostile as it likes; null: a member is left out. */
  readonly predicate?: Readonly<Record<string, Json | undefined>>
  readonly by?: typeof key
  readonly type?: string
  readonly predicateType?: string
  readonly digest?: string
}

function issued({
  changed,
  predicate,
  by = key,
  type = statement,
  predicateType = vsaType,
  digest = sha256,
}: Parts = {}): string {
  const said = { ...vsaPredicate({ ...summary, ...changed }, '1.0'), ...predicate }
  const subjects = [{ name: 'demo-1.0.tar.gz', digest: { sha256: digest } }]
  const bytes = JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjects,
    predicateType,
    predicate: said,
  })
  return JSON.stringify(signEnvelope(type, Buffer.from(bytes), by))
}

function code(text: string, changed: Partial<SummaryDemands> = {}): string {
  try {
    verifyVsa(text, { ...demands, ...changed })
    return 'holds'
  } catch (error) {
    assert.ok(error instanceof AttestError, String(error))
    return error.code
  }
}

describe('a verification summary', () => {
  it('says what was issued', () => assert.deepEqual(verifyVsa(issued(), demands), summary))

  it('is a statement that `cordon verify` reads', () => {
    const subjects = [{ name: 'demo-1.0.tar.gz', sha256 }]
    const bytes = composeStatement({ subjects, predicateType: vsaType, predicate: vsaPredicate(summary, '1.0') })
    assert.equal(code(JSON.stringify(signEnvelope(statement, bytes, key))), 'holds')
  })

  const rows: readonly (readonly [string, string, string, Partial<SummaryDemands>?])[] = [
    ['no JSON', 'malformed', '{'],
    ['no envelope', 'malformed', '{"a":1}'],
    ['an envelope without signature', 'malformed', JSON.stringify({ ...JSON.parse(issued()), signatures: [] })],
    ['another key', 'signature', issued({ by: other })],
    ['another payload', 'signature', JSON.stringify({ ...JSON.parse(issued()), payload: 'e30=' })],
    ['another type of payload', 'signature', JSON.stringify({ ...JSON.parse(issued()), payloadType: 'text/plain' })],
    [
      'another key id than is asked',
      'signature',
      issued(),
      { verifiers: [{ id: summary.verifier, key: key.publicKey, keyId: 'x' }] },
    ],
    ['no verifier that is trusted', 'signature', issued(), { verifiers: [] }],
    ['something else signed', 'statement', issued({ type: 'text/plain' })],
    ['another file', 'subject-digest', issued({ digest: 'b'.repeat(64) })],
    [
      'a digest by another algorithm',
      'subject-digest',
      issued(),
      { digests: [{ algorithm: 'sha512', value: sha256 }] },
    ],
    [
      'only one of two digests',
      'subject-digest',
      issued(),
      { digests: [...demands.digests, { algorithm: 'sha1', value: 'x' }] },
    ],
    ['no digest that is asked', 'subject-digest', issued(), { digests: [] }],
    ['another type', 'predicate-type', issued({ predicateType: 'https://slsa.dev/verification_summary/v2' })],
    ['provenance', 'predicate-type', issued({ predicateType: 'https://slsa.dev/provenance/v1' })],
    ['no verifier', 'predicate', issued({ predicate: { verifier: {} } })],
    ['no resource', 'predicate', issued({ predicate: { resourceUri: '' } })],
    ['no result', 'predicate', issued({ predicate: { verificationResult: undefined } })],
    ['another result', 'predicate', issued({ predicate: { verificationResult: 'passed' } })],
    ['a time that is none', 'predicate', issued({ predicate: { timeVerified: 'yesterday' } })],
    ['levels that are no texts', 'predicate', issued({ predicate: { verifiedLevels: ['SLSA_BUILD_LEVEL_3', 3] } })],
    ['counts that are none', 'predicate', issued({ predicate: { dependencyLevels: { SLSA_BUILD_LEVEL_3: -1 } } })],
    ['counts in a list', 'predicate', issued({ predicate: { dependencyLevels: [1] } })],
    ['another verifier', 'vsa-verifier', issued({ changed: { verifier: 'https://verifier.example.invalid/' } })],
    ['another resource', 'vsa-resource', issued({ changed: { resource: `${summary.resource}x` } })],
    ['a failure', 'vsa-result', issued({ changed: { passed: false } })],
    ['a failure that says levels', 'vsa-result', issued({ predicate: { verificationResult: 'FAILED' } })],
    ['a lower level', 'vsa-level', issued(), { levels: ['SLSA_BUILD_LEVEL_3'] }],
    ['a level of another track', 'vsa-level', issued({ changed: { levels: ['SLSA_SOURCE_LEVEL_3'] } })],
    ['no level', 'vsa-level', issued({ changed: { levels: [] } })],
    [
      'a level that is not evaluated',
      'vsa-level',
      issued({ changed: { levels: ['SLSA_BUILD_LEVEL_UNEVALUATED', 'ACME_REVIEWED'] } }),
    ],
    ['a property that is missing', 'vsa-level', issued(), { levels: ['SLSA_SOURCE_TWO_PARTY_REVIEWED'] }],
  ]
  for (const [name, expected, text, changed] of rows)
    it(`does not hold with ${name}: ${expected}`, () => assert.equal(code(text, changed), expected))

  it('binds the verifier to its own key, also where several are trusted', () => {
    const verifiers = [
      { id: summary.verifier, key: key.publicKey },
      { id: 'https://other.example.invalid', key: other.publicKey },
    ]
    assert.equal(code(issued(), { verifiers }), 'holds')
    assert.equal(code(issued({ by: other }), { verifiers }), 'vsa-verifier')
    assert.equal(
      code(issued({ by: other, changed: { verifier: 'https://other.example.invalid' } }), { verifiers }),
      'holds',
    )
  })

  it('may be signed with the two numbers of ECDSA side by side', () => {
    const envelope = JSON.parse(issued())
    const bytes = preAuthEncoding(statement, Buffer.from(envelope.payload, 'base64'))
    const sig = sign('sha256', bytes, { key: key.privateKey, dsaEncoding: 'ieee-p1363' })
    const signed = (signature: Buffer) =>
      JSON.stringify({ ...envelope, signatures: [{ sig: signature.toString('base64') }] })
    assert.equal(sig.length, 64)
    assert.equal(code(signed(sig)), 'holds')
    assert.equal(code(signed(Buffer.concat([sig, Buffer.from([0])]))), 'signature')
    sig[3] = (sig[3] ?? 0) ^ 1
    assert.equal(code(signed(sig)), 'signature')
    assert.equal(code(signed(Buffer.alloc(64))), 'signature')
  })

  it('is found among lines, and of none that holds the nearest is told', () => {
    const failed = issued({ changed: { passed: false } })
    assert.equal(code([issued({ by: other }), failed, issued()].join('\n')), 'holds')
    assert.equal(code([issued({ by: other }), failed, issued({ digest: 'b'.repeat(64) })].join('\n')), 'vsa-result')
  })

  it('that failed has no level', () =>
    assert.deepEqual(vsaPredicate({ ...summary, passed: false }, '1.0').verifiedLevels, ['FAILED']))
})

describe('levels', () => {
  it('imply the lower ones of their track', () =>
    fc.assert(
      fc.property(fc.nat({ max: 99 }), fc.nat({ max: 99 }), (verified, wanted) => {
        const text = issued({ changed: { levels: [levelName(verified)] } })
        assert.equal(code(text, { levels: [levelName(wanted)] }), verified >= wanted ? 'holds' : 'vsa-level')
      }),
      { numRuns: 50 },
    ))

  it('have names', () => {
    const good = ['SLSA_BUILD_LEVEL_3', 'SLSA_SOURCE_LEVEL_UNEVALUATED', 'SLSA_BUILD_REPRODUCED', 'ACME_L1']
    assert.deepEqual(good.map(isLevelName), [true, true, true, true])
    assert.deepEqual(['', 'SLSA_LEVEL_3', 'SLSA_BUILD_LEVEL_three', 'SLSA_BUILD_LEVEL3'].map(isLevelName), [
      false,
      false,
      false,
      false,
    ])
  })
})

it('nothing that is signed makes it fail with anything but a code', () =>
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(...Object.keys(vsaPredicate(summary, '1.0'))), (json, member) => {
      assert.equal(typeof code(issued({ predicate: { [member]: JSON.parse(json) as Json } })), 'string')
    }),
    { numRuns: 200 },
  ))
