import { compareVersions, parseName, parseVersion, type Version } from '@cordon/pypa'
import { type Json, listOf } from './support.ts'

/** The records that cover a version, straight from their JSON: no index, no order prepared, no interval. Bounds must be readable. */
export function naiveMatches(records: readonly Json[], name: string, installed: Version): string[] {
  const live = records.filter(({ withdrawn }) => withdrawn === undefined)
  return live.flatMap(({ id, affected }) => {
    const entries = listOf(affected).filter((each) => isAbout(each, name))
    return entries.some((each) => covers(String(id), each, installed)) ? [String(id)] : []
  })
}

function isAbout(affected: Json, name: string): boolean {
  const described = affected.package as Json
  return described.ecosystem === 'PyPI' && parseName(String(described.name)) === name
}

function covers(id: string, affected: Json, installed: Version): boolean {
  const listed = Array.isArray(affected.versions) ? affected.versions.map(String) : []
  if (listed.some((text) => equals(parseVersion(text), installed))) return true
  if (id.startsWith('MAL-') && listed.length > 0) return false
  return listOf(affected.ranges).some(({ type, events }) => type === 'ECOSYSTEM' && holds(listOf(events), installed))
}

/** A bound or entry without a local part means the version with any. */
function equals(other: Version | null, installed: Version): boolean {
  if (other === null) return false
  return other.key === (other.local === null ? installed.publicKey : installed.key)
}

const kinds = ['introduced', 'last_affected', 'fixed', 'limit']

function holds(events: readonly Json[], installed: Version): boolean {
  const bounds = events.flatMap((event) =>
    Object.entries(event).map(([kind, text]) => ({
      kind,
      version: kind === 'introduced' && text === '0' ? null : parseVersion(String(text)),
    })),
  )
  const limits = bounds.filter(({ kind }) => kind === 'limit')
  if (limits.length > 1) throw new Error('one limit is what this reading understands')
  let nearest: (typeof bounds)[number] | null = null
  for (const bound of bounds) {
    if (bound.version !== null && compareVersions(bound.version, installed) > 0) continue
    if (nearest === null || isAbove(bound, nearest)) nearest = bound
  }
  if (nearest?.kind === 'introduced') return true
  return nearest?.kind === 'last_affected' && equals(nearest.version, installed)
}

interface Bound {
  readonly kind: string
  readonly version: Version | null
}

function isAbove(a: Bound, b: Bound): boolean {
  if (a.version === null || b.version === null) return a.version !== null
  return (compareVersions(a.version, b.version) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind)) > 0
}
