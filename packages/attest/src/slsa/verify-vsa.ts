import type { KeyObject } from 'node:crypto'
import { readDocument } from '../document.ts'
import { type SignedEnvelope, verifyEnvelope } from '../envelope.ts'
import { AttestError, attestErrorCodes } from '../error.ts'
import { parseStatement, type Statement, statementType } from '../statement.ts'
import { hasLevel, readVsa, type VerificationSummary, vsaType } from './vsa.ts'

/** A verifier that is believed, and the key that only it has. */
export interface TrustedVerifier {
  readonly id: string
  readonly key: KeyObject
  /** Where given, a signature that names another key id is not taken. */
  readonly keyId?: string
}

/** What a summary must be about and say. */
export interface SummaryDemands {
  /** At least one. */
  readonly verifiers: readonly TrustedVerifier[]
  /** All of them must be digests of what it is about; at least one. */
  readonly digests: readonly { readonly algorithm: string; readonly value: string }[]
  readonly resource: string
  /** All of them must have been verified. */
  readonly levels: readonly string[]
}

/**
 * Verifies a summary as SLSA 1.2 says: signature by a key that is known before, subject, type, verifier of that key, resource, result, levels.
 * Of a document with several envelopes one must hold. Throws `AttestError` with the code of what fails: of several, of the one that gets furthest.
 */
export function verifyVsa(text: string, demands: SummaryDemands): VerificationSummary {
  const failures: AttestError[] = []
  for (const item of readDocument(text).items) {
    try {
      if (item instanceof AttestError) throw item
      if (item.kind !== 'envelope')
        throw new AttestError('unsupported-signature', 'A summary is taken in an envelope that a known key has signed.')
      return verifyOne(item.envelope, demands)
    } catch (error) {
      if (!(error instanceof AttestError)) throw error
      failures.push(error)
    }
  }
  throw failures.reduce((a, b) => (attestErrorCodes.indexOf(b.code) > attestErrorCodes.indexOf(a.code) ? b : a))
}

function verifyOne(envelope: SignedEnvelope, demands: SummaryDemands): VerificationSummary {
  const signers = demands.verifiers.filter((each) => hasSigned(envelope, each))
  if (signers.length === 0) throw new AttestError('signature', 'No verifier that is known here has signed this.')
  if (envelope.payloadType !== statementType)
    throw new AttestError('statement', 'What is signed is no in-toto statement.')
  const statement = parseStatement(envelope.payload)
  checkDigests(statement, demands)
  if (statement.predicateType !== vsaType)
    throw new AttestError('predicate-type', 'The statement is no verification summary of version 1.')
  const summary = readVsa(statement.predicate)
  if (!signers.some(({ id }) => id === summary.verifier))
    throw new AttestError(
      'vsa-verifier',
      `It says that \`${cut(summary.verifier)}\` verified, whose key has not signed it.`,
    )
  if (summary.resource !== demands.resource)
    throw new AttestError(
      'vsa-resource',
      `It is about \`${cut(summary.resource)}\`, and should be about ${demands.resource}.`,
    )
  if (!summary.passed) throw new AttestError('vsa-result', 'The verification has FAILED.')
  const missing = demands.levels.find((level) => !hasLevel(summary.levels, level))
  if (missing !== undefined)
    throw new AttestError(
      'vsa-level',
      `It says ${cut(summary.levels.join(', ')) || 'no level'}, and should say ${missing}.`,
    )
  return summary
}

function hasSigned(envelope: SignedEnvelope, { key, keyId }: TrustedVerifier): boolean {
  const signatures = envelope.signatures.filter((each) => keyId === undefined || each.keyId === keyId)
  if (signatures.length === 0) return false
  try {
    verifyEnvelope({ ...envelope, signatures }, [key])
    return true
  } catch (error) {
    // A key that cannot verify anything is a fault of who named it.
    if (error instanceof AttestError && error.code === 'signature') return false
    throw error
  }
}

function checkDigests({ subjects }: Statement, { digests }: SummaryDemands): void {
  const missing = digests.find(({ algorithm, value }) =>
    subjects.every((each) => each.digests.get(algorithm) !== value),
  )
  if (missing !== undefined || digests.length === 0)
    throw new AttestError('subject-digest', 'The summary is about other files.')
}

function cut(text: string): string {
  return text.slice(0, 300)
}
