/** From one form of a signed statement to another. Signatures, and what they are over, stay as they are; nothing is verified here. */
import { decodeBase64 } from '../base64.ts'
import { readBundle } from '../bundle.ts'
import { AttestError } from '../error.ts'
import { isObject, type Json, type JsonObject, listOf, member, readJson, textOf } from '../json.ts'
import { bundleOf, readProvenance } from '../pep740.ts'
import { parseStatement, statementType } from '../statement.ts'
import { IssueError } from './error.ts'
import { sidecarName } from './forms.ts'

export interface Converted {
  /** Text of the document, its last line ended. */
  readonly text: string
  /** What upload and signing tools call it; null where what is signed names no file. */
  readonly name: string | null
  /** What the form could not say, for people. */
  readonly lost: readonly string[]
}

export type ConvertedForm = 'attestation' | 'bundle'

/** A Sigstore bundle 0.3 in JSON, and what of its source it does not say. */
interface Source {
  readonly bundle: JsonObject
  readonly lost: readonly string[]
}

const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json'

/**
 * Writes a Sigstore bundle, an attestation of PEP 740, a list of them or a provenance object as bundles 0.3 or as attestations: one document
 * per signature. The text is hostile. Throws `document`, `not-expressible`.
 */
export function convertDocument(text: string, to: ConvertedForm): readonly Converted[] {
  try {
    return sourcesIn(readJson(text, 'The document')).map((source) =>
      to === 'bundle' ? toBundle(source) : toAttestation(source),
    )
  } catch (cause) {
    if (!(cause instanceof AttestError)) throw cause
    throw new IssueError('document', cause.message, { cause })
  }
}

function sourcesIn(json: Json): readonly Source[] {
  if (Array.isArray(json)) return json.map((each: Json) => ofAttestation(each))
  if (member(json, 'attestation_bundles') !== undefined) {
    readProvenance(json)
    const claim = 'who the index says has published it (`publisher`), which nothing signs'
    return listOf(json, 'attestation_bundles')
      .flatMap((bundle) => listOf(bundle, 'attestations'))
      .map(ofAttestation)
      .map(({ bundle, lost }) => ({ bundle, lost: [claim, ...lost] }))
  }
  if (member(json, 'verification_material') !== undefined) return [ofAttestation(json)]
  if (textOf(json, 'mediaType') !== null) return [ofBundle(json)]
  throw new IssueError('document', 'This is no provenance, attestation or Sigstore bundle.')
}

function ofAttestation(json: Json): Source {
  const bundle = withoutEmptyTimes(bundleOf(json))
  readBundle(bundle)
  const lost = [
    ...unknown(json, '', ['version', 'verification_material', 'envelope']),
    ...unknown(member(json, 'verification_material'), 'verification_material.', [
      'certificate',
      'transparency_entries',
      'timestamps',
    ]),
    ...unknown(member(json, 'envelope'), 'envelope.', ['statement', 'signature']),
  ]
  return { bundle, lost }
}

/** A bundle of any version as 0.3, which has the leaf alone where older ones bring a chain. */
function ofBundle(json: Json): Source {
  const { verificationMaterial } = readBundle(json)
  if (verificationMaterial.tlogEntries.some(({ inclusionProof }) => inclusionProof === undefined))
    throw new IssueError(
      'not-expressible',
      'A log entry of the bundle has no inclusion proof, which bundle 0.3 and PEP 740 demand. Its log can be asked for it.',
    )
  const newest: JsonObject = withoutEmptyTimes({ ...objectOf(json), mediaType: bundleType })
  const chain = listOf(newest, 'verificationMaterial', 'x509CertificateChain', 'certificates')
  const [leaf] = chain
  if (leaf === undefined) return { bundle: newest, lost: [] }
  const { x509CertificateChain: _, ...material } = objectOf(member(newest, 'verificationMaterial'))
  const authorities = `${chain.length - 1} certificates of authorities, which a verifier takes from its trusted root`
  return {
    bundle: { ...newest, verificationMaterial: { ...material, certificate: leaf } },
    lost: chain.length > 1 ? [authorities] : [],
  }
}

function toBundle({ bundle, lost }: Source): Converted {
  return { text: `${JSON.stringify(bundle)}\n`, name: nameOf(bundle, 'bundle'), lost }
}

function toAttestation({ bundle, lost }: Source): Converted {
  const material = member(bundle, 'verificationMaterial')
  const certificate = textOf(material, 'certificate', 'rawBytes')
  if (certificate === null)
    throw inexpressible('is signed by a key; an attestation holds the certificate of who signed')
  const entries = listOf(material, 'tlogEntries')
  if (entries.length === 0) throw inexpressible('has no log entry')
  const envelope = member(bundle, 'dsseEnvelope')
  if (envelope === undefined)
    throw inexpressible('is a signature over the file itself; an attestation holds a statement')
  if (textOf(envelope, 'payloadType') !== statementType)
    throw inexpressible('holds something else than an in-toto statement')
  const [signature] = listOf(envelope, 'signatures')
  const times = listOf(material, 'timestampVerificationData', 'rfc3161Timestamps').map(
    (each) => textOf(each, 'signedTimestamp') ?? '',
  )
  const attestation = {
    version: 1,
    verification_material: {
      certificate,
      transparency_entries: entries,
      ...(times.length === 0 ? {} : { timestamps: times }),
    },
    envelope: { statement: textOf(envelope, 'payload') ?? '', signature: textOf(signature, 'sig') ?? '' },
  }
  return {
    text: `${JSON.stringify(attestation)}\n`,
    name: nameOf(bundle, 'attestation'),
    lost: [...lost, ...lostOfBundle(bundle, times)],
  }
}

function lostOfBundle(bundle: JsonObject, times: readonly string[]): readonly string[] {
  const [signature] = listOf(bundle, 'dsseEnvelope', 'signatures')
  const keyId = textOf(signature, 'keyid') ?? ''
  const draft = 'nothing, but `timestamps` is only in a draft that follows PEP 740: indexes may refuse it'
  return [
    ...(keyId === '' ? [] : ['the key id of the signature (`keyid`)']),
    ...(times.length === 0 ? [] : [draft]),
    ...unknown(bundle, '', ['mediaType', 'verificationMaterial', 'dsseEnvelope']),
    ...unknown(member(bundle, 'verificationMaterial'), 'verificationMaterial.', [
      'certificate',
      'tlogEntries',
      'timestampVerificationData',
    ]),
  ]
}

function inexpressible(why: string): IssueError {
  return new IssueError('not-expressible', `An attestation of PEP 740 cannot say this: the bundle ${why}.`)
}

function unknown(json: Json | undefined, prefix: string, known: readonly string[]): readonly string[] {
  const keys = isObject(json) ? Object.keys(json).filter((key) => !known.includes(key)) : []
  return keys.map((key) => `\`${prefix}${key.slice(0, 100)}\`, which has no place in the other form`)
}

/** The name beside the first file of the statement. */
function nameOf(bundle: JsonObject, form: ConvertedForm): string | null {
  const payload = decodeBase64(textOf(bundle, 'dsseEnvelope', 'payload') ?? '')
  if (payload === null || textOf(bundle, 'dsseEnvelope', 'payloadType') !== statementType) return null
  const { subjects, predicateType } = parseStatement(payload)
  const name = subjects[0]?.name ?? ''
  // A statement that names no plain file (a path, an image) gets no file of that name.
  return /^[A-Za-z0-9][A-Za-z0-9._+!~-]{0,199}$/.test(name) ? sidecarName(name, form, predicateType) : null
}

function withoutEmptyTimes(json: Json): JsonObject {
  const bundle = objectOf(json)
  const material = objectOf(member(bundle, 'verificationMaterial'))
  if (listOf(material, 'timestampVerificationData', 'rfc3161Timestamps').length > 0) return bundle
  const { timestampVerificationData: _, ...others } = material
  return { ...bundle, verificationMaterial: others }
}

function objectOf(json: Json | undefined): JsonObject {
  if (isObject(json)) return json
  throw new IssueError('document', 'A part of the document that should be an object is none.')
}
