/** Certificates of a throw-away authority (RFC 5280), and the promise of a certificate log in them (RFC 6962). */
import { type KeyObject, sign } from 'node:crypto'
import { der, oid, sequence, time, utf8 } from '../der.ts'
import { type Keys, newKeys, sha256, spki } from './keys.ts'

/** Who issues certificates, and its own. */
export interface Authority {
  readonly keys: Keys
  /** Name, DER. */
  readonly name: Buffer
  readonly certificate: Buffer
}

/** When everything here is issued. */
export const issued = new Date('2026-01-02T03:04:05Z')
export const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))
const truth = der(0x01, Buffer.from([0xff]))
const signsCertificates = der(0x03, Buffer.from([1, 0x06]))
const signsData = der(0x03, Buffer.from([7, 0x80]))

interface CertificateParts {
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  readonly key: KeyObject
  readonly days: number
  readonly extensions: readonly Uint8Array[]
}

/** An authority of its own, or below another. */
export function newAuthority(common: string, above: Authority | null): Authority {
  const keys = newKeys()
  const name = nameOf(common)
  const by = above ?? { keys, name }
  const certificate = issue(by.keys, {
    issuer: by.name,
    subject: name,
    key: keys.publicKey,
    days: 3650,
    extensions: [
      extension('2.5.29.19', sequence(truth), true),
      extension('2.5.29.15', signsCertificates, true),
      extension('2.5.29.14', der(0x04, keyId(keys.publicKey))),
      ...(above === null ? [] : [issuedBy(above.keys)]),
    ],
  })
  return { keys, name, certificate }
}

/** The certificate of who signs times, for which an authority vouches. Its serial number is that of its bytes here. */
export function newTimeSigner(by: Authority): Authority & { readonly serial: Buffer } {
  const keys = newKeys()
  const name = nameOf('throw-away clock')
  const serial = Buffer.from([0x17, 0x03])
  const parts = {
    issuer: by.name,
    subject: name,
    key: keys.publicKey,
    days: 3650,
    extensions: [
      extension('2.5.29.15', signsData, true),
      extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.8')), true),
      extension('2.5.29.14', der(0x04, keyId(keys.publicKey))),
      issuedBy(by.keys),
    ],
  }
  return { keys, name, certificate: signed(tbsOf(parts, serial), by.keys), serial }
}

/** What a leaf says. */
export interface LeafParts {
  readonly key: KeyObject
  /** Subject alternative name: a URI. */
  readonly subject: string
  /** Numbers of Fulcio's extensions → texts. */
  readonly facts: Readonly<Record<number, string>>
  /** Extended key usage; null for none. */
  readonly usage: string | null
  /** Whether it says it is an authority. */
  readonly authority: boolean
}

/** A certificate for ten minutes, as Fulcio gives them. `log`: the certificate log that promises to have it, or null. */
export function issueLeaf(by: Authority, leaf: LeafParts, log: Keys | null): Buffer {
  const extensions = [
    extension('2.5.29.15', signsData, true),
    ...(leaf.usage === null ? [] : [extension('2.5.29.37', sequence(oid(leaf.usage)))]),
    ...(leaf.authority ? [extension('2.5.29.19', sequence(truth), true)] : []),
    extension('2.5.29.14', der(0x04, keyId(leaf.key))),
    issuedBy(by.keys),
    extension('2.5.29.17', sequence(der(0x86, Buffer.from(leaf.subject, 'latin1'))), true),
    ...Object.entries(leaf.facts).map(([number, text]) => extension(`1.3.6.1.4.1.57264.1.${number}`, utf8(text))),
  ]
  const parts = { issuer: by.name, subject: sequence(), key: leaf.key, days: 10 / 1440, extensions }
  const serial = newSerial()
  if (log === null) return signed(tbsOf(parts, serial), by.keys)
  const promise = certificatePromise(tbsOf(parts, serial), log, by.keys.publicKey)
  return signed(tbsOf({ ...parts, extensions: [...extensions, promise] }, serial), by.keys)
}

function nameOf(common: string): Buffer {
  return sequence(der(0x31, sequence(oid('2.5.4.3'), utf8(common))))
}

function keyId(key: KeyObject): Buffer {
  return sha256(spki(key)).subarray(0, 20)
}

function issuedBy(by: Keys): Buffer {
  return extension('2.5.29.35', sequence(der(0x80, keyId(by.publicKey))))
}

function extension(id: string, value: Uint8Array, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [truth] : []), der(0x04, value))
}

let count = 1

function newSerial(): Buffer {
  count += 1
  return Buffer.from([1, (count >> 8) & 0xff, count & 0xff])
}

function tbsOf({ issuer, subject, key, days, extensions }: CertificateParts, serial: Buffer): Buffer {
  const end = new Date(issued.getTime() + days * 86_400_000)
  return sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ecdsaWithSha256,
    issuer,
    sequence(time(issued), time(end)),
    subject,
    spki(key),
    der(0xa3, sequence(...extensions)),
  )
}

function signed(tbs: Buffer, by: Keys): Buffer {
  return sequence(tbs, ecdsaWithSha256, der(0x03, Buffer.from([0]), sign('sha256', tbs, by.privateKey)))
}

function issue(by: Keys, parts: CertificateParts): Buffer {
  return signed(tbsOf(parts, newSerial()), by)
}

/** The extension with one signed certificate timestamp (RFC 6962 §3.2, §3.3). */
function certificatePromise(tbs: Buffer, log: Keys, issuer: KeyObject): Buffer {
  const at = Buffer.alloc(8)
  at.writeBigUInt64BE(BigInt(issued.getTime()))
  const length = Buffer.from([tbs.length >> 16, (tbs.length >> 8) & 0xff, tbs.length & 0xff])
  const none = Buffer.from([0, 0])
  const data = Buffer.concat([Buffer.from([0, 0]), at, Buffer.from([0, 1]), sha256(spki(issuer)), length, tbs, none])
  const signature = sign('sha256', data, log.privateKey)
  const id = sha256(spki(log.publicKey))
  const one = Buffer.concat([Buffer.from([0]), id, at, none, Buffer.from([4, 3]), sized(signature)])
  return extension('1.3.6.1.4.1.11129.2.4.2', der(0x04, sized(sized(one))))
}

function sized(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes])
}
