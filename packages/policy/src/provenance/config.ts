import { AttestError, parseIdentity } from '@cordon/attest/identities'
import type { Dependency, Location, RequiredStatements, VouchDemand } from '@cordon/model'
import { fitsGlob } from '../glob.ts'
import { packagesOf } from '../parse-rules.ts'
import { flagOf, itemsOf, maybe, nameOf, refuse, type Spot, tableOf, textOf, textsOf, wordOf } from '../values.ts'

/** Who must vouch for some packages; what is null or empty is not asked for. */
export interface ProvenanceRule {
  /** Normalized names, or patterns such as `acme-*`; null: every package. */
  readonly packages: readonly string[] | null
  /** Names of groups and extras; null: every group. */
  readonly groups: readonly string[] | null
  readonly require: RequiredStatements | null
  /** As `--identity` of `cordon verify` writes them. */
  readonly publishers: readonly string[]
  readonly slsaLevel: VouchDemand['slsaLevel']
  readonly at: Location
}

/** What is demanded of who vouches for packages. */
export interface ProvenanceConfig {
  /** The project's own file of identities, from the folder of the configuration; null: what this user has seen before. */
  readonly history: string | null
  /** Whether the first publisher that is seen of a package counts from then on. */
  readonly trustOnFirstUse: boolean
  readonly rules: readonly ProvenanceRule[]
}

/** What holds without any configuration. */
export const defaultProvenance: ProvenanceConfig = { history: null, trustOnFirstUse: true, rules: [] }

/** Reads `[provenance]`. */
export function readProvenanceConfig(spot: Spot): ProvenanceConfig {
  const table = tableOf(spot, ['history', 'trust-on-first-use', 'rules'])
  return {
    history: maybe(table, 'history', textOf) ?? null,
    trustOnFirstUse: maybe(table, 'trust-on-first-use', flagOf) ?? true,
    rules: maybe(table, 'rules', (rules) => itemsOf(rules).map(readRule)) ?? [],
  }
}

function readRule(spot: Spot): ProvenanceRule {
  const table = tableOf(spot, ['package', 'group', 'require', 'publishers', 'slsa-level'])
  if (!['require', 'publishers', 'slsa-level'].some((key) => table.has(key)))
    refuse(spot, 'BAD_VALUE', 'A rule of [provenance] needs `require`, `publishers` or `slsa-level`: what it demands.')
  return {
    packages: maybe(table, 'package', packagesOf) ?? null,
    groups: maybe(table, 'group', textsOf) ?? null,
    require: maybe(table, 'require', (word) => wordOf(word, ['any', 'publish', 'slsa', 'both'])) ?? null,
    publishers: maybe(table, 'publishers', publishersOf) ?? [],
    slsaLevel: maybe(table, 'slsa-level', levelOf) ?? 0,
    at: { path: spot.path, line: spot.lines.lineOf(spot.keys) },
  }
}

/** An empty list would allow everybody, which nobody can mean. */
function publishersOf(spot: Spot): readonly string[] {
  const items = Array.isArray(spot.value) ? itemsOf(spot) : [spot]
  if (items.length === 0) refuse(spot, 'BAD_VALUE', `${nameOf(spot)} names nobody; leave it out to allow everybody.`)
  return items.map((item) => {
    const text = textOf(item)
    if (!isPublisher(text))
      refuse(
        item,
        'BAD_VALUE',
        `${nameOf(item)}: "${text}" is no publisher. Write github:OWNER, github:OWNER/REPOSITORY#WORKFLOW, gitlab:GROUP/PROJECT, google:EMAIL, or the whole subject of a certificate.`,
      )
    return text
  })
}

/** A text that is read as a whole subject is an address; anything else is a slip. */
function isPublisher(text: string): boolean {
  try {
    return parseIdentity(text).subject !== text || /^[a-z]+:\/\/\S+$|^\S+@\S+$/.test(text)
  } catch (error) {
    if (error instanceof AttestError) return false
    throw error
  }
}

function levelOf(spot: Spot): VouchDemand['slsaLevel'] {
  const level = ([1, 2, 3] as const).find((each) => each === spot.value)
  return level ?? refuse(spot, 'BAD_VALUE', `${nameOf(spot)} must be 1, 2 or 3: levels of SLSA's build track.`)
}

/** What the rules that speak of a dependency demand, in their order: every one of them must be met. */
export function demandsOf(
  { rules }: Pick<ProvenanceConfig, 'rules'>,
  { name, scopes }: Pick<Dependency, 'name' | 'scopes'>,
): readonly VouchDemand[] {
  return rules.flatMap(({ packages, groups, require, publishers, slsaLevel, at }) => {
    const isNamed = packages === null || packages.some((pattern) => fitsGlob(pattern, name))
    const isInGroup = groups === null || scopes.some((scope) => groups.includes(scope.name))
    return isNamed && isInGroup ? [{ require, publishers, slsaLevel, at }] : []
  })
}
