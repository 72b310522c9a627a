import { AttestError } from '../error.ts'
import { type Json, member, readJson } from '../json.ts'
import type { AttestationOutcome } from '../verify.ts'
import type { Subject } from '../verify-bundle.ts'
import { type LayoutInput, type VerifiedLayout, verifyLayout } from './verify-layout.ts'

/**
 * What a layout and its links say of a file: that it is what their last step made. `inspections-not-run`, which is unknown, where the layout
 * asks for programs to be run, and all the rest holds. Never throws over hostile text.
 */
export function verifyLayoutOf(subject: Subject, input: LayoutInput): AttestationOutcome {
  try {
    const verified = verifyLayout(input)
    checkProduct(subject, verified)
    if (verified.inspections.length > 0)
      throw new AttestError(
        'inspections-not-run',
        `All that is signed holds. Nothing runs the inspections of the layout: ${verified.inspections.join(', ').slice(0, 300)}.`,
      )
    return { kind: 'verified', attestation: { ...attestationOf(verified) } }
  } catch (error) {
    if (error instanceof AttestError) return { kind: 'failed', code: error.code, detail: error.message }
    throw error
  }
}

function checkProduct({ sha256 }: Subject, { summary }: VerifiedLayout): void {
  const made = [...summary.products.values()].some((digests) => {
    const json: Json = readJson(digests, 'The digests')
    return member(json, 'sha256') === sha256
  })
  if (!made) throw new AttestError('subject-digest', 'The last step of the layout made other files than this.')
}

function attestationOf({ steps, notes, expires }: VerifiedLayout) {
  return {
    kind: 'in-toto-layout',
    predicateType: null,
    facts: [
      ...steps.map(({ name, by }) => ({ name: `step ${name}`, value: by.map((id) => id.slice(0, 8)).join(', ') })),
      ...notes.map((value) => ({ name: 'note', value })),
      { name: 'expires', value: expires },
    ],
    identity: null,
    times: [],
    publisher: null,
    instance: null,
  }
}
