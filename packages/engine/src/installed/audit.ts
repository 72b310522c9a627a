import { join } from 'node:path'
import type { Distribution, Environment } from '@cordon/environments'
import type { Dependency, FileTree, VouchedRelease } from '@cordon/model'
import { lastSegment, type OriginRecordProblem, validateOrigins } from '@cordon/pypa'
import type { FoundPage } from '@cordon/sources'
import type { AuditFacts } from './audit-facts.ts'
import { type AuditDemands, type AuditReason, reasonsOf } from './audit-reasons.ts'
import type { AuditedOrigin, AuditedProblem } from './audited-origin.ts'
import { indexAnswer } from './index-answer.ts'
import { lockAnswer } from './lock-answer.ts'
import type { OpenedEnvironments } from './open-installed.ts'

/** The same with what of it does not hold, or is not known. */
export interface AuditedDistribution extends AuditFacts {
  readonly reasons: readonly AuditReason[]
}

export interface AuditRequest extends AuditDemands {
  readonly lock: { readonly told: string; readonly dependencies: readonly Dependency[] } | null
  /** Pages of the project on every index that is asked; null: none is. Throws `SourceError`. */
  readonly pages: ((name: Distribution['name']) => Promise<readonly FoundPage[]>) | null
  readonly vouched: (distribution: Distribution) => VouchedRelease | null
}

/** What is known of one installed distribution, and what of it does not hold. */
export async function auditDistribution(
  { tree }: Pick<OpenedEnvironments, 'tree'>,
  distribution: Distribution,
  request: AuditRequest,
): Promise<AuditedDistribution> {
  const { name, version, path, installer, requested, integrity } = distribution
  const origin = originOf(distribution)
  const isOfIndex = origin.kind === 'index' || origin.kind === 'unknown'
  const facts: AuditFacts = {
    name,
    version: version?.raw ?? null,
    path,
    installer,
    requested,
    origin,
    problems: problemsOf(tree, path),
    integrity,
    lock: request.lock === null ? null : lockAnswer(distribution, origin, request.lock),
    index: request.pages === null || !isOfIndex ? null : await indexAnswer(distribution, origin, request.pages),
    vouched: request.vouched(distribution),
  }
  return { ...facts, reasons: reasonsOf(facts, request) }
}

const smallLimit = 256 * 1024

function problemsOf(tree: FileTree, path: string): readonly AuditedProblem[] {
  const [direct, provenance] = ['direct_url.json', 'provenance_url.json'].map((name) =>
    tree.read(join(path, name), smallLimit),
  )
  const found = validateOrigins({ direct: direct ?? null, provenance: provenance ?? null })
  const of = (file: AuditedProblem['file'], problems: readonly OriginRecordProblem[]): readonly AuditedProblem[] =>
    problems.map((problem) => ({ ...problem, file }))
  return [
    ...of('both', found.both),
    ...of('direct_url.json', found.direct),
    ...of('provenance_url.json', found.provenance),
  ]
}

function originOf({ directUrl, provenanceUrl, owner, kind }: Distribution): AuditedOrigin {
  const nothing = { url: null, filename: null, hashes: [], commit: null, owner: null }
  if (owner !== null)
    return {
      ...nothing,
      kind: owner.kind === 'conda' ? 'conda' : 'system',
      owner: `${owner.kind} package ${owner.name} ${owner.version}`,
    }
  if (directUrl !== null) {
    const { url } = directUrl
    if (directUrl.kind === 'vcs') return { ...nothing, kind: 'vcs', url, commit: directUrl.commit }
    if (directUrl.kind === 'directory') return { ...nothing, kind: directUrl.editable ? 'editable' : 'folder', url }
    return { ...nothing, kind: 'url', url, filename: lastSegment(url), hashes: directUrl.hashes }
  }
  if (kind === 'develop') return { ...nothing, kind: 'editable' }
  if (provenanceUrl === null) return { ...nothing, kind: 'unknown' }
  const { url, hashes } = provenanceUrl
  return { ...nothing, kind: 'index', url, filename: lastSegment(url), hashes }
}

/** An environment of which every distribution was audited. */
export interface AuditedEnvironment {
  readonly path: string
  readonly kind: Environment['kind']
  readonly manager: Environment['manager']
  readonly python: string | null
  readonly distributions: readonly AuditedDistribution[]
  /** Files that no RECORD lists; null where files were not compared. */
  readonly strays: readonly string[] | null
}
