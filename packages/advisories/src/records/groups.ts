import { compareIds } from './ids.ts'

/** What grouping needs of a record. */
export interface Aliased {
  readonly id: string
  readonly aliases: readonly string[]
  readonly withdrawn: number | null
}

/** Records that speak of one flaw. */
export interface AliasGroup {
  /** Smallest CVE, else PYSEC, else GHSA, else MAL, else the smallest id. */
  readonly key: string
  /** Every other id of the group, sorted. */
  readonly aliases: readonly string[]
  /** Indexes of its records, ascending. */
  readonly records: readonly number[]
}

/** Disjoint sets of ids. */
class Sets {
  private readonly parents = new Map<string, string>()

  find(id: string): string {
    let root = id
    for (let next = this.parents.get(root); next !== undefined; next = this.parents.get(root)) root = next
    for (let at = id; at !== root; ) {
      const next = this.parents.get(at) ?? root
      this.parents.set(at, root)
      at = next
    }
    return root
  }

  join(a: string, b: string): void {
    const [first, second] = [this.find(a), this.find(b)]
    if (first !== second) this.parents.set(second, first)
  }
}

/**
 * Joins records whose ids or aliases meet, transitively. Only live records join others: one that was withdrawn belongs to
 * the group it points at (the first in the order of ids, where it points at several), or to one of withdrawn records.
 * The groups are in the order of their keys.
 */
export function groupRecords(records: readonly Aliased[]): AliasGroup[] {
  const sets = new Sets()
  const liveIds = new Set<string>()
  for (const record of records) {
    if (record.withdrawn !== null) continue
    for (const id of idsOf(record)) {
      liveIds.add(id)
      sets.join(record.id, id)
    }
  }
  const homes = records.map((record) => {
    if (record.withdrawn === null) return record.id
    const home = idsOf(record)
      .filter((id) => liveIds.has(id))
      .sort(compareIds)[0]
    if (home === undefined) for (const id of record.aliases) sets.join(record.id, id)
    return home ?? record.id
  })
  const members = new Map<string, { records: number[]; ids: Set<string> }>()
  records.forEach((record, index) => {
    const root = sets.find(homes[index] ?? record.id)
    const group = members.get(root) ?? { records: [], ids: new Set() }
    members.set(root, group)
    group.records.push(index)
    // What a withdrawn record claims to be does not name a live group.
    if (record.withdrawn === null || !liveIds.has(homes[index] ?? '')) for (const id of idsOf(record)) group.ids.add(id)
  })
  const groups = [...members.values()].map(({ records, ids }) => {
    const [key = '', ...rest] = [...ids].sort(compareIds)
    return { key, aliases: rest.sort(), records }
  })
  return groups.sort((a, b) => compareIds(a.key, b.key))
}

function idsOf(record: Aliased): string[] {
  return [record.id, ...record.aliases]
}
