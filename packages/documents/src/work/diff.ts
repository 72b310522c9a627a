import type { Bom, Component } from '../bom.ts'
import { byText } from '../order.ts'
import { identityKey, nameKey, placedKeys } from './identity.ts'

export type ChangedField = 'version' | 'hashes' | 'licenses' | 'scope' | 'source' | 'supplier' | 'phase'

/** One field of a component that two bills give differently, in words. */
export interface FieldChange {
  readonly field: ChangedField
  readonly before: string
  readonly after: string
}

/** A component that is in both bills and differs. */
export interface ComponentChange {
  readonly name: string
  readonly before: Component
  readonly after: Component
  readonly changes: readonly FieldChange[]
}

/** A line that only one of two bills has, by the names of its ends. */
export interface EdgeChange {
  readonly from: string
  readonly to: string
  readonly kind: string
}

/** What is different between two bills. */
export interface BomDiff {
  readonly added: readonly Component[]
  readonly removed: readonly Component[]
  readonly changed: readonly ComponentChange[]
  readonly edgesAdded: readonly EdgeChange[]
  readonly edgesRemoved: readonly EdgeChange[]
}

/** Compares two bills, by what components are called and not by the refs that their writers chose. */
export function diffBoms(before: Bom, after: Bom): BomDiff {
  const pairs = pair(before, after)
  const names = pairs.names
  return {
    added: pairs.added,
    removed: pairs.removed,
    changed: pairs.both.flatMap(([one, other]) => {
      const changes = changesOf(one, other)
      return changes.length === 0 ? [] : [{ name: one.name, before: one, after: other, changes }]
    }),
    ...diffEdges(edgesOf(before, names.before), edgesOf(after, names.after)),
  }
}

/** True when two bills say the same of what they hold. */
export function isSameBom({ added, removed, changed, edgesAdded, edgesRemoved }: BomDiff): boolean {
  return [added, removed, changed, edgesAdded, edgesRemoved].every((list) => list.length === 0)
}

interface Pairs {
  readonly both: readonly (readonly [Component, Component])[]
  readonly added: readonly Component[]
  readonly removed: readonly Component[]
  /** Names by ref, without versions. */
  readonly names: { readonly before: ReadonlyMap<string, string>; readonly after: ReadonlyMap<string, string> }
}

/** The same version first; what is left of one name is paired in its order, and has then changed its version. */
function pair(before: Bom, after: Bom): Pairs {
  const names = { before: placedKeys(before, nameKey), after: placedKeys(after, nameKey) }
  const keys = { before: placedKeys(before, identityKey), after: placedKeys(after, identityKey) }
  const both: (readonly [Component, Component])[] = []
  const exact = Map.groupBy(after.components, ({ ref }) => keys.after.get(ref) ?? ref)
  const used = new Set<Component>()
  const take = (candidates: readonly Component[] | undefined): Component | undefined => {
    const found = candidates?.find((each) => !used.has(each))
    if (found !== undefined) used.add(found)
    return found
  }
  const left: Component[] = []
  for (const component of before.components) {
    const same = take(exact.get(keys.before.get(component.ref) ?? component.ref))
    if (same === undefined) left.push(component)
    else both.push([component, same])
  }
  const loose = Map.groupBy(
    after.components.filter((each) => !used.has(each)),
    ({ ref }) => names.after.get(ref) ?? ref,
  )
  const removed: Component[] = []
  for (const component of left) {
    const other = take(loose.get(names.before.get(component.ref) ?? component.ref))
    if (other === undefined) removed.push(component)
    else both.push([component, other])
  }
  both.sort(([a], [b]) => byText(a.name, b.name))
  return { both, removed, added: after.components.filter((each) => !used.has(each)), names }
}

function changesOf(before: Component, after: Component): readonly FieldChange[] {
  return fields.flatMap(([field, read]) => {
    const [was, is] = [read(before), read(after)]
    return was === is ? [] : [{ field, before: was, after: is }]
  })
}

const fields: readonly (readonly [ChangedField, (component: Component) => string])[] = [
  ['version', ({ version }) => version ?? ''],
  ['hashes', hashesText],
  [
    'licenses',
    ({ licenses }) =>
      licenses
        .map(({ value }) => value)
        .sort(byText)
        .join(', '),
  ],
  ['scope', ({ scope }) => scope ?? 'required'],
  ['source', sourceText],
  ['supplier', ({ supplier }) => supplier?.name ?? supplier?.email ?? ''],
  ['phase', ({ phase }) => phase],
]

/** Of the component and of every file that it is distributed as. */
function hashesText({ hashes, references }: Component): string {
  const all = [...hashes, ...references.flatMap((reference) => reference.hashes)]
  return [...new Set(all.map(({ algorithm, value }) => `${algorithm}:${value}`))].sort(byText).join(', ')
}

function sourceText({ references }: Component): string {
  return references
    .filter(({ type }) => type === 'vcs')
    .map(({ url }) => url)
    .sort(byText)
    .join(', ')
}

function edgesOf(bom: Bom, names: ReadonlyMap<string, string>): ReadonlyMap<string, EdgeChange> {
  const shown = new Map(bom.components.map(({ ref, name }) => [ref, name]))
  return new Map(
    bom.edges.map(({ from, to, kind }) => [
      `${names.get(from) ?? from}\0${names.get(to) ?? to}`,
      { from: shown.get(from) ?? from, to: shown.get(to) ?? to, kind },
    ]),
  )
}

function diffEdges(
  before: ReadonlyMap<string, EdgeChange>,
  after: ReadonlyMap<string, EdgeChange>,
): Pick<BomDiff, 'edgesAdded' | 'edgesRemoved'> {
  const only = (these: ReadonlyMap<string, EdgeChange>, others: ReadonlyMap<string, EdgeChange>): EdgeChange[] =>
    [...these].filter(([key]) => !others.has(key)).map(([, edge]) => edge)
  return { edgesAdded: only(after, before), edgesRemoved: only(before, after) }
}
