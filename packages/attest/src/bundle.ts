import {
  BUNDLE_V01_MEDIA_TYPE,
  BUNDLE_V02_MEDIA_TYPE,
  BUNDLE_V03_LEGACY_MEDIA_TYPE,
  BUNDLE_V03_MEDIA_TYPE,
  type Bundle,
  bundleFromJSON,
} from '@sigstore/bundle'
import { decodeBase64 } from './base64.ts'
import { AttestError } from './error.ts'
import { isObject, type Json, listOf, member, textOf } from './json.ts'
import { limits } from './limits.ts'

const mediaTypes: readonly string[] = [
  BUNDLE_V01_MEDIA_TYPE,
  BUNDLE_V02_MEDIA_TYPE,
  BUNDLE_V03_LEGACY_MEDIA_TYPE,
  BUNDLE_V03_MEDIA_TYPE,
]

/** Members whose text is base64, wherever they are (protobuf `bytes` of Bundle and TrustedRoot). */
const base64Members = new Set([
  'rawBytes',
  'keyId',
  'signedEntryTimestamp',
  'rootHash',
  'canonicalizedBody',
  'payload',
  'sig',
  'signature',
  'digest',
  'signedTimestamp',
  'hashes',
])
/** Members that are int64 in the text form of protobuf. */
const countMembers = new Set(['logIndex', 'integratedTime', 'treeSize'])
const count = /^[0-9]{1,19}$/

/** A Sigstore bundle (0.1 to 0.3) whose form is in order; nothing about it is verified. Throws `bad-bundle`, `unsupported-version`. */
export function readBundle(json: Json): Bundle {
  const mediaType = textOf(json, 'mediaType')
  if (mediaType === null) throw new AttestError('bad-bundle', 'The bundle does not say its media type.')
  if (!mediaTypes.includes(mediaType))
    throw new AttestError('unsupported-version', 'The bundle is of a version that is not known here (0.1 to 0.3 are).')
  checkCounts(json)
  checkFields(json, 'bad-bundle')
  let bundle: Bundle
  try {
    bundle = bundleFromJSON(json)
  } catch (cause) {
    throw new AttestError('bad-bundle', 'The bundle lacks something, or holds too much of it.', { cause })
  }
  checkContent(bundle)
  return bundle
}

/** Every base64 and integer of a protobuf message in JSON is what it should be; the library would read on over the rest. */
export function checkFields(value: Json | undefined, code: 'bad-bundle' | 'bad-trusted-root'): void {
  if (Array.isArray(value)) for (const each of value) checkFields(each, code)
  if (!isObject(value)) return
  for (const [key, each] of Object.entries(value)) {
    if (base64Members.has(key)) checkBase64(key, each, code)
    if (countMembers.has(key) && !isCount(each)) throw new AttestError(code, `\`${key}\` is not a whole number.`)
    checkFields(each, code)
  }
}

function checkBase64(key: string, value: Json | undefined, code: 'bad-bundle' | 'bad-trusted-root'): void {
  for (const each of Array.isArray(value) ? value : [value]) {
    if (each === null || each === undefined) continue
    if (typeof each !== 'string' || decodeBase64(each) === null)
      throw new AttestError(code, `\`${key}\` is not base64 in its canonical form.`)
  }
}

function isCount(value: Json | undefined): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0
  return typeof value === 'string' && count.test(value)
}

function checkCounts(json: Json): void {
  const material = member(json, 'verificationMaterial')
  const entries = listOf(material, 'tlogEntries')
  const timestamps = listOf(material, 'timestampVerificationData', 'rfc3161Timestamps')
  const chain = listOf(material, 'x509CertificateChain', 'certificates')
  if (entries.length > limits.logEntries) throw new AttestError('bad-bundle', 'The bundle holds too many log entries.')
  if (timestamps.length > limits.timestamps)
    throw new AttestError('bad-bundle', 'The bundle holds too many timestamps.')
  if (chain.length > limits.certificates) throw new AttestError('bad-bundle', 'The bundle holds too many certificates.')
  if (entries.some((entry) => listOf(entry, 'inclusionProof', 'hashes').length > limits.hashes))
    throw new AttestError('bad-bundle', 'An inclusion proof is longer than a log can be deep.')
  // The schema has one of each; a reader that prefers another than ours would verify another thing.
  const contents = ['messageSignature', 'dsseEnvelope'].filter((key) => isObject(member(json, key)))
  const keys = ['publicKey', 'x509CertificateChain', 'certificate'].filter((key) => isObject(member(material, key)))
  if (contents.length !== 1) throw new AttestError('bad-bundle', 'The bundle must hold one signature.')
  if (keys.length !== 1) throw new AttestError('bad-bundle', 'The bundle must hold one certificate or key.')
}

function checkContent(bundle: Bundle): void {
  const seen = new Set<string>()
  for (const entry of bundle.verificationMaterial.tlogEntries) {
    const id = `${entry.logId.keyId.toString('hex')}:${entry.canonicalizedBody.toString('base64')}`
    if (seen.has(id)) throw new AttestError('bad-bundle', 'The bundle holds one log entry twice.')
    seen.add(id)
  }
}
