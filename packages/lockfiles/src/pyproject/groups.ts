import type { Scope } from '@cordon/model'
import { normalizeName } from '@cordon/pypa'
import { leaveOut, type Reading, tableAt } from '../reading.ts'
import { isTable, readArray, readString, readValue, type TomlPath } from '../toml.ts'
import { type Declared, declaredIn } from './declared.ts'

/** `{ include-group = "name" }` in a group. */
interface GroupInclude {
  readonly from: string
  readonly to: string
  readonly at: TomlPath
}

/** No real project has more; beyond, includes are not followed. */
const mostGroups = 500

/**
 * `[dependency-groups]` (PEP 735). A requirement counts for its own group and for every group that includes that one, at the
 * line where it stands. Includes of no group, rings of includes and names that are equal once normalized are recorded.
 */
export function groupRequirements(reading: Reading): readonly Declared[] {
  const groups = tableAt(reading, ['dependency-groups'])
  if (groups === null) return []
  const names = groupNames(reading, Object.keys(groups))
  const includes = names.size > mostGroups ? [] : readIncludes(reading, [...names.values()].flat())
  if (names.size > mostGroups)
    leaveOut(reading, ['dependency-groups'], 'TOO_MANY', {
      text: `${names.size} groups`,
      reason: `Includes between groups are followed up to ${mostGroups} groups.`,
    })
  const includers = includersOf(includes)
  reportIncludes(reading, includes, { names, includers })
  return Object.keys(groups).flatMap((written) => {
    const name = normalizeName(written)
    const scopes = [name, ...(includers.get(name) ?? [])].map(
      (group): Scope => ({ kind: 'group', name: names.get(group)?.[0] ?? group }),
    )
    return declaredIn(reading, groups, ['dependency-groups', written], { scopes }).filter(
      ({ value }) => !isTable(value),
    )
  })
}

/** Group names as written, by their normal form. PEP 735: tools should report names that collide. */
function groupNames(reading: Reading, written: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>()
  for (const name of written) {
    const same = names.get(normalizeName(name))
    if (same === undefined) names.set(normalizeName(name), [name])
    else {
      same.push(name)
      const reason = `The same group as "${same[0]}" once names are normalized (PEP 735); rename one of them.`
      leaveOut(reading, ['dependency-groups', name], 'BAD_ENTRY', { text: name, reason })
    }
  }
  return names
}

function readIncludes(reading: Reading, written: readonly string[]): readonly GroupInclude[] {
  const groups = tableAt(reading, ['dependency-groups'])
  if (groups === null) return []
  return written.flatMap((group) =>
    readArray(groups, group).flatMap((value, index) => {
      const at = ['dependency-groups', group, index]
      if (!isTable(value)) return []
      const to = readString(value, 'include-group')
      // PEP 735: the one kind of table that there is has this one key.
      if (to !== null && Object.keys(value).length === 1)
        return [{ from: normalizeName(group), to: normalizeName(to), at }]
      const text = `{ ${Object.keys(value)
        .map((key) => `${key} = ${String(readValue(value, key))}`)
        .join(', ')} }`
      leaveOut(reading, at, 'BAD_ENTRY', { text, reason: 'Neither a requirement nor an include-group (PEP 735).' })
      return []
    }),
  )
}

interface Known {
  readonly names: ReadonlyMap<string, readonly string[]>
  readonly includers: ReadonlyMap<string, ReadonlySet<string>>
}

function reportIncludes(reading: Reading, includes: readonly GroupInclude[], { names, includers }: Known): void {
  for (const { from, to, at } of includes) {
    const text = `{ include-group = "${to}" }`
    if (!names.has(to)) leaveOut(reading, at, 'MISSING_INCLUDE', { text, reason: `There is no group "${to}".` })
    else if (to === from || includers.get(from)?.has(to) === true) {
      const reason = `The groups "${from}" and "${to}" include each other; installers refuse that.`
      leaveOut(reading, at, 'INCLUDE_CYCLE', { text, reason })
    }
  }
}

/** For each group that is included, every group that includes it, directly or through others; itself left out. */
function includersOf(includes: readonly GroupInclude[]): ReadonlyMap<string, ReadonlySet<string>> {
  const direct = new Map<string, Set<string>>()
  for (const { from, to } of includes) {
    const groups = direct.get(to)
    if (groups === undefined) direct.set(to, new Set([from]))
    else groups.add(from)
  }
  return new Map(
    [...direct].map(([name, groups]) => {
      const found = new Set(groups)
      for (const group of found) for (const outer of direct.get(group) ?? []) found.add(outer)
      found.delete(name)
      return [name, found]
    }),
  )
}
