import { decodeBase64 } from './base64.ts'
import { AttestError } from './error.ts'
import { isObject, type Json, listOf, member, textOf } from './json.ts'
import { limits } from './limits.ts'
import { type PublisherClaim, readPublisher } from './publisher.ts'
import { statementType } from './statement.ts'

/** The attestations of one publisher (PEP 740). */
export interface ProvenanceBundle {
  readonly publisher: PublisherClaim
  /** As Sigstore bundles, in JSON. */
  readonly attestations: readonly Json[]
}

/** Reads a provenance object of an index. Throws `malformed`, `unsupported-version`. */
export function readProvenance(json: Json): readonly ProvenanceBundle[] {
  checkVersion(json, 'The provenance')
  const bundles = member(json, 'attestation_bundles')
  if (!Array.isArray(bundles) || bundles.length === 0 || bundles.length > limits.bundles)
    throw new AttestError('malformed', 'The provenance holds no list of attestations, or too long a one.')
  return bundles.map((bundle: Json) => {
    const attestations = member(bundle, 'attestations')
    if (!Array.isArray(attestations) || attestations.length === 0 || attestations.length > limits.attestations)
      throw new AttestError('malformed', 'A publisher of the provenance has no attestations, or too many.')
    return { publisher: readPublisher(member(bundle, 'publisher')), attestations: attestations.map(bundleOf) }
  })
}

/** An attestation of PEP 740 as the Sigstore bundle that says the same. Throws `malformed`, `unsupported-version`. */
export function bundleOf(json: Json): Json {
  checkVersion(json, 'The attestation')
  const material = member(json, 'verification_material')
  const entries = listOf(material, 'transparency_entries')
  if (entries.length === 0) throw new AttestError('malformed', 'The attestation has no log entry.')
  const timestamps = listOf(material, 'timestamps').map((each) => {
    if (typeof each !== 'string') throw new AttestError('malformed', 'A timestamp of the attestation is no text.')
    return { signedTimestamp: each }
  })
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      certificate: { rawBytes: base64At(material, 'certificate') },
      tlogEntries: entries,
      timestampVerificationData: { rfc3161Timestamps: timestamps },
    },
    dsseEnvelope: {
      payload: base64At(json, 'envelope', 'statement'),
      payloadType: statementType,
      signatures: [{ sig: base64At(json, 'envelope', 'signature') }],
    },
  }
}

function checkVersion(json: Json, what: string): void {
  if (!isObject(json)) throw new AttestError('malformed', `${what} is no object.`)
  const version = member(json, 'version')
  if (typeof version !== 'number') throw new AttestError('malformed', `${what} does not say its version.`)
  if (version !== 1) throw new AttestError('unsupported-version', `${what} is of version ${version}; 1 is known here.`)
}

function base64At(json: Json | undefined, ...path: readonly string[]): string {
  const text = textOf(json, ...path)
  if (text === null || text === '' || decodeBase64(text) === null)
    throw new AttestError('malformed', `\`${path.join('.')}\` of the attestation is not base64.`)
  return text
}
