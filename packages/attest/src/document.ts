import { AttestError } from './error.ts'
import { isObject, type Json, member, readJson, textOf } from './json.ts'
import { bundleOf, readProvenance } from './pep740.ts'
import type { PublisherClaim } from './publisher.ts'

/** One signed thing out of a document, as a Sigstore bundle in JSON that nobody has looked into. */
export interface DocumentItem {
  readonly bundle: Json
  /** Who the index says it is by; null outside of a provenance object. */
  readonly publisher: PublisherClaim | null
  /** Whether the stricter rules of PEP 740 count. */
  readonly hosted: boolean
}

const pgpArmor = '-----BEGIN PGP SIGNATURE-----'

/**
 * What a file that vouches for another holds: a provenance object, attestations (PEP 740), or a Sigstore bundle. Throws `malformed`,
 * `unsupported-version`, and `unsupported-signature` for a PGP signature, which nothing here can trust.
 */
export function readDocument(text: string): readonly DocumentItem[] {
  if (text.slice(0, 2000).includes(pgpArmor))
    throw new AttestError(
      'unsupported-signature',
      'This is a PGP signature: it names a key, and nothing says whose that is.',
    )
  return itemsOf(readJson(text, 'The document'))
}

function itemsOf(json: Json): readonly DocumentItem[] {
  if (Array.isArray(json)) {
    if (json.length === 0) throw new AttestError('malformed', 'The document holds an empty list.')
    return json.map((each: Json) => ({ bundle: bundleOf(each), publisher: null, hosted: true }))
  }
  if (!isObject(json)) throw new AttestError('malformed', 'The document is no JSON object.')
  if (member(json, 'attestation_bundles') !== undefined)
    return readProvenance(json).flatMap(({ publisher, attestations }) =>
      attestations.map((bundle) => ({ bundle, publisher, hosted: true })),
    )
  if (member(json, 'verification_material') !== undefined)
    return [{ bundle: bundleOf(json), publisher: null, hosted: true }]
  if (textOf(json, 'mediaType') !== null) return [{ bundle: json, publisher: null, hosted: false }]
  if (textOf(json, 'payloadType') !== null)
    throw new AttestError('unsupported-signature', 'This is a bare envelope: nothing in it says whose key signed it.')
  throw new AttestError('malformed', 'This is no provenance, attestation or Sigstore bundle.')
}
