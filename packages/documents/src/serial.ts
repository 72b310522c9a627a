import { createHash } from 'node:crypto'
import type { Bom } from './bom.ts'

const uuid = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** The name space of our serial numbers (RFC 9562 §6.6): any fixed UUID. */
const nameSpace = Buffer.from('6f1d1f2a8b0f5d0e9b2b3c7a51c0d2e4', 'hex')

/** True for what CycloneDX takes as a serial number. */
export function isSerialNumber(text: string): boolean {
  return uuid.test(text)
}

/** A UUID of version 5 (RFC 9562 §5.5) as a URN: the same name gives the same. */
export function serialOfName(name: string): string {
  const digest = createHash('sha1').update(nameSpace).update(name.toWellFormed()).digest()
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  const hex = digest.subarray(0, 16).toString('hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
  return `urn:uuid:${parts.join('-')}`
}

/** A serial number that follows from what a bill says; not from when it was written. */
export function serialOfBom(bom: Bom): string {
  return serialOfName(JSON.stringify({ ...bom, identity: null, created: null }))
}
