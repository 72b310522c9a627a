/** Every form of key that is read, each that is refused with its code, and signatures that Node and OpenSSL verify by themselves. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, type KeyObject, verify } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolder } from '@cordon/testkit'
import fc from 'fast-check'
import {
  digestOf,
  IssueError,
  preAuthEncoding,
  readSigningKey,
  type SigningSuite,
  signEnvelope,
  suiteOf,
} from '../../src/index.ts'

const passphrase = 'a pass phrase, with ümlaut'
const ec = (namedCurve: string): KeyObject => generateKeyPairSync('ec', { namedCurve }).privateKey
const rsa = (modulusLength: number): KeyObject => generateKeyPairSync('rsa', { modulusLength }).privateKey
const keys: Readonly<Record<SigningSuite, KeyObject>> = {
  'ecdsa-p256-sha256': ec('P-256'),
  'ecdsa-p384-sha384': ec('P-384'),
  ed25519: generateKeyPairSync('ed25519').privateKey,
  'rsa-pkcs1-sha256': rsa(2048),
}

function pkcs8(key: KeyObject, phrase?: string): string {
  const hidden = phrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase: phrase }
  return key.export({ type: 'pkcs8', format: 'pem', ...hidden }).toString()
}

function codeOf(pem: string, phrase: string | null = null): string {
  try {
    readSigningKey(pem, phrase)
    return 'read'
  } catch (error) {
    if (error instanceof IssueError) return error.code
    throw error
  }
}

describe('a signing key', () => {
  for (const [suite, key] of Object.entries(keys))
    it(`${suite} is read plain and encrypted, as the same key`, () => {
      const plain = readSigningKey(pkcs8(key), null)
      const opened = readSigningKey(pkcs8(key, passphrase), passphrase)
      assert.equal(plain.suite, suite)
      assert.equal(opened.keyId, plain.keyId)
      assert.match(plain.keyId, /^[0-9a-f]{64}$/)
    })

  it('is read in the forms of its own kind', () => {
    const sec1 = keys['ecdsa-p384-sha384'].export({ type: 'sec1', format: 'pem' }).toString()
    const parameters = '-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n'
    assert.equal(readSigningKey(parameters + sec1, null).suite, 'ecdsa-p384-sha384')
    const pkcs1 = keys['rsa-pkcs1-sha256'].export({ type: 'pkcs1', format: 'pem' }).toString()
    assert.equal(readSigningKey(pkcs1.replaceAll('\n', '\r\n'), null).suite, 'rsa-pkcs1-sha256')
    const old = keys['ecdsa-p256-sha256'].export({ type: 'sec1', format: 'pem', cipher: 'aes-128-cbc', passphrase })
    assert.equal(readSigningKey(old.toString(), passphrase).suite, 'ecdsa-p256-sha256')
    assert.equal(codeOf(old.toString(), null), 'key-passphrase')
  })

  const hidden = pkcs8(keys.ed25519, passphrase)
  const p256 = pkcs8(keys['ecdsa-p256-sha256'])
  const publicPem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const refused: readonly (readonly [string, string, string, string | null])[] = [
    ['no passphrase', 'key-passphrase', hidden, null],
    ['a wrong passphrase', 'key-passphrase', hidden, 'other'],
    ['an empty passphrase', 'key-passphrase', hidden, ''],
    ['a public key', 'key-public', publicPem, null],
    ['a certificate', 'key-public', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n', null],
    ['another curve', 'key-unsupported', pkcs8(ec('secp256k1')), null],
    ['P-521', 'key-unsupported', pkcs8(ec('P-521')), null],
    ['X25519, which does not sign', 'key-unsupported', pkcs8(generateKeyPairSync('x25519').privateKey), null],
    ['a short RSA key', 'key-unsupported', pkcs8(rsa(1024)), null],
    ['OpenSSH', 'key-unsupported', p256.replaceAll(' PRIVATE', ' OPENSSH PRIVATE'), null],
    ['a key of cosign', 'key-unsupported', p256.replaceAll(' PRIVATE', ' ENCRYPTED SIGSTORE PRIVATE'), null],
    ['two keys', 'key-malformed', p256 + pkcs8(keys.ed25519), null],
    ['damage', 'key-malformed', p256.replace('M', 'x'), null],
    ['no end', 'key-malformed', p256.slice(0, -10), null],
    ['nothing', 'key-malformed', '', null],
    ['too much', 'key-malformed', ' '.repeat(70_000), null],
  ]
  for (const [name, code, pem, phrase] of refused)
    it(`is refused: ${name}`, () => assert.equal(codeOf(pem, phrase), code))

  it('fails with a code over any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat({ max: p256.length }), fc.nat({ max: 20 }), (text, at, gone) => {
        codeOf(text)
        codeOf(p256.slice(0, at) + text + p256.slice(at + gone))
      }),
    )
  })
})

describe('a signed envelope', () => {
  it('names no key, so that no tool passes over it for a name it does not know', () => {
    const signer = readSigningKey(pkcs8(keys.ed25519), null)
    assert.equal(signEnvelope('text/plain', Buffer.from('a'), signer).signatures[0].keyid, '')
  })

  it('has the encoding of the DSSE specification', () => {
    const encoded = preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world'))
    assert.equal(encoded.toString(), 'DSSEv1 29 http://example.com/HelloWorld 11 hello world')
    assert.equal(preAuthEncoding('ü', Buffer.from('ä')).toString(), 'DSSEv1 2 ü 2 ä')
  })

  it('is verified by its public key, and by it alone, for any bytes', () => {
    const signers = Object.values(keys).map((key) => readSigningKey(pkcs8(key), null))
    const anySigner = fc.constantFrom(...signers)
    fc.assert(
      fc.property(
        fc.string(),
        fc.uint8Array({ maxLength: 300 }),
        anySigner,
        anySigner,
        (type, bytes, signer, other) => {
          const { payload, payloadType, signatures } = signEnvelope(type, bytes, signer)
          assert.deepEqual(Buffer.from(payload, 'base64'), Buffer.from(bytes))
          const signed = preAuthEncoding(payloadType, Buffer.from(payload, 'base64'))
          const signature = Buffer.from(signatures[0].sig, 'base64')
          assert.ok(verify(digestOf(signer.suite), signed, signer.publicKey, signature))
          assert.equal(suiteOf(signer.publicKey), signer.suite)
          if (other !== signer) assert.ok(!verify(digestOf(other.suite), signed, other.publicKey, signature))
        },
      ),
      { numRuns: 30 },
    )
  })

  const openssl = spawnSync('openssl', ['version'])
  for (const [suite, key] of Object.entries(keys))
    it(`is verified by OpenSSL: ${suite}`, { skip: openssl.status !== 0 && 'openssl is not installed' }, (test) => {
      const folder = temporaryFolder(test)
      const signer = readSigningKey(pkcs8(key), null)
      const { payload, payloadType, signatures } = signEnvelope('text/plain', Buffer.from('a payload'), signer)
      const paths = ['key.pem', 'signature', 'signed'].map((name) => join(folder, name))
      const [keyPath = '', signaturePath = '', signedPath = ''] = paths
      writeFileSync(keyPath, signer.publicKey.export({ type: 'spki', format: 'pem' }))
      writeFileSync(signaturePath, Buffer.from(signatures[0].sig, 'base64'))
      const digest = digestOf(signer.suite)
      const ask = (signed: Buffer): number | null => {
        writeFileSync(signedPath, signed)
        const common = ['-pubin', '-inkey', keyPath, '-sigfile', signaturePath, '-in', signedPath, '-rawin']
        return spawnSync('openssl', ['pkeyutl', '-verify', ...common, ...(digest === null ? [] : ['-digest', digest])])
          .status
      }
      const signed = preAuthEncoding(payloadType, Buffer.from(payload, 'base64'))
      assert.equal(ask(signed), 0)
      assert.notEqual(ask(Buffer.concat([signed, Buffer.from('.')])), 0)
    })
})
