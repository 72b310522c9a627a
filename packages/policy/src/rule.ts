import type {
  ArtifactClass,
  Confidence,
  Decision,
  Domain,
  Finding,
  Inspection,
  Location,
  LockfileRole,
  Severity,
} from '@cordon/model'
import { fitsGlob } from './glob.ts'

export type Action = 'deny' | 'warn' | 'allow'

/** Where something in a policy comes from. */
export type Source =
  | { readonly kind: 'default' }
  | { readonly kind: 'file'; readonly at: Location }
  | { readonly kind: 'flag'; readonly flag: string }

/** What a rule looks at; every condition that is there must hold. */
export interface Conditions {
  /** Ids, or patterns such as `hygiene/*`. */
  readonly check?: readonly string[]
  readonly domain?: readonly Domain[]
  readonly severity?: readonly Severity[]
  /** Advisory findings only: whether a release that clears the flaw is known. */
  readonly fixable?: boolean
  /** Advisory findings only: whether the flaw is in the catalogue of exploited ones. */
  readonly kev?: boolean
  /** Advisory findings with a score only. */
  readonly epss?: { readonly atLeast: number; readonly exclusive: boolean }
  /** Names of groups and extras, `main` for what is always installed. */
  readonly group?: readonly string[]
  readonly direct?: boolean
  /** Normalized names, or patterns such as `acme-*`. */
  readonly package?: readonly string[]
  readonly confidence?: readonly Confidence[]
  readonly fileRole?: readonly LockfileRole[]
  /** Findings about an artifact only: what the artifact as a whole is taken for. */
  readonly verdict?: readonly ArtifactClass[]
}

export interface Rule {
  readonly name: string
  readonly action: Action
  readonly when: Conditions
  readonly source: Source
}

/** What an action decides. */
export const decisionOf: Readonly<Record<Action, Decision>> = { deny: 'block', warn: 'warn', allow: 'allow' }

/** True when every condition of the rule holds for the finding. */
export function matchesRule(rule: Rule, check: string, finding: Finding, inspection: Inspection): boolean {
  const { when } = rule
  return (
    (when.check?.some((pattern) => fitsGlob(pattern, check)) ?? true) &&
    (when.domain?.includes(finding.domain) ?? true) &&
    (when.severity?.includes(finding.severity) ?? true) &&
    (when.confidence?.includes(finding.confidence) ?? true) &&
    (when.fileRole?.includes(inspection.file.role) ?? true) &&
    matchesArtifact(when, finding) &&
    matchesAdvisory(when, finding) &&
    matchesDependency(rule, inspection)
  )
}

function matchesArtifact({ verdict }: Conditions, { artifact }: Finding): boolean {
  return verdict === undefined || (artifact !== undefined && verdict.includes(artifact.verdict))
}

function matchesAdvisory(when: Conditions, finding: Finding): boolean {
  if (when.fixable === undefined && when.kev === undefined && when.epss === undefined) return true
  const { advisory } = finding
  if (advisory === undefined) return false
  if (when.fixable !== undefined && when.fixable !== isFixable(finding)) return false
  if (when.kev !== undefined && when.kev !== (advisory.kev !== null)) return false
  if (when.epss === undefined) return true
  const score = advisory.epss?.score ?? -1
  return when.epss.exclusive ? score > when.epss.atLeast : score >= when.epss.atLeast
}

/** True where the advisories know a release that clears the flaw, whatever else of the package stays open. */
export function isFixable({ advisory, fix }: Finding): boolean {
  if (advisory === undefined) return false
  const chosen = fix ?? null
  if (chosen?.unfixable.includes(advisory.id)) return false
  return advisory.fixed.length > 0 || (chosen !== null && chosen.version !== null)
}

function matchesDependency({ when, action }: Rule, { dependency, direct }: Inspection): boolean {
  if (when.direct !== undefined && when.direct !== direct) return false
  if (when.package !== undefined) {
    const name = dependency?.name
    if (name === undefined || !when.package.some((pattern) => fitsGlob(pattern, name))) return false
  }
  const { group } = when
  if (group === undefined) return true
  const names = dependency?.scopes.map((scope) => scope.name) ?? []
  if (names.length === 0) return false
  // A rule that lets something pass must not do so for what another group installs as well.
  return action === 'deny' ? names.some((name) => group.includes(name)) : names.every((name) => group.includes(name))
}

/** The conditions in one readable line: `check hygiene/* · severity critical, high · fixable`. */
export function conditionsText(when: Conditions): string {
  const list = (label: string, values: readonly string[] | undefined) =>
    values === undefined ? [] : [`${label} ${values.join(', ')}`]
  const flag = (label: string, value: boolean | undefined) =>
    value === undefined ? [] : [value ? label : `not ${label}`]
  const epss = when.epss === undefined ? [] : [`EPSS ${when.epss.exclusive ? '>' : '>='} ${when.epss.atLeast}`]
  const parts = [
    ...list('check', when.check),
    ...list('domain', when.domain),
    ...list('severity', when.severity),
    ...flag('fixable', when.fixable),
    ...flag('known to be exploited', when.kev),
    ...epss,
    ...list('group', when.group),
    ...flag('direct', when.direct),
    ...list('package', when.package),
    ...list('confidence', when.confidence),
    ...list('file role', when.fileRole),
    ...list('verdict', when.verdict),
  ]
  return parts.length === 0 ? 'every finding' : parts.join(' · ')
}
