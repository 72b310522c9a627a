/** Our verification of ECDSA over a digest must give Node's answer over the text, for right and for wrong signatures. */
import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto'
import { it } from 'node:test'
import { verifyEcdsaDigest } from '../src/ecdsa-digest.ts'

for (const [namedCurve, algorithm] of [
  ['P-256', 'sha256'],
  ['P-384', 'sha256'],
  ['P-256', 'sha512'],
] as const)
  it(`agrees with Node: ${namedCurve} with ${algorithm}`, () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve })
    const text = Buffer.from(`text for ${namedCurve}`)
    const digest = createHash(algorithm).update(text).digest()
    const signature = sign(algorithm, text, privateKey)
    assert.equal(verifyEcdsaDigest(digest, publicKey, signature), true)
    assert.equal(verifyEcdsaDigest(createHash(algorithm).update('other').digest(), publicKey, signature), false)
    for (const at of [4, 12, signature.length - 1]) {
      const other = Buffer.from(signature)
      other[at] = (other[at] ?? 0) ^ 0x10
      assert.equal(verifyEcdsaDigest(digest, publicKey, other), verify(algorithm, text, publicKey, other), `byte ${at}`)
    }
    const { publicKey: stranger } = generateKeyPairSync('ec', { namedCurve })
    assert.equal(verifyEcdsaDigest(digest, stranger, signature), false)
  })

it('refuses what is no signature', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const digest = Buffer.alloc(32, 7)
  const zero = Buffer.from('3006020100020100', 'hex')
  const one = Buffer.from('3006020101020101', 'hex')
  for (const der of [Buffer.alloc(0), zero, one, Buffer.from('30060201ff020101', 'hex'), Buffer.concat([one, one])])
    assert.equal(verifyEcdsaDigest(digest, publicKey, der), false, der.toString('hex'))
})

it('has no answer for other keys', () => {
  assert.equal(verifyEcdsaDigest(Buffer.alloc(32), generateKeyPairSync('ed25519').publicKey, Buffer.alloc(64)), null)
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' })
  assert.equal(verifyEcdsaDigest(Buffer.alloc(32), publicKey, Buffer.alloc(64)), null)
})
