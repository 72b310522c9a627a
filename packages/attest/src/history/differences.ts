import type { ReleaseIdentity, Severity } from '@cordon/model'
import { byHand, fromOutside } from './triggers.ts'

/** In what two identities differ. */
export type DifferenceKind =
  /** Another repository, or another owner's account, under an address that was somebody else's. */
  | 'recreated'
  /** Another issuer, repository or account. */
  | 'publisher'
  /** The same repository with another owner. */
  | 'transferred'
  /** The same repository and owner under another address. */
  | 'renamed'
  | 'workflow'
  | 'signer'
  | 'environment'
  | 'ref'
  | 'runner'
  | 'trigger'

export interface Difference {
  readonly kind: DifferenceKind
  readonly severity: Severity
  /** For people; null where nothing was said. */
  readonly before: string | null
  readonly after: string | null
}

/**
 * In what an identity differs from an earlier one, gravest first; empty where in nothing that matters. What either does not say is not
 * compared. A publisher that is another is not compared any further: everything of it is other.
 */
export function differencesBetween(before: ReleaseIdentity, after: ReleaseIdentity): readonly Difference[] {
  const source = sourceDifference(before, after)
  if (source?.kind === 'recreated' || source?.kind === 'publisher') return [source]
  const all = [source, ...buildDifferences(before, after)].filter((each) => each !== null)
  return all.toSorted((a, b) => rankOf(a.severity) - rankOf(b.severity))
}

/** From what matters most: 0 for `critical`. */
export function rankOf(severity: Severity): number {
  return ['critical', 'high', 'medium', 'low', 'none', 'unknown'].indexOf(severity)
}

function sourceDifference(before: ReleaseIdentity, after: ReleaseIdentity): Difference | null {
  if (before.issuer !== after.issuer) return publisher('high', before.issuer, after.issuer)
  if (before.account !== after.account) return publisher('high', before.account, after.account)
  const sameAddress = before.repository === after.repository
  if (before.repositoryId === null || after.repositoryId === null)
    return sameAddress ? null : publisher('high', before.repository, after.repository)
  if (before.repositoryId !== after.repositoryId) return otherRepository(before, after)
  if (before.ownerId !== null && after.ownerId !== null && before.ownerId !== after.ownerId)
    return { kind: 'transferred', severity: 'medium', ...both(ownerText(before), ownerText(after)) }
  return sameAddress ? null : { kind: 'renamed', severity: 'none', ...both(before.repository, after.repository) }
}

function otherRepository(before: ReleaseIdentity, after: ReleaseIdentity): Difference {
  if (before.repository === after.repository)
    return { kind: 'recreated', severity: 'critical', ...both(repositoryText(before), repositoryText(after)) }
  const sameOwner = before.ownerId !== null && before.ownerId === after.ownerId
  if (!sameOwner && isRegisteredAgain(before, after))
    return { kind: 'recreated', severity: 'critical', ...both(ownerText(before), ownerText(after)) }
  return publisher(sameOwner ? 'medium' : 'high', before.repository, after.repository)
}

/** An account that was deleted leaves its name to whoever takes it. */
function isRegisteredAgain(before: ReleaseIdentity, after: ReleaseIdentity): boolean {
  const known = before.owner !== null && before.ownerId !== null && after.ownerId !== null
  return known && before.owner === after.owner && before.ownerId !== after.ownerId
}

function buildDifferences(before: ReleaseIdentity, after: ReleaseIdentity): readonly (Difference | null)[] {
  const { environment, ref, runner, trigger } = after
  return [
    isOther(before.workflow, after.workflow) ? differ('workflow', 'medium', before, after) : null,
    before.signer !== after.signer ? differ('signer', 'medium', before, after) : null,
    before.environment !== null && before.environment !== environment
      ? differ('environment', environment === null ? 'medium' : 'low', before, after)
      : null,
    before.ref === 'tag' && isOther(before.ref, ref) ? differ('ref', 'low', before, after) : null,
    isHosted(before.runner) && runner !== null && !isHosted(runner) ? differ('runner', 'medium', before, after) : null,
    isOther(before.trigger, trigger) && fromOutside.has(trigger ?? '')
      ? differ('trigger', 'high', before, after)
      : null,
    isOther(before.trigger, trigger) && byHand.has(trigger ?? '') ? differ('trigger', 'low', before, after) : null,
  ]
}

function isOther(before: string | null, after: string | null): boolean {
  return before !== null && after !== null && before !== after
}

function isHosted(runner: string | null): boolean {
  return runner === 'github-hosted' || runner === 'gitlab-hosted'
}

function differ(
  kind: 'workflow' | 'signer' | 'environment' | 'ref' | 'runner' | 'trigger',
  severity: Severity,
  before: ReleaseIdentity,
  after: ReleaseIdentity,
): Difference {
  return { kind, severity, ...both(before[kind], after[kind]) }
}

function publisher(severity: Severity, before: string | null, after: string | null): Difference {
  return { kind: 'publisher', severity, ...both(before, after) }
}

function both(before: string | null, after: string | null) {
  return { before, after }
}

function repositoryText({ repository, repositoryId }: ReleaseIdentity): string {
  return `${repository ?? 'a repository'} (id ${repositoryId ?? 'not said'})`
}

function ownerText({ owner, ownerId }: ReleaseIdentity): string {
  return `${owner ?? 'an owner'} (id ${ownerId ?? 'not said'})`
}
