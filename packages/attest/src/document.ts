import { readEnvelope, type SignedEnvelope } from './envelope.ts'
import { AttestError } from './error.ts'
import { isObject, type Json, member, readJson, textOf } from './json.ts'
import { limits } from './limits.ts'
import { bundleOf, readProvenance } from './pep740.ts'
import type { PublisherClaim } from './publisher.ts'

/** One signed thing out of a document, that nobody has looked into. */
export type DocumentItem = BundleItem | EnvelopeItem

/** A Sigstore bundle in JSON, or what can be said as one. */
export interface BundleItem {
  readonly kind: 'bundle'
  readonly bundle: Json
  /** Who the index says it is by; null outside of a provenance object. */
  readonly publisher: PublisherClaim | null
  /** Whether the stricter rules of PEP 740 count. */
  readonly hosted: boolean
}

/** An envelope with nothing around it: it is verified with keys. */
export interface EnvelopeItem {
  readonly kind: 'envelope'
  readonly envelope: SignedEnvelope
}

/** What a document holds, item by item; of JSON lines, also the lines that hold nothing that is known here. */
export interface ReadDocument {
  readonly items: readonly (DocumentItem | AttestError)[]
  /** Whether it is made of lines, which may be about several files. */
  readonly lines: boolean
}

const pgpArmor = '-----BEGIN PGP SIGNATURE-----'

/**
 * What a file that vouches for another holds: a provenance object, attestations (PEP 740), a Sigstore bundle, an envelope, or JSON lines
 * of those. Throws `malformed`, `unsupported-version`, and `unsupported-signature` for a PGP signature, which nothing here can trust.
 */
export function readDocument(text: string): ReadDocument {
  if (text.slice(0, 2000).includes(pgpArmor))
    throw new AttestError(
      'unsupported-signature',
      'This is a PGP signature: it names a key, and nothing says whose that is.',
    )
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  // One object over several lines has a first line that is no object of its own.
  if (lines.length > 1 && lines.every((line) => line.startsWith('{"') && line.trimEnd().endsWith('}')))
    return { items: itemsOfLines(lines), lines: true }
  return { items: bounded(itemsOf(readJson(text, 'The document'))), lines: false }
}

/** JSON lines have a bound of their own: they are about the files of a whole release. */
function bounded(items: readonly DocumentItem[]): readonly DocumentItem[] {
  if (items.length <= limits.items) return items
  throw new AttestError(
    'malformed',
    `The document holds ${items.length} attestations; at most ${limits.items} are read.`,
  )
}

function itemsOfLines(lines: readonly string[]): readonly (DocumentItem | AttestError)[] {
  if (lines.length > limits.lines)
    throw new AttestError('malformed', `The document has ${lines.length} lines; at most ${limits.lines} are read.`)
  return lines.flatMap((line, index): readonly (DocumentItem | AttestError)[] => {
    const what = `Line ${index + 1} of the document`
    const json = readJson(line, what)
    if (isKnown(json)) return bounded(itemsOf(json))
    return [new AttestError('unknown-line', `${what} holds nothing that is known here; it was not read.`)]
  })
}

const knownMembers = ['attestation_bundles', 'verification_material', 'mediaType', 'payloadType']

function isKnown(json: Json): boolean {
  return knownMembers.some((key) => member(json, key) !== undefined)
}

function itemsOf(json: Json): readonly DocumentItem[] {
  if (Array.isArray(json)) {
    if (json.length === 0) throw new AttestError('malformed', 'The document holds an empty list.')
    return json.map((each: Json) => bundleItem(bundleOf(each), null))
  }
  if (!isObject(json)) throw new AttestError('malformed', 'The document is no JSON object.')
  if (member(json, 'attestation_bundles') !== undefined)
    return readProvenance(json).flatMap(({ publisher, attestations }) =>
      attestations.map((bundle) => bundleItem(bundle, publisher)),
    )
  if (member(json, 'verification_material') !== undefined) return [bundleItem(bundleOf(json), null)]
  if (textOf(json, 'mediaType') !== null) return [{ kind: 'bundle', bundle: json, publisher: null, hosted: false }]
  if (textOf(json, 'payloadType') !== null) return [{ kind: 'envelope', envelope: readEnvelope(json) }]
  throw new AttestError('malformed', 'This is no provenance, attestation, Sigstore bundle or envelope.')
}

function bundleItem(bundle: Json, publisher: PublisherClaim | null): BundleItem {
  return { kind: 'bundle', bundle, publisher, hosted: true }
}
