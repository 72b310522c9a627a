import type { NameFacts } from '@cordon/model'
import { buildNameIndex, builtInNames, NameIndex, protectedNames } from '@cordon/names'

/** What the list of popular names says of a name. */
export type NameAnswer = (name: string) => NameFacts

/** Popular names, opened when the first name is asked about; each name is looked up once. */
export function openNames(load: () => NameIndex = builtInIndex): NameAnswer {
  let index: NameIndex | null = null
  const known = new Map<string, NameFacts>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    index ??= load()
    const facts = index.factsOf(name)
    known.set(name, facts)
    return facts
  }
}

/** The names that come with the program: what there is before `cordon db update --names`. */
export function builtInIndex(): NameIndex {
  const lists = { ranked: builtInNames, unranked: protectedNames }
  return NameIndex.open(buildNameIndex(lists, { source: 'built in', dataTime: null, builtTime: '' }))
}
