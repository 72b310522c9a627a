import { checks } from '@cordon/checks'
import type { Selection } from '@cordon/lockfiles'
import type { Check, Dependency, IdentityFacts, Inspection, VouchDemand, VouchedRelease } from '@cordon/model'
import type { Taken } from '../inventory.ts'
import { inspectAll } from '../scan.ts'
import type { IdentityHistories, ObservedRelease } from './histories.ts'

/** The checks of who vouches for what. */
export const provenanceChecks: readonly Check[] = checks.filter(({ id }) => id.startsWith('provenance/'))

export interface ProvenanceRequest {
  readonly selection: Selection
  /** Who vouches for the files of each dependency that was asked about. */
  readonly vouched: ReadonlyMap<Dependency, VouchedRelease>
  /** Null: nothing is known, nor can be kept. */
  readonly histories: IdentityHistories | null
  readonly trustOnFirstUse: boolean
  readonly demands: (dependency: Dependency) => readonly VouchDemand[]
}

/** Runs the checks of provenance over everything that was taken: who vouches, who has before, and who should. */
export function inspectProvenance(taken: Taken, request: ProvenanceRequest): readonly Inspection[] {
  const { selection, vouched, demands } = request
  const { inspections } = inspectAll(taken, {
    checks: provenanceChecks,
    selection,
    advisories: () => ({ kind: 'unknown', code: 'NO_DATABASE', detail: 'advisories are not asked', matches: [] }),
    vouched: (dependency) => vouched.get(dependency) ?? null,
    identityHistory: (dependency) => identityFacts(dependency, request),
    demands,
  })
  return inspections
}

function identityFacts(
  dependency: Dependency,
  { vouched, histories, trustOnFirstUse }: ProvenanceRequest,
): IdentityFacts | null {
  const release = vouched.get(dependency)
  if (release === undefined || histories === null) return null
  const answers = indexesOf(release).map((index) => histories.answer(index, dependency.name))
  return { answers, trustOnFirstUse }
}

function indexesOf({ files }: VouchedRelease): readonly string[] {
  return [...new Set(files.flatMap(({ index }) => (index === null ? [] : [index])))]
}

/**
 * What histories are to take in of these releases. Whoever is stopped by the policy (`isBlocked`) is not trusted for having been the first: only
 * a person can say so.
 */
export function observedReleases(
  { vouched, trustOnFirstUse }: Pick<ProvenanceRequest, 'vouched' | 'trustOnFirstUse'>,
  isBlocked: (dependency: Dependency) => boolean,
): readonly ObservedRelease[] {
  return [...vouched].flatMap(([dependency, release]) => {
    const { name, version } = dependency
    if (version === null) return []
    return indexesOf(release).map((index) => ({
      index,
      project: name,
      version: version.raw,
      files: release.files.filter((file) => file.index === index),
      trustOnFirstUse: trustOnFirstUse && !isBlocked(dependency),
    }))
  })
}
