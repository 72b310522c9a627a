import type { VerifiedAttestation } from '@cordon/attest'
import type { VouchedDependency } from '@cordon/engine/vouch'
import type { Dependency, ExitCode, Verdict } from '@cordon/model'
import type { Io } from '../command.ts'
import { version } from '../version.ts'
import type { FileAnswer, PlacesAnswer } from './answer.ts'
import { countFiles, sourceOf } from './render-places.ts'

/** `cordon.verification/1`: every fact of the certificates, and of the statements those that are known. */
export function renderVerificationJson(
  answers: readonly FileAnswer[],
  answer: PlacesAnswer | null,
  { targets, exit, io }: { readonly targets: readonly string[]; readonly exit: ExitCode; readonly io: Io },
): string {
  const document = {
    schema: 'cordon.verification/1',
    tool: { name: 'cordon', version },
    time: io.now().toISOString(),
    targets,
    files: answers.map(fileJson),
    packages: answer?.packages.map(packageJson) ?? [],
    unpinned: answer?.unpinned.map(entryJson) ?? [],
    elsewhere: answer?.elsewhere.map((each) => ({ ...entryJson(each), origin: sourceOf(each) })) ?? [],
    verdicts: answer?.verdicts.flatMap(verdictJson) ?? [],
    unread: answer?.unread ?? [],
    warnings: answer?.warnings ?? [],
    summary: answer === null ? null : countFiles(answer),
    exit,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function fileJson({ documents, ...file }: FileAnswer): object {
  const attestations = documents.map(({ document, outcome }) =>
    outcome.kind === 'failed'
      ? { document, result: 'failed', code: outcome.code, detail: outcome.detail }
      : { document, result: 'verified', ...attestationJson(outcome.attestation) },
  )
  return { ...file, attestations }
}

function attestationJson({ publisher, ...attestation }: VerifiedAttestation): object {
  return { ...attestation, publisher: publisher === null ? null : { kind: publisher.kind, place: publisher.place } }
}

function entryJson({ name, version: pinned, at }: Dependency): object {
  return { name, version: pinned?.raw ?? null, at }
}

function packageJson({ dependency, release }: VouchedDependency): object {
  const { candidates, pinned, files } = release
  const identities = pinned?.map(({ kind, claims }) => ({ kind, ...claims })) ?? null
  return { ...entryJson(dependency), candidates, pinned: identities, files }
}

/** What was found, or could not be known, of one package; nothing where all is as it was. */
function verdictJson({ inspection, decision, because }: Verdict): readonly object[] {
  const { dependency, outcomes } = inspection
  if (dependency === null || because.length === 0) return []
  const findings = [...outcomes.values()].flatMap((outcome) =>
    outcome.kind === 'clean' ? [] : (outcome.findings ?? []),
  )
  return [{ ...entryJson(dependency), decision, because, findings }]
}
