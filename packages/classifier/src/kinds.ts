import type { Sighting } from '@cordon/model'

/** Behaviours that say what a package lacks, not what it does: evidence for `placeholder`, never for worse. */
const emptinessIds: ReadonlySet<string> = new Set(['source/placeholder', 'source/dependency-only'])

/** Behaviours that say that there is code which cannot be read. */
const opaqueIds: ReadonlySet<string> = new Set(['source/native-only-entry', 'source/bytecode-only'])

/** A sighting of something done, as against something that is missing or cannot be read. */
export function isDeed({ id }: Pick<Sighting, 'id'>): boolean {
  return !emptinessIds.has(id) && !opaqueIds.has(id)
}

/** A sighting of nothing being done. */
export function isEmptiness({ id }: Pick<Sighting, 'id'>): boolean {
  return emptinessIds.has(id)
}

/** A sighting of code that cannot be read. */
export function isOpaque({ id }: Pick<Sighting, 'id'>): boolean {
  return opaqueIds.has(id)
}
