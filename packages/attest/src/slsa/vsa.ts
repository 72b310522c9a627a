import { AttestError } from '../error.ts'
import { isObject, type Json, type JsonObject, listOf, member, textOf } from '../json.ts'

/** The type of a verification summary. */
export const vsaType = 'https://slsa.dev/verification_summary/v1'
/** The version of SLSA whose levels are meant. */
const slsaVersion = '1.2'

/** What points to a document: where it is, and its SHA-256 (lower-case hex) where that is known. */
export interface SummaryReference {
  readonly uri: string
  readonly sha256: string | null
}

/** A verification summary: who verified what by which policy, and what came of it. */
export interface VerificationSummary {
  /** Who verified, a URI. */
  readonly verifier: string
  /** ISO 8601, or null. */
  readonly time: string | null
  /** What consumers know the file as, a URI. */
  readonly resource: string
  readonly policy: SummaryReference
  /** Everything that was looked at; null: nothing is said of it. */
  readonly inputs: readonly SummaryReference[] | null
  readonly passed: boolean
  /** One per track, and properties. */
  readonly levels: readonly string[]
  /** How many dependencies have each level; null: nothing is said of them. */
  readonly dependencyLevels: ReadonlyMap<string, number> | null
}

/** The predicate of a summary. What did not pass says `FAILED` and no level. */
export function vsaPredicate(summary: VerificationSummary, version: string): JsonObject {
  const { verifier, time, resource, policy, inputs, passed, levels, dependencyLevels } = summary
  return {
    verifier: { id: verifier, version: { cordon: version } },
    ...(time === null ? {} : { timeVerified: time }),
    resourceUri: resource,
    policy: referenceJson(policy),
    ...(inputs === null ? {} : { inputAttestations: inputs.map(referenceJson) }),
    verificationResult: passed ? 'PASSED' : 'FAILED',
    verifiedLevels: passed ? levels : ['FAILED'],
    ...(dependencyLevels === null ? {} : { dependencyLevels: Object.fromEntries(dependencyLevels) }),
    slsaVersion,
  }
}

function referenceJson({ uri, sha256 }: SummaryReference): JsonObject {
  return sha256 === null ? { uri } : { uri, digest: { sha256 } }
}

const mostLevels = 64
const time = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,12})?(?:[Zz]|[+-]\d{2}:\d{2})$/

/** Reads a predicate of type `vsaType`. Throws `predicate` for what its schema does not allow. */
export function readVsa(predicate: Json): VerificationSummary {
  const passed = need(predicate, 'verificationResult')
  if (passed !== 'PASSED' && passed !== 'FAILED')
    throw new AttestError('predicate', 'The verification summary has a result that is neither PASSED nor FAILED.')
  const verified = textOf(predicate, 'timeVerified')
  if (verified !== null && (!time.test(verified) || Number.isNaN(Date.parse(verified))))
    throw new AttestError('predicate', 'The verification summary has a `timeVerified` that is no time of RFC 3339.')
  const levels = listOf(predicate, 'verifiedLevels')
  const texts = levels.filter((each) => typeof each === 'string')
  if (texts.length !== levels.length || texts.length > mostLevels)
    throw new AttestError('predicate', 'The verification summary has levels that are no texts, or too many.')
  const inputs = member(predicate, 'inputAttestations')
  return {
    verifier: need(predicate, 'verifier', 'id'),
    time: verified,
    resource: need(predicate, 'resourceUri'),
    policy: readReference(member(predicate, 'policy')),
    inputs: inputs === undefined ? null : listOf(predicate, 'inputAttestations').map(readReference),
    passed: passed === 'PASSED',
    levels: texts,
    dependencyLevels: readCounts(member(predicate, 'dependencyLevels')),
  }
}

function need(predicate: Json, ...path: readonly string[]): string {
  const value = textOf(predicate, ...path)
  if (value === null || value === '')
    throw new AttestError('predicate', `The verification summary lacks \`${path.join('.')}\`.`)
  return value
}

function readReference(json: Json | undefined): SummaryReference {
  return { uri: textOf(json, 'uri') ?? '', sha256: textOf(json, 'digest', 'sha256') }
}

function readCounts(json: Json | undefined): ReadonlyMap<string, number> | null {
  if (json === undefined || json === null) return null
  const entries = isObject(json) ? Object.entries(json) : null
  const counts = new Map<string, number>()
  for (const [level, count] of entries ?? [])
    if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) counts.set(level, count)
  if (entries === null || counts.size !== entries.length || counts.size > mostLevels)
    throw new AttestError('predicate', 'The verification summary counts dependencies in what are no counts.')
  return counts
}

const levelForm = /^SLSA_([A-Z][A-Z0-9]{0,30})_LEVEL_([0-9]{1,2})$/

/** The name of a build level. */
export function levelName(level: number): string {
  return `SLSA_BUILD_LEVEL_${level}`
}

/** Whether a level is among those that were verified. Each level of a track implies the lower ones; anything else is compared whole. */
export function hasLevel(levels: readonly string[], wanted: string): boolean {
  const [, track, number] = levelForm.exec(wanted) ?? []
  if (track === undefined) return levels.includes(wanted)
  return levels.some((each) => {
    const [, ofTrack, verified] = levelForm.exec(each) ?? []
    return ofTrack === track && Number(verified) >= Number(number)
  })
}

/** Whether a text may be asked for as a level: what begins with `SLSA_` and is no level or property is a slip. */
export function isLevelName(text: string): boolean {
  return text !== '' && (!/^SLSA_.*LEVEL/.test(text) || levelForm.test(text) || /_LEVEL_UNEVALUATED$/.test(text))
}
