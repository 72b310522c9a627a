import { Node } from '../node.ts'
import { iterate, mostItems } from './iterate.ts'
import type { Machine } from './machine.ts'
import { type Frame, keyOf, opaque, sequence, unknown, type Value } from './value.ts'

type Entries = Map<string, { readonly key: Value; readonly value: Value }>

/** A list, tuple or set as it is written. */
export function evaluateSequence(kind: 'list' | 'tuple' | 'set') {
  return (m: Machine, node: number, frame: Frame): Value => {
    const { tree } = m.unit
    const items: Value[] = []
    let isKnown = true
    for (let child = tree.first(node); child !== 0; child = tree.next(child)) {
      const isStarred = tree.kind(child) === Node.Starred
      const value = m.rules.expression(m, isStarred ? tree.first(child) : child, frame)
      const unpacked = isStarred ? iterate(m, value) : null
      if (isStarred && unpacked === null) isKnown = false
      for (const item of unpacked ?? [value]) items.push(item)
      if (items.length > mostItems) return opaque('', items.slice(0, 8))
    }
    if (!isKnown) return opaque('', items)
    return kind === 'set' ? setOf(items) : sequence(kind, items)
  }
}

/** A set: of equal values the first stays. What is not known stays, too. */
export function setOf(items: readonly Value[]): Value {
  const distinct = new Map<string, Value>()
  for (const item of items) {
    const key = keyOf(item) ?? `?${distinct.size}`
    if (!distinct.has(key)) distinct.set(key, item)
  }
  return sequence('set', [...distinct.values()])
}

/** A dict as it is written. A value whose key is not known is kept under a key of its own. */
export function evaluateDict(m: Machine, node: number, frame: Frame): Value {
  const { tree } = m.unit
  const entries: Entries = new Map()
  let child = tree.first(node)
  while (child !== 0) {
    if (tree.kind(child) === Node.DoubleStarred) mergeInto(entries, m.rules.expression(m, tree.first(child), frame))
    else {
      const key = m.rules.expression(m, child, frame)
      child = tree.next(child)
      const value = m.rules.expression(m, child, frame)
      entries.set(keyOf(key) ?? `?${entries.size}`, { key, value })
    }
    child = tree.next(child)
  }
  return { kind: 'dict', entries }
}

/** Adds the entries of another mapping; one that is not known is kept as a value without a key. */
export function mergeInto(entries: Entries, other: Value): void {
  if (other.kind === 'dict') for (const [key, entry] of other.entries) entries.set(key, entry)
  else entries.set(`?${entries.size}`, { key: unknown, value: other })
}
