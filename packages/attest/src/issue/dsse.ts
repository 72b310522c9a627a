import { sign } from 'node:crypto'
import { verifyBytes } from '../key-signature.ts'
import { IssueError } from './error.ts'
import { digestOf, type SigningKey } from './key.ts'

/** A DSSE envelope with one signature, as JSON writes it. */
export interface Envelope {
  /** Base64. */
  readonly payload: string
  readonly payloadType: string
  readonly signatures: readonly [EnvelopeSignature]
}

export interface EnvelopeSignature {
  /**
   * Empty: each family of tools computes key ids in a way of its own, and go-securesystemslib (cosign, Rekor, slsa-verifier) passes over a
   * signature with any other than its own. DSSE makes it optional and lets nobody rely on it.
   */
  readonly keyid: ''
  /** Base64. */
  readonly sig: string
}

/** What a DSSE signature is over (DSSE 1.0, pre-authentication encoding): `DSSEv1 LENGTH TYPE LENGTH BODY`, lengths in bytes. */
export function preAuthEncoding(payloadType: string, bytes: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${bytes.length} `
  return Buffer.concat([Buffer.from(head, 'utf8'), bytes])
}

/** Signs bytes of a type with a key. The bytes are kept as they are: nobody need agree on how to write JSON. */
export function signEnvelope(payloadType: string, bytes: Uint8Array, key: SigningKey): Envelope {
  const signature = sign(digestOf(key.suite), preAuthEncoding(payloadType, bytes), key.privateKey)
  return {
    payload: Buffer.from(bytes).toString('base64'),
    payloadType,
    signatures: [{ keyid: '', sig: signature.toString('base64') }],
  }
}

/** What was just signed holds for the public half of its key. Throws `unverifiable`. */
export function checkEnvelope({ payload, payloadType, signatures }: Envelope, { publicKey }: SigningKey): void {
  const signed = preAuthEncoding(payloadType, Buffer.from(payload, 'base64'))
  if (verifyBytes(signed, publicKey, Buffer.from(signatures[0].sig, 'base64'))) return
  throw new IssueError('unverifiable', 'What was signed does not hold for the public half of its own key.')
}
