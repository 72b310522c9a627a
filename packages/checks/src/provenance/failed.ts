import { type CheckMeta, defineCheck, type Outcome, type VouchedFile } from '@cordon/model'
import { findingOf, lineOf, outcomeOf } from '../finding.ts'
import { demandCodes, releaseText } from '../vouched.ts'

const id = 'provenance/failed'

const meta: CheckMeta = {
  title: 'Attestation that does not hold',
  domain: 'provenance',
  severity: 'high',
  why: `What the index serves as proof of where a file comes from was verified, and does not hold: the signature, the certificate, the log or the statement is about something else. Honest uploads do not look so, since indexes verify attestations before they take them (PEP 740): the bytes, the proof, or what stands between the index and here was changed.

What could not be asked about, or is signed in a way that cannot be verified here, is unknown and not failed: an index that does not answer proves nothing. Installers verify none of this.`,
  remedy: 'Do not install the file. Fetch it anew from the index itself, and tell the project if it fails again.',
  references: [
    'https://peps.python.org/pep-0740/',
    'https://docs.pypi.org/attestations/',
    'https://attack.mitre.org/techniques/T1195/002/',
  ],
}

/** Codes of what is there and cannot be verified here; every other reason not to know is that nobody answered. */
const unsupported = new Set(['unsupported-signature', 'unsupported-version', 'unknown-publisher-kind'])

/** Finds files whose attestations do not hold. Files of which nobody could tell are unknown. */
export const failed = defineCheck({
  id,
  meta,
  needs: ['vouched'],
  run({ vouched }, dependency): Outcome | null {
    if (vouched === null) return null
    const failing = vouched.files.filter(({ state, failures }) => state === 'failed' && !isByDemand(failures))
    const findings = [...Map.groupBy(failing, reasonOf)].map(([reason, files]) =>
      findingOf(id, meta, {
        message: `What vouches for ${releaseText(dependency, vouched, files)} does not hold. ${reason}`,
        evidence: [lineOf(dependency)],
      }),
    )
    const unknown = vouched.files.filter(({ state }) => state === 'unknown')
    const [first] = unknown
    if (first === undefined) return outcomeOf(findings)
    const detail = `nobody could tell who vouches for ${releaseText(dependency, vouched, unknown)}: ${reasonOf(first)}`
    const isUnsupported = unknown.every(({ failures }) => failures.every(({ code }) => unsupported.has(code)))
    return {
      kind: 'unknown',
      code: isUnsupported ? 'PROVENANCE_UNSUPPORTED' : 'PROVENANCE_UNAVAILABLE',
      detail,
      findings,
    }
  },
})

/** Told as somebody else's (`provenance/pinned-identity`): what is there holds. */
function isByDemand(failures: VouchedFile['failures']): boolean {
  return failures.length > 0 && failures.every(({ code }) => demandCodes.has(code))
}

function reasonOf({ failures }: VouchedFile): string {
  const own = failures.filter(({ code }) => !demandCodes.has(code))
  return own.map(({ code, detail }) => `${code}: ${detail}`).join(' ')
}
