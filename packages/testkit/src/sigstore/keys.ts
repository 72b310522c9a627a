import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'

export interface Keys {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

/** A new P-256 pair, as everything here has but logs of the second version. */
export function newKeys(): Keys {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

/** A new Ed25519 pair. */
export function newEdwardsKeys(): Keys {
  return generateKeyPairSync('ed25519')
}

/** SubjectPublicKeyInfo, DER. */
export function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' })
}

export function sha256(...data: readonly Uint8Array[]): Buffer {
  return createHash('sha256').update(Buffer.concat(data)).digest()
}

/** Bytes as PEM. */
export function pem(label: 'CERTIFICATE' | 'PUBLIC KEY', bytes: Uint8Array): string {
  const body = Buffer.from(bytes)
    .toString('base64')
    .replaceAll(/(.{64})/g, '$1\n')
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`
}
