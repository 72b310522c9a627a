/** Envelopes (DSSE 1.0) that no bundle is around: signatures by keys, and nothing that says whose the keys are. */
import type { KeyObject } from 'node:crypto'
import { decodeBase64 } from './base64.ts'
import { AttestError } from './error.ts'
import { preAuthEncoding } from './issue/dsse.ts'
import { type Json, listOf, textOf } from './json.ts'
import { type EcdsaForm, isSupportedKey, verifyBytes } from './key-signature.ts'
import { limits } from './limits.ts'

/** An envelope whose form is in order; nothing about it is verified. */
export interface SignedEnvelope {
  readonly payloadType: string
  readonly payload: Buffer
  readonly signatures: readonly { readonly keyId: string; readonly signature: Buffer }[]
}

/** What a verified envelope holds, and which of the keys have signed it. */
export interface VerifiedEnvelope {
  readonly payloadType: string
  readonly payload: Buffer
  readonly keys: readonly KeyObject[]
}

/** DSSE leaves open how an ECDSA signature is written, and key services write both. */
const ecdsaForms: readonly EcdsaForm[] = ['der', 'ieee-p1363']

/** Reads an envelope in JSON. Throws `malformed`. */
export function readEnvelope(json: Json): SignedEnvelope {
  const payloadType = textOf(json, 'payloadType')
  const payload = base64At(json, 'payload')
  const signatures = listOf(json, 'signatures')
  if (payloadType === null || payloadType === '')
    throw new AttestError('malformed', 'The envelope does not say what it holds.')
  if (signatures.length === 0 || signatures.length > limits.signatures)
    throw new AttestError('malformed', `The envelope has ${signatures.length} signatures.`)
  return {
    payloadType,
    payload,
    signatures: signatures.map((each) => ({ keyId: textOf(each, 'keyid') ?? '', signature: base64At(each, 'sig') })),
  }
}

/**
 * Verifies that at least `threshold` of the keys have signed the envelope, each counted once, whatever key id a signature names: that is a
 * hint that nothing signs. Throws `signature`, and `unsupported-signature` for a key of a kind that is not taken.
 */
export function verifyEnvelope(envelope: SignedEnvelope, keys: readonly KeyObject[], threshold = 1): VerifiedEnvelope {
  const distinct = distinctKeys(keys)
  if (!Number.isSafeInteger(threshold) || threshold < 1 || threshold > distinct.length)
    throw new AttestError('signature', `${threshold} keys cannot have signed: ${distinct.length} are named.`)
  const bytes = preAuthEncoding(envelope.payloadType, envelope.payload)
  const signed = distinct.filter((key) =>
    envelope.signatures.some(({ signature }) => ecdsaForms.some((form) => verifyBytes(bytes, key, signature, form))),
  )
  if (signed.length < threshold)
    throw new AttestError('signature', `${signed.length} of the named keys have signed this; ${threshold} must.`)
  return { payloadType: envelope.payloadType, payload: envelope.payload, keys: signed }
}

/** Keys without those that are there twice, in whatever spelling. Throws `unsupported-signature` for a kind that is not taken. */
export function distinctKeys(keys: readonly KeyObject[]): readonly KeyObject[] {
  for (const key of keys)
    if (!isSupportedKey(key))
      throw new AttestError(
        'unsupported-signature',
        'A key is of a kind that is not taken here; take P-256, P-384, P-521, Ed25519, or RSA of 2,048 bits or more.',
      )
  return keys.filter((key, index) => keys.findIndex((other) => other.equals(key)) === index)
}

function base64At(json: Json, key: string): Buffer {
  const text = textOf(json, key)
  const bytes = text === null ? null : (decodeBase64(text) ?? decodeUrlBase64(text))
  if (bytes === null) throw new AttestError('malformed', `\`${key}\` of the envelope is not base64.`)
  return bytes
}

/** DSSE 1.0: "Either standard or URL-safe encoding is allowed", with padding. */
function decodeUrlBase64(text: string): Buffer | null {
  return /[+/]/.test(text) ? null : decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/'))
}
