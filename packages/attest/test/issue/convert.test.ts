/** Bundle to attestation and back: the same bytes, the same answers, and what a form cannot say is listed. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { type MadeSigning, madeSigstore, sharedData, withoutSharedData } from '@cordon/testkit'
import fc from 'fast-check'
import { convertDocument, IssueError, parseTrustedRoot, verifyDocument } from '../../src/index.ts'

const instance = madeSigstore()
const file = { name: 'demo-1.0.tar.gz', sha256: 'a'.repeat(64) }
const trust = { instances: [parseTrustedRoot(instance.trustedRoot)] }

function statement(predicateType = 'https://docs.pypi.org/attestations/publish/v1', name = file.name): object {
  const subject = [{ name, digest: { sha256: file.sha256 } }]
  return { _type: 'https://in-toto.io/Statement/v1', subject, predicateType, predicate: null }
}

function holds(text: string): boolean {
  return verifyDocument(text, { subject: file, trust, identities: [] }).every(({ kind }) => kind === 'verified')
}

function only(text: string, to: 'attestation' | 'bundle') {
  const [converted, ...more] = convertDocument(text, to)
  assert.ok(converted !== undefined)
  assert.deepEqual(more, [])
  return converted
}

function codeOf(run: () => unknown): string {
  try {
    run()
    return 'converted'
  } catch (error) {
    if (error instanceof IssueError) return error.code
    throw error
  }
}

describe('conversion', () => {
  const signings: readonly MadeSigning[] = [
    {},
    { log: 'second' },
    { timestamped: true },
    { promised: false, timestamped: true },
  ]
  for (const signing of signings)
    it(`goes there and back without a difference: ${JSON.stringify(signing)}`, () => {
      const attestation = `${JSON.stringify(instance.attest({ ...signing, statement: statement() }))}\n`
      const bundle = only(attestation, 'bundle')
      assert.deepEqual(bundle.lost, [])
      assert.equal(bundle.name, 'demo-1.0.tar.gz.sigstore.json')
      assert.ok(holds(attestation))
      assert.ok(holds(bundle.text))
      const back = only(bundle.text, 'attestation')
      assert.equal(back.text, attestation)
      assert.equal(back.name, 'demo-1.0.tar.gz.publish.attestation')
      assert.equal(only(bundle.text, 'bundle').text, bundle.text)
      assert.equal(only(attestation, 'attestation').text, attestation)
      const draft = back.lost.filter((each) => each.includes('timestamps'))
      assert.equal(draft.length, attestation.includes('"timestamps"') ? 1 : 0)
    })

  it('takes a provenance object apart, without what nothing signs', () => {
    const attestations = [statement(), statement('https://slsa.dev/provenance/v1')].map((each) =>
      instance.attest({ statement: each }),
    )
    const publisher = { kind: 'GitHub', repository: 'example/demo', workflow: 'release.yml' }
    const text = JSON.stringify({ version: 1, attestation_bundles: [{ publisher, attestations }] })
    const converted = convertDocument(text, 'attestation')
    assert.deepEqual(
      converted.map(({ name }) => name),
      ['demo-1.0.tar.gz.publish.attestation', 'demo-1.0.tar.gz.slsa.attestation'],
    )
    for (const { lost } of converted) assert.match(lost.join(), /publisher/)
    assert.deepEqual(
      converted.map((each) => JSON.parse(each.text)),
      attestations,
    )
  })

  it('lists what has no place in the other form', () => {
    const attestation = { ...instance.attest({ statement: statement() }), extra: 1 }
    assert.match(only(JSON.stringify(attestation), 'bundle').lost.join(), /`extra`/)
    const bundle = JSON.parse(only(JSON.stringify(attestation), 'bundle').text)
    bundle.dsseEnvelope.signatures[0].keyid = 'a key'
    bundle.more = true
    const { lost } = only(JSON.stringify(bundle), 'attestation')
    assert.match(lost.join(), /keyid.*`more`/)
  })

  it('makes a chain of an older bundle its leaf', () => {
    const bundle = JSON.parse(JSON.stringify(instance.bundle({ statement: statement() })))
    const { certificate, ...material } = bundle.verificationMaterial
    const authority = parseTrustedRoot(instance.trustedRoot).root.certificateAuthorities[0]?.certChain?.certificates[0]
    const second = { rawBytes: Buffer.from(authority?.rawBytes ?? []).toString('base64') }
    const old = {
      ...bundle,
      mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2',
      verificationMaterial: { ...material, x509CertificateChain: { certificates: [certificate, second] } },
    }
    const converted = only(JSON.stringify(old), 'attestation')
    assert.match(converted.lost.join(), /1 certificate/)
    assert.ok(holds(converted.text))
    const renewed = only(JSON.stringify(old), 'bundle')
    assert.match(renewed.text, /bundle\.v0\.3\+json/)
    assert.ok(holds(renewed.text))
  })

  it('gives no name that would leave its folder', () => {
    for (const name of ['../demo-1.0.tar.gz', '/etc/passwd', '.hidden', 'a\u0000b', '', 'x'.repeat(300)])
      assert.equal(
        only(JSON.stringify(instance.bundle({ statement: statement(undefined, name) })), 'bundle').name,
        null,
      )
  })

  it('refuses what the form cannot say, and what is no such document', () => {
    const signed = JSON.stringify(instance.signFile(Buffer.from('bytes')))
    assert.equal(
      codeOf(() => convertDocument(signed, 'attestation')),
      'not-expressible',
    )
    assert.equal(only(signed, 'bundle').name, null)
    const bundle = JSON.parse(JSON.stringify(instance.bundle({ statement: statement() })))
    const byKey = { ...bundle, verificationMaterial: { ...bundle.verificationMaterial, publicKey: { hint: 'a' } } }
    byKey.verificationMaterial.certificate = undefined
    assert.equal(
      codeOf(() => convertDocument(JSON.stringify(byKey), 'attestation')),
      'not-expressible',
    )
    const other = { ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, payloadType: 'text/plain' } }
    assert.equal(
      codeOf(() => convertDocument(JSON.stringify(other), 'attestation')),
      'not-expressible',
    )
    const unlogged = { ...bundle, verificationMaterial: { ...bundle.verificationMaterial, tlogEntries: [] } }
    assert.equal(
      codeOf(() => convertDocument(JSON.stringify(unlogged), 'attestation')),
      'not-expressible',
    )
    for (const text of [
      '',
      '{}',
      '[]x',
      '{"mediaType":"x"}',
      '{"verification_material":{}}',
      '{"version":1,"attestation_bundles":[]}',
    ])
      assert.equal(
        codeOf(() => convertDocument(text, 'bundle')),
        'document',
      )
  })

  it('never fails but with its code', () => {
    const bundle = JSON.stringify(instance.bundle({ statement: statement() }))
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat({ max: bundle.length }), fc.nat({ max: 40 }), (value, at, gone) => {
        for (const to of ['bundle', 'attestation'] as const) {
          codeOf(() => convertDocument(JSON.stringify(value), to))
          codeOf(() => convertDocument(bundle.slice(0, at) + bundle.slice(at + gone), to))
          codeOf(() => convertDocument(JSON.stringify({ ...JSON.parse(bundle), verificationMaterial: value }), to))
          codeOf(() =>
            convertDocument(JSON.stringify({ version: 1, verification_material: value, envelope: value }), to),
          )
        }
      }),
    )
  })
})

describe('conversion of real attestations', () => {
  const folder = sharedData('attestations')
  it('goes there and back', { skip: folder === null && withoutSharedData('attestations') }, () => {
    if (folder === null || !existsSync(folder)) return
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.attestation'),
    )
    assert.ok(names.length >= 4)
    for (const name of names) {
      const text: string = readFileSync(join(folder, name), 'utf8')
      const bundle = only(text, 'bundle').text
      const back: unknown = JSON.parse(only(bundle, 'attestation').text)
      assert.deepEqual(back, JSON.parse(text))
    }
  })
})
