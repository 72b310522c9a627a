import type { InternalName, ResembledName } from '@cordon/model'
import type { PackageName } from '@cordon/pypa'
import { buildNameIndex } from './build.ts'
import { NameIndex } from './name-index.ts'
import { formsOf, possibleTargets, resemblance } from './resemble.ts'

/** The internal names of a project, and which of them a name resembles: other forms and added words of all, slips
 * of the finger of the first 300. */
export class InternalNames {
  readonly names: readonly InternalName[]
  readonly #byName: ReadonlyMap<string, InternalName>
  readonly #byForm = new Map<string, InternalName[]>()
  /** Made when the first name is asked about. */
  #near: NameIndex | null = null

  constructor(names: readonly InternalName[]) {
    this.names = names
    this.#byName = new Map(names.map((each) => [each.name, each]))
    for (const each of names)
      for (const form of formsOf(each.name)) {
        const same = this.#byForm.get(form)
        if (same === undefined) this.#byForm.set(form, [each])
        else if (same.length < mostOfOneForm) same.push(each)
      }
  }

  has(name: string): boolean {
    return this.#byName.has(name)
  }

  /** Those that a name in normal form resembles: other forms and added words first, then slips of the finger, the nearest first. */
  resembledBy(name: PackageName): readonly ResembledName[] {
    if (this.names.length === 0) return []
    const found = new Set<InternalName>()
    for (const form of formsOf(name)) for (const each of this.#byForm.get(form) ?? []) found.add(each)
    for (const target of [...possibleTargets(name), ...this.#nearest(name)]) {
      const each = this.#byName.get(target)
      if (each !== undefined) found.add(each)
    }
    return [...found]
      .flatMap((internal) => {
        const how = resemblance(name, internal.name)
        return how === null ? [] : [{ internal, how }]
      })
      .sort((a, b) => nearness(b) - nearness(a))
  }

  #nearest(name: string): readonly string[] {
    this.#near ??= NameIndex.open(
      buildNameIndex({ ranked: [], unranked: this.names.slice(0, mostForSlips).map((each) => each.name) }, nowhere),
    )
    // Scores of the index would count the project's own names as users of their words.
    return this.#near.within(name)
  }
}

/** Above every score of a slip. */
const mostScore = 1e9

function nearness({ how }: ResembledName): number {
  return how.kind === 'typo' ? how.score : mostScore
}

/** Slips of the finger are looked for beside so many: where thousands of names are near to each other, a look-up visits them all. */
const mostForSlips = 300

const nowhere = { source: 'project', dataTime: null, builtTime: '' }

/** Names of one form are as good as each other: a hostile file gets no more of them compared. */
const mostOfOneForm = 4
