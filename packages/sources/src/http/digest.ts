import { createHash } from 'node:crypto'

/** A checksum that the server announces for the whole file. */
export interface AnnouncedDigest {
  readonly algorithm: 'sha256' | 'sha512' | 'md5'
  readonly hex: string
}

const names: Readonly<Record<string, AnnouncedDigest['algorithm']>> = { 'sha-256': 'sha256', 'sha-512': 'sha512' }
const lengths: Readonly<Record<AnnouncedDigest['algorithm'], number>> = { sha256: 32, sha512: 64, md5: 16 }

/**
 * Checksums in the headers: `Repr-Digest: sha-256=:…:` (RFC 9530), and the `x-goog-hash: md5=…` of the storage that serves the
 * public archive. They find damage on the way, not a server that lies. What cannot be read is passed over.
 */
export function announcedDigests(headers: Headers): AnnouncedDigest[] {
  const found: AnnouncedDigest[] = []
  for (const part of listOf(headers.get('repr-digest'))) {
    const match = /^([a-z0-9-]+)=:([A-Za-z0-9+/=]+):$/.exec(part)
    const algorithm = Object.hasOwn(names, match?.[1] ?? '') ? names[match?.[1] ?? ''] : undefined
    if (algorithm !== undefined) found.push({ algorithm, hex: hexOf(match?.[2] ?? '') })
  }
  for (const part of listOf(headers.get('x-goog-hash'))) {
    const match = /^md5=([A-Za-z0-9+/=]+)$/.exec(part)
    if (match !== null) found.push({ algorithm: 'md5', hex: hexOf(match[1] ?? '') })
  }
  return found.filter(({ algorithm, hex }) => hex.length === lengths[algorithm] * 2)
}

function listOf(value: string | null): string[] {
  return value === null
    ? []
    : value
        .slice(0, 4096)
        .split(',')
        .map((part) => part.trim())
}

function hexOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex')
}

/** SHA-256 always, and whatever was announced, over bytes that come piece by piece. */
export interface Digester {
  update(piece: Uint8Array): void
  /** The SHA-256 in hex, and the first announced checksum that is not met. Ends the digester. */
  finish(): { readonly sha256: string; readonly missed: AnnouncedDigest | null }
}

export function createDigester(announced: readonly AnnouncedDigest[]): Digester {
  const sha256 = createHash('sha256')
  const others = announced.map((each) => ({ each, hash: createHash(each.algorithm) }))
  return {
    update(piece) {
      sha256.update(piece)
      for (const { hash } of others) hash.update(piece)
    },
    finish: () => ({
      sha256: sha256.digest('hex'),
      missed: others.find(({ each, hash }) => hash.digest('hex') !== each.hex)?.each ?? null,
    }),
  }
}
