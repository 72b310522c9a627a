import { createHash } from 'node:crypto'
import { evidenceOf, type JudgedFinding, type Reading } from './reading.ts'

/**
 * What makes a finding the same one tomorrow: check, finding, package and file, never line or version. A finding about a file
 * as a whole has no package; the text of its line stands in, so that two options of one kind stay apart.
 */
export function identityOf(reading: Reading, judged: JudgedFinding): string {
  const { at, text } = evidenceOf(reading, judged)
  const subject = reading.name ?? text
  return [judged.check, judged.finding.id, subject, at.path].join('\0')
}

/** The first 128 bits of SHA-256, as hex. */
export function digestOf(identity: string): string {
  return createHash('sha256').update(identity.toWellFormed()).digest('hex').slice(0, 32)
}

/** Hands out `<digest>:<n>`, counting findings of one identity from 1 in the order they are asked for. */
export function fingerprinter(): (reading: Reading, judged: JudgedFinding) => string {
  const seen = new Map<string, number>()
  return (reading, judged) => {
    const identity = identityOf(reading, judged)
    const count = (seen.get(identity) ?? 0) + 1
    seen.set(identity, count)
    return `${digestOf(identity)}:${count}`
  }
}

/** A name-based UUID (RFC 9562, version 5) of an identity, in a namespace of our own. */
export function uuidOf(identity: string): string {
  const namespace = Buffer.from('6d1f0b5c9a7e5d0cb1f7c0a4e3d29b61', 'hex')
  const bytes = createHash('sha1').update(namespace).update(identity.toWellFormed()).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
