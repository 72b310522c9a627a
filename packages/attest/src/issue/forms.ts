import type { Json, JsonObject } from '../json.ts'
import { attestationKinds } from '../kinds/index.ts'
import { statementType } from '../statement.ts'
import type { Envelope } from './dsse.ts'
import { IssueError } from './error.ts'

/** `attestation`: PEP 740, what upload tools send to an index. `bundle`: Sigstore bundle 0.3. `dsse`: the bare envelope on one line. */
export const attestationForms = ['attestation', 'bundle', 'dsse'] as const
export type AttestationForm = (typeof attestationForms)[number]

/** A signed statement with all that came back for it. */
export interface SignedStatement {
  readonly envelope: Envelope
  /** Leaf certificate in DER; null where a key has signed. */
  readonly certificate: Uint8Array | null
  /** Id of the key: a hint for whoever looks for it; empty beside a certificate. */
  readonly keyId: string
  /** Entries of logs (Sigstore's `TransparencyLogEntry`). */
  readonly entries: readonly Json[]
  /** Answers of timestamp authorities (RFC 3161, DER). */
  readonly timestamps: readonly Uint8Array[]
}

const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json'

/** The text of a signed statement in one form, with its last line ended. Throws `certificate-required`, `not-expressible`. */
export function writeForm(signed: SignedStatement, form: AttestationForm): string {
  if (form === 'dsse') return `${JSON.stringify(signed.envelope)}\n`
  return `${JSON.stringify(form === 'bundle' ? bundleJson(signed) : attestationJson(signed))}\n`
}

/** Sigstore bundle 0.3. A key is named by its id: whoever verifies has to have it. */
function bundleJson({ envelope, certificate, keyId, entries, timestamps }: SignedStatement): JsonObject {
  const [{ sig }] = envelope.signatures
  return {
    mediaType: bundleType,
    verificationMaterial: {
      ...(certificate === null ? { publicKey: { hint: keyId } } : { certificate: { rawBytes: base64(certificate) } }),
      tlogEntries: entries,
      ...(timestamps.length === 0
        ? {}
        : {
            timestampVerificationData: {
              rfc3161Timestamps: timestamps.map((each) => ({ signedTimestamp: base64(each) })),
            },
          }),
    },
    dsseEnvelope: {
      payload: envelope.payload,
      payloadType: envelope.payloadType,
      signatures: [{ sig }],
    },
  }
}

/** Attestation object of PEP 740, version 1. `timestamps` is of the draft that follows it, and only there where it is needed. */
function attestationJson({ envelope, certificate, entries, timestamps }: SignedStatement): JsonObject {
  if (certificate === null || entries.length === 0)
    throw new IssueError(
      'certificate-required',
      'An attestation of PEP 740 holds a certificate and a log entry, which a local key has not: an index would refuse it. Leave out --key to sign with the identity of the CI job, or choose --form dsse.',
    )
  if (envelope.payloadType !== statementType)
    throw new IssueError('not-expressible', 'An attestation of PEP 740 holds an in-toto statement and nothing else.')
  return {
    version: 1,
    verification_material: {
      certificate: base64(certificate),
      transparency_entries: entries,
      ...(timestamps.length === 0 ? {} : { timestamps: timestamps.map(base64) }),
    },
    envelope: { statement: envelope.payload, signature: envelope.signatures[0].sig },
  }
}

const shortNames: Readonly<Record<string, string>> = {
  'pypi-publish-v1': 'publish',
  'slsa-provenance-v0.2': 'slsa',
  'slsa-provenance-v1': 'slsa',
  'slsa-vsa-v1': 'vsa',
}

/**
 * What upload and signing tools call the file beside FILE: `FILE.publish.attestation`, `FILE.slsa.attestation`, `FILE.sigstore.json`,
 * `FILE.intoto.jsonl`.
 */
export function sidecarName(file: string, form: AttestationForm, predicateType: string): string {
  if (form === 'bundle') return `${file}.sigstore.json`
  if (form === 'dsse') return `${file}.intoto.jsonl`
  const id = attestationKinds.find((each) => each.predicateTypes.includes(predicateType))?.id ?? 'statement'
  return `${file}.${shortNames[id] ?? id}.attestation`
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
