import type { SignerIdentity, Vouching } from '@cordon/model'
import { readBundle } from './bundle.ts'
import { type BundleItem, type DocumentItem, type EnvelopeItem, readDocument } from './document.ts'
import { verifyEnvelope } from './envelope.ts'
import { AttestError, type AttestErrorCode } from './error.ts'
import { checkIdentity, type IdentityDemand } from './identity.ts'
import type { AttestationKind } from './kind.ts'
import { attestationKinds } from './kinds/index.ts'
import { checkPublisher, type PublisherClaim } from './publisher.ts'
import { checkAnySubject, checkDistributionSubject, parseStatement, statementType } from './statement.ts'
import { type Subject, type Trust, type VerifiedBundle, verifyBundle } from './verify-bundle.ts'

/** What an attestation that holds says. */
export interface VerifiedAttestation extends Vouching {
  /** Who the index says has published it; borne out by the certificate. */
  readonly publisher: PublisherClaim | null
  /** Name of the Sigstore instance that proves it; null for an envelope that keys alone have signed. */
  readonly instance: string | null
}

/** How the verification of one attestation ended. */
export type AttestationOutcome =
  | { readonly kind: 'verified'; readonly attestation: VerifiedAttestation }
  | { readonly kind: 'failed'; readonly code: AttestErrorCode; readonly detail: string }

export interface VerifyOptions {
  readonly subject: Subject
  readonly trust: Trust
  /** Who may have signed: one of these, or anyone where the list is empty. */
  readonly identities: readonly IdentityDemand[]
  /** Verify who signed which file, and leave unread what the predicates of bundles say. Attestations of an index are always read. */
  readonly signatureOnly?: boolean
}

/**
 * Verifies everything that a document says of a file: one outcome per attestation, in the order of the document; one that failed for
 * a document that cannot be read. Never throws over hostile text.
 */
export function verifyDocument(text: string, options: VerifyOptions): readonly AttestationOutcome[] {
  return orFailed(() => {
    const { items, lines } = readDocument(text)
    const outcomes = items.flatMap((item) => orFailed(() => [verified(item, options)]))
    return lines ? outcomes.map(aboutOthers) : outcomes
  })
}

/** JSON lines are about the files of a whole release: one that holds, and is about others, says nothing against this file. */
function aboutOthers(outcome: AttestationOutcome): AttestationOutcome {
  if (outcome.kind === 'verified' || outcome.code !== 'subject-digest') return outcome
  return { ...outcome, code: 'other-subject' }
}

function orFailed(run: () => readonly AttestationOutcome[]): readonly AttestationOutcome[] {
  try {
    return run()
  } catch (error) {
    if (error instanceof AttestError) return [{ kind: 'failed', code: error.code, detail: error.message }]
    throw error
  }
}

function verified(item: DocumentItem | AttestError, options: VerifyOptions): AttestationOutcome {
  if (item instanceof AttestError) throw item
  return {
    kind: 'verified',
    attestation: item.kind === 'envelope' ? verifyEnvelopeItem(item, options) : verifyItem(item, options),
  }
}

/** Verifies an envelope with the keys that are trusted: who signed, then what it says. Throws `AttestError` with the first that fails. */
function verifyEnvelopeItem({ envelope }: EnvelopeItem, options: VerifyOptions): VerifiedAttestation {
  const { keys = [], threshold } = options.trust
  if (keys.length === 0)
    throw new AttestError(
      'unsupported-signature',
      'This is a bare envelope: nothing in it says whose key signed it. Name the key.',
    )
  const { payloadType, payload } = verifyEnvelope(envelope, keys, threshold)
  const signed = { payload: { type: payloadType, bytes: payload }, identity: null }
  const said = readPayload(signed, false, options)
  checkAnyIdentity(null, options.identities)
  return { ...said, identity: null, times: [], publisher: null, instance: null }
}

/** Verifies one attestation: the bundle, then what it says, then who says it. Throws `AttestError` with the first that fails. */
export function verifyItem(item: BundleItem, options: VerifyOptions): VerifiedAttestation {
  const { subject, trust, identities } = options
  const bundle = verifyBundle(readBundle(item.bundle), subject, trust)
  if (item.hosted) checkSuite(bundle)
  const said = readPayload(bundle, item.hosted, options)
  checkAnyIdentity(bundle.identity, identities)
  if (item.publisher !== null) checkPublisher(bundle.identity, item.publisher)
  return {
    ...said,
    identity: bundle.identity,
    times: bundle.times,
    publisher: item.publisher,
    instance: bundle.instance,
  }
}

/** PEP 740, version 1: ECDSA with P-256 and SHA-256, nothing else. */
function checkSuite({ key }: VerifiedBundle): void {
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new AttestError('unsupported-signature', 'Attestations of version 1 are signed with P-256 keys.')
}

function readPayload(
  { payload, identity }: Pick<VerifiedBundle, 'payload' | 'identity'>,
  hosted: boolean,
  { subject, signatureOnly }: VerifyOptions,
): Pick<VerifiedAttestation, 'kind' | 'predicateType' | 'facts'> {
  if (payload === null) return { kind: 'signature', predicateType: null, facts: [] }
  if (payload.type !== statementType)
    throw new AttestError('statement', 'What is signed says nothing of a file: it is no in-toto statement.')
  const statement = parseStatement(payload.bytes)
  if (hosted) checkDistributionSubject(statement, subject)
  else checkAnySubject(statement, subject)
  const kind = kindOf(statement.predicateType)
  if (hosted && kind?.hosted !== true)
    throw new AttestError('predicate-type', 'The statement is of a type that no index hosts.')
  const said = { kind: kind?.id ?? null, predicateType: statement.predicateType.slice(0, 500) }
  if (signatureOnly === true && !hosted) return { ...said, facts: [] }
  kind?.checkSigner?.(statement.predicate, identity)
  return { ...said, facts: kind?.read(statement.predicate) ?? [] }
}

function kindOf(predicateType: string): AttestationKind | undefined {
  return attestationKinds.find((each) => each.predicateTypes.includes(predicateType))
}

function checkAnyIdentity(identity: SignerIdentity | null, demands: readonly IdentityDemand[]): void {
  let last: unknown = null
  for (const demand of demands) {
    try {
      checkIdentity(identity, demand)
      return
    } catch (error) {
      last = error
    }
  }
  if (last !== null) throw last
}
