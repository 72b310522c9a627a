import { type Decision, skipCodes } from '@cordon/model'
import type { CodeDecision, CodeDecisions } from './policy.ts'
import { hint, suggest } from './suggest.ts'
import { itemsOf, nameOf, openTableOf, refuse, type Spot, textOf, wordOf } from './values.ts'

const decisions = ['allow', 'warn', 'incomplete', 'block'] as const satisfies readonly Decision[]

/** The codes of unknown outcomes that are known by name. A check may have others. */
export const unknownCodes = [
  'CHECK_FAILED',
  'DISTRIBUTION_OWNED',
  'DOMAIN_UNKNOWN',
  'HISTORY_DAMAGED',
  'LEGACY_VERSION',
  'NO_DATABASE',
  'NOT_ON_INDEX',
  'NOT_REACHED',
  'NOT_VERIFIED',
  'PROVENANCE_UNAVAILABLE',
  'PROVENANCE_UNSUPPORTED',
  'UNANALYSABLE',
  'UNMAPPED',
  'UNPINNED',
  'UNREADABLE_ADVISORY',
] as const

/** `unknown = "warn"` for every code, or a table by code on top of the defaults, `otherwise` for the rest. */
export function readCodes(spot: Spot, kind: 'unknown' | 'skipped', defaults: CodeDecisions): CodeDecisions {
  if (typeof spot.value === 'string') return { otherwise: readDecision(spot), byCode: new Map() }
  const entries = openTableOf(spot)
  const otherwise = entries.get('otherwise')
  const byCode = new Map(otherwise === undefined ? defaults.byCode : [])
  for (const [code, entry] of entries) {
    if (code === 'otherwise') continue
    if (kind === 'skipped') requireSkipCode(code, entry)
    else requireUnknownCode(code, entry)
    byCode.set(code, readDecision(entry))
  }
  return { otherwise: otherwise === undefined ? defaults.otherwise : readDecision(otherwise), byCode }
}

function readDecision(spot: Spot): CodeDecision {
  const decision = wordOf(spot, decisions)
  return { decision, source: { kind: 'file', at: { path: spot.path, line: spot.lines.lineOf(spot.keys) } } }
}

function requireSkipCode(code: string, spot: Spot): void {
  if (!skipCodes.some((known) => known === code))
    refuse(spot, 'UNKNOWN_KEY', `${nameOf(spot)}: nothing is skipped with the code "${code}".${hint(code, skipCodes)}`)
}

function requireUnknownCode(code: string, spot: Spot): void {
  const meant = suggest(code, unknownCodes)
  const isKnown = unknownCodes.some((known) => known === code)
  if (isKnown || (meant === null && /^[A-Z][A-Z0-9_]*$/.test(code))) return
  refuse(
    spot,
    'UNKNOWN_KEY',
    `${nameOf(spot)}: no outcome is unknown with the code "${code}".${hint(code, unknownCodes)}`,
  )
}

/** Codes of unknown outcomes, one or a list. */
export function unknownCodesOf(spot: Spot): readonly string[] {
  return (Array.isArray(spot.value) ? itemsOf(spot) : [spot]).map((item) => {
    const code = textOf(item)
    requireUnknownCode(code, item)
    return code
  })
}
