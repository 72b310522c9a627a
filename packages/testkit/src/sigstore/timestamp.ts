/** A time-stamping authority (RFC 3161), with a chain of two certificates. */
import { sign } from 'node:crypto'
import { der, generalizedTime, integer, oid, sequence } from '../der.ts'
import { ecdsaWithSha256, newAuthority, newTimeSigner } from './certificate.ts'
import { sha256 } from './keys.ts'

export interface TimeAuthority {
  /** DER: who signs times first, its root last. */
  readonly chain: readonly Buffer[]
  /** A response that these bytes were there at that time. */
  stamp(bytes: Uint8Array, at: Date): Buffer
  /** The same for a digest (SHA-256), as one that is asked over HTTP gives it; `nonce`: an INTEGER in DER, repeated in the answer. */
  stampDigest(digest: Uint8Array, at: Date, nonce?: Uint8Array): Buffer
}

const sha256Algorithm = sequence(oid('2.16.840.1.101.3.4.2.1'))
const signedData = oid('1.2.840.113549.1.7.2')
const stampInfo = oid('1.2.840.113549.1.9.16.1.4')

export function newTimeAuthority(): TimeAuthority {
  const root = newAuthority('throw-away clock authority', null)
  const signer = newTimeSigner(root)
  return {
    chain: [signer.certificate, root.certificate],
    stamp(bytes, at) {
      return this.stampDigest(sha256(bytes), at)
    },
    stampDigest(digest, at, nonce) {
      const info = sequence(
        integer(1),
        oid('1.3.6.1.4.1.57264.2'),
        sequence(sha256Algorithm, der(0x04, digest)),
        integer(1),
        generalizedTime(at),
        ...(nonce === undefined ? [] : [nonce]),
      )
      const attributes = [
        sequence(oid('1.2.840.113549.1.9.3'), der(0x31, stampInfo)),
        sequence(oid('1.2.840.113549.1.9.4'), der(0x31, der(0x04, sha256(info)))),
      ]
      // RFC 5652 §5.4: signed as a SET, written with a tag of its own.
      const signature = sign('sha256', der(0x31, ...attributes), signer.keys.privateKey)
      const signerInfo = sequence(
        integer(1),
        sequence(root.name, der(0x02, signer.serial)),
        sha256Algorithm,
        der(0xa0, ...attributes),
        ecdsaWithSha256,
        der(0x04, signature),
      )
      const content = sequence(
        integer(3),
        der(0x31, sha256Algorithm),
        sequence(stampInfo, der(0xa0, der(0x04, info))),
        der(0x31, signerInfo),
      )
      return sequence(sequence(integer(0)), sequence(signedData, der(0xa0, content)))
    },
  }
}
