/** Signatures by keys that somebody named: over envelopes, in JSON lines, and over files. */
import assert from 'node:assert/strict'
import { constants, createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { describe, it } from 'node:test'
import { githubBuild, madeSigstore, publishStatement, signingOf } from '@cordon/testkit'
import { parsePublicKey, parseTrustedRoot, readEnvelope, verifyDocument, verifyEnvelope } from '../src/index.ts'
import { preAuthEncoding } from '../src/issue/dsse.ts'
import { verifyBytes, verifyFile } from '../src/key-signature.ts'
import { codeOf } from './code-of.ts'

interface Pair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

const curve = (namedCurve: string): Pair => generateKeyPairSync('ec', { namedCurve })
const rsa = (modulusLength: number): Pair => generateKeyPairSync('rsa', { modulusLength })
const [alice, bob, carol] = [curve('P-256'), generateKeyPairSync('ed25519'), curve('P-384')]
const strong = rsa(2048)
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }

describe('a signature by a key', () => {
  const bytes = Buffer.from('what is signed')
  const other = Buffer.from('what is not')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const pssKey = generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
  const ways: readonly (readonly [string, Pair, Buffer])[] = [
    ['P-256', alice, sign('sha256', bytes, alice.privateKey)],
    ['P-384 with SHA-384', carol, sign('sha384', bytes, carol.privateKey)],
    ['P-384 with SHA-256', carol, sign('sha256', bytes, carol.privateKey)],
    ['Ed25519', bob, sign(null, bytes, bob.privateKey)],
    ['RSA, PKCS #1', strong, sign('sha256', bytes, strong.privateKey)],
    ['RSA, PSS', strong, sign('sha256', bytes, { key: strong.privateKey, ...pss })],
    ['RSA-PSS', pssKey, sign('sha256', bytes, { key: pssKey.privateKey, ...pss })],
  ]
  for (const [name, { publicKey }, signature] of ways)
    it(`holds over its bytes and no others: ${name}`, () => {
      assert.equal(verifyBytes(bytes, publicKey, signature), true)
      assert.equal(verifyBytes(other, publicKey, signature), false)
      assert.equal(verifyBytes(bytes, publicKey, signature.subarray(0, -1)), false)
      for (const [, stranger] of ways)
        assert.equal(verifyBytes(bytes, stranger.publicKey, signature), stranger.publicKey.equals(publicKey))
      assert.equal(verifyFile({ sha256, bytes }, publicKey, signature), true)
    })

  it('is told by the digest alone where that can be', () => {
    const digest = { sha256, bytes: null }
    const wrong = { sha256: 'b'.repeat(64), bytes: null }
    for (const index of [0, 2, 4]) {
      const [, { publicKey }, signature] = ways[index] ?? assert.fail()
      assert.equal(verifyFile(digest, publicKey, signature), true)
      assert.equal(verifyFile(wrong, publicKey, signature), false)
      assert.equal(verifyFile(digest, publicKey, Buffer.alloc(signature.length, 7)), false)
    }
    for (const index of [3, 6]) {
      const [, { publicKey }, signature] = ways[index] ?? assert.fail()
      assert.equal(
        codeOf(() => verifyFile(digest, publicKey, signature)),
        'unsupported-signature',
      )
    }
  })

  it('does not hold by a key that is too weak, or of another kind', () => {
    const weak = rsa(1024)
    assert.equal(verifyBytes(bytes, weak.publicKey, sign('sha256', bytes, weak.privateKey)), false)
    const koblitz = curve('secp256k1')
    assert.equal(verifyBytes(bytes, koblitz.publicKey, sign('sha256', bytes, koblitz.privateKey)), false)
    assert.equal(verifyBytes(bytes, strong.publicKey, sign('sha1', bytes, strong.privateKey)), false)
    assert.equal(verifyBytes(bytes, generateKeyPairSync('x25519').publicKey, Buffer.alloc(64)), false)
  })
})

const file = { filename: 'demo-1.0.tar.gz', sha256: 'a'.repeat(64) }
const subject = { name: file.filename, sha256: file.sha256 }
const statementType = 'application/vnd.in-toto+json'

function envelope(signers: readonly Pair[], statement: object = publishStatement(file), type = statementType) {
  const payload = Buffer.from(JSON.stringify(statement))
  const bytes = preAuthEncoding(type, payload)
  return {
    payloadType: type,
    payload: payload.toString('base64'),
    signatures: signers.map(({ privateKey }) => ({
      keyid: 'any',
      sig: sign(privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256', bytes, privateKey).toString('base64'),
    })),
  }
}

const publics = (...pairs: readonly Pair[]): readonly KeyObject[] => pairs.map(({ publicKey }) => publicKey)

describe('an envelope', () => {
  const verify = (json: object, keys: readonly KeyObject[], threshold?: number) =>
    verifyEnvelope(readEnvelope(JSON.parse(JSON.stringify(json))), keys, threshold)

  it('is signed by as many keys as must have signed', () => {
    const json = envelope([alice, bob, strong])
    assert.deepEqual(verify(json, publics(alice)).keys, publics(alice))
    assert.deepEqual(verify(json, publics(carol, bob, alice), 2).keys, publics(bob, alice))
    assert.equal(
      codeOf(() => verify(json, publics(carol, alice), 2)),
      'signature',
    )
    assert.equal(
      codeOf(() => verify(json, publics(carol))),
      'signature',
    )
  })

  it('counts one key once, however often it signs and is named', () => {
    const again = createPublicKey(alice.publicKey.export({ type: 'spki', format: 'pem' }))
    const json = envelope([alice, alice])
    assert.equal(
      codeOf(() => verify(json, [alice.publicKey, again], 2)),
      'signature',
    )
    assert.equal(
      codeOf(() => verify(json, publics(alice, bob), 2)),
      'signature',
    )
  })

  it('asks for at least one key, and for no more than there are', () => {
    for (const threshold of [0, -1, 2, 0.5, Number.NaN])
      assert.equal(
        codeOf(() => verify(envelope([alice]), publics(alice), threshold)),
        'signature',
      )
    assert.equal(
      codeOf(() => verify(envelope([alice]), [])),
      'signature',
    )
    assert.equal(
      codeOf(() => verify(envelope([alice]), [alice.publicKey, rsa(1024).publicKey])),
      'unsupported-signature',
    )
  })

  it('is signed with its type', () => {
    const json = { ...envelope([alice]), payloadType: 'application/json' }
    assert.equal(
      codeOf(() => verify(json, publics(alice))),
      'signature',
    )
  })

  it('may be in the URL-safe alphabet, and in no mixture', () => {
    const made = envelope([alice], { text: '???>>>ÿÿÿ' })
    const [signature] = made.signatures
    const safe = (text = '') => text.replaceAll('+', '-').replaceAll('/', '_')
    const json = { ...made, payload: safe(made.payload), signatures: [{ sig: safe(signature?.sig) }] }
    assert.notEqual(json.payload, made.payload)
    assert.equal(verify(json, publics(alice)).keys.length, 1)
    assert.equal(
      codeOf(() => verify({ ...json, payload: `${json.payload.slice(0, -4)}-+==` }, publics(alice))),
      'malformed',
    )
  })
})

const instance = madeSigstore()
const instances = [parseTrustedRoot(instance.trustedRoot)]

function results(text: string, keys: readonly KeyObject[], threshold?: number): readonly (string | null)[] {
  const trust = { instances, ...(keys.length === 0 ? {} : { keys, ...(threshold === undefined ? {} : { threshold }) }) }
  return verifyDocument(text, { subject, trust, identities: [] }).map((outcome) =>
    outcome.kind === 'failed' ? outcome.code : outcome.attestation.kind,
  )
}

describe('documents that keys have signed', () => {
  it('are verified with the keys, and not without', () => {
    const text = JSON.stringify(envelope([alice]))
    assert.deepEqual(results(text, publics(alice)), ['pypi-publish-v1'])
    assert.deepEqual(results(text, publics(carol, alice)), ['pypi-publish-v1'])
    assert.deepEqual(results(text, publics(carol, alice), 2), ['signature'])
    assert.deepEqual(results(text, publics(carol)), ['signature'])
    assert.deepEqual(results(text, []), ['unsupported-signature'])
  })

  it('are about this file, and hold a statement', () => {
    const other = publishStatement({ ...file, sha256: 'b'.repeat(64) })
    assert.deepEqual(results(JSON.stringify(envelope([alice], other)), publics(alice)), ['subject-digest'])
    assert.deepEqual(results(JSON.stringify(envelope([alice], {})), publics(alice)), ['statement'])
    const plain = envelope([alice], publishStatement(file), 'application/json')
    assert.deepEqual(results(JSON.stringify(plain), publics(alice)), ['statement'])
  })

  it('have no identity', () => {
    const options = { subject, trust: { instances, keys: publics(alice) } }
    const demand = { subject: 'x', issuer: null, repository: null, owner: null, workflow: null, environment: null }
    const [outcome] = verifyDocument(JSON.stringify(envelope([alice])), { ...options, identities: [demand] })
    assert.equal(outcome?.kind === 'failed' && outcome.code, 'identity-mismatch')
  })

  it('are no substitute for a certificate, nor the other way round', () => {
    const bundle = JSON.stringify(instance.bundle({ ...signingOf(githubBuild()), statement: publishStatement(file) }))
    assert.deepEqual(results(bundle, []), ['pypi-publish-v1'])
    assert.deepEqual(results(bundle, publics(alice)), ['signature'])
  })
})

describe('JSON lines', () => {
  const right = JSON.stringify(envelope([alice]))
  const others = JSON.stringify(envelope([alice], publishStatement({ ...file, sha256: 'b'.repeat(64) })))

  it('are verified each by itself; what is not known here is told', () => {
    const text = `${right}\n{"some":"thing else"}\n${others}\n\n${right.replace('"sig":"M', '"sig":"N')}\n`
    assert.deepEqual(results(text, publics(alice)), ['pypi-publish-v1', 'unknown-line', 'other-subject', 'signature'])
  })

  it('hold bundles too', () => {
    const bundle = JSON.stringify(instance.bundle({ ...signingOf(githubBuild()), statement: publishStatement(file) }))
    assert.deepEqual(results(`${bundle}\n${right}\n`, []), ['pypi-publish-v1', 'unsupported-signature'])
  })

  it('are refused with a line that is no JSON, that says a thing twice, or too many', () => {
    assert.deepEqual(results(`${right}\n{"broken}`, publics(alice)), ['malformed'])
    assert.deepEqual(results(`${right}\n{"a":1,"a":2}`, publics(alice)), ['malformed'])
    assert.deepEqual(results(`${right}\n`.repeat(300), publics(alice)), ['malformed'])
  })
})

describe('a file that a key has signed', () => {
  const bytes = Buffer.from('the bytes of a file')
  const digest = (name: string) => createHash(name).update(bytes).digest()

  interface How {
    readonly read?: () => Uint8Array
    readonly threshold?: number
  }

  /** A bundle of which only the part around the log is honest: it has none, so its instance must have none. */
  function outcome({ publicKey, privateKey }: Pair, algorithm: string | null, named: string, how: How = {}) {
    const { read, threshold = 1 } = how
    const logless = madeSigstore({ logs: false })
    const bundle = JSON.parse(JSON.stringify(logless.signFile(bytes)))
    const signature = sign(algorithm, bytes, privateKey)
    bundle.verificationMaterial = {
      ...bundle.verificationMaterial,
      certificate: undefined,
      publicKey: { hint: 'a key' },
      timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: logless.stamp(signature) }] },
    }
    bundle.messageSignature = {
      signature: signature.toString('base64'),
      messageDigest: {
        algorithm: named.replace('sha', 'SHA2_'),
        digest: digest(named).toString('base64'),
      },
    }
    const [ended] = verifyDocument(JSON.stringify(bundle), {
      subject: { name: 'x', sha256: digest('sha256').toString('hex'), ...(read === undefined ? {} : { read }) },
      trust: { instances: [parseTrustedRoot(logless.trustedRoot)], keys: [publicKey, carol.publicKey], threshold },
      identities: [],
    })
    return ended?.kind === 'failed' ? ended.code : ended?.kind
  }

  it('holds with its digest, or with its bytes', () => {
    assert.equal(outcome(alice, 'sha256', 'sha256'), 'verified')
    assert.equal(outcome(strong, 'sha256', 'sha256'), 'verified')
    assert.equal(outcome(bob, null, 'sha256'), 'unsupported-signature')
    assert.equal(outcome(bob, null, 'sha256', { read: () => bytes }), 'verified')
    assert.equal(outcome(bob, null, 'sha512', { read: () => bytes }), 'verified')
    assert.equal(outcome(carol, 'sha384', 'sha384', { read: () => bytes }), 'verified')
    assert.equal(outcome(carol, 'sha256', 'sha384'), 'unsupported-signature')
  })

  it('is one signature, which cannot be by two keys', () => {
    const bundle = JSON.stringify(instance.bundle({ ...signingOf(githubBuild()), statement: publishStatement(file) }))
    assert.deepEqual(results(bundle, publics(alice, bob), 2), ['signature'])
    assert.equal(outcome(alice, 'sha256', 'sha256', { threshold: 2 }), 'signature')
  })

  it('does not hold when the file changes while it is looked at', () => {
    assert.equal(outcome(bob, null, 'sha256', { read: () => Buffer.from('other') }), 'subject-digest')
  })
})

it('takes public keys in PEM, and nothing else that holds one', () => {
  const pem = (key: KeyObject, type: 'spki' | 'pkcs8') => String(key.export({ type, format: 'pem' } as never))
  assert.ok(parsePublicKey(pem(alice.publicKey, 'spki')).equals(alice.publicKey))
  const secret = pem(alice.privateKey, 'pkcs8')
  for (const text of [secret, pem(alice.publicKey, 'spki') + secret, 'x', '', '-----BEGIN PUBLIC KEY-----'])
    assert.equal(
      codeOf(() => parsePublicKey(text)),
      'malformed',
    )
})
