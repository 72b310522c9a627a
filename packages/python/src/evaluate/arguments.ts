import { Node } from '../node.ts'
import { iterate } from './iterate.ts'
import type { Machine } from './machine.ts'
import { type Arguments, type Frame, noArguments, type Value } from './value.ts'

/** The arguments behind a callee or in the brackets of a class, from their first node on. */
export function evaluateArguments(m: Machine, first: number, frame: Frame): Arguments {
  const { tree } = m.unit
  if (first === 0) return noArguments
  const positional: Value[] = []
  let named: Map<string, Value> | null = null
  let rest: Value[] | null = null
  for (let child = first; child !== 0; child = tree.next(child)) {
    const kind = tree.kind(child)
    if (kind === Node.Keyword) {
      named ??= new Map()
      named.set(tree.name(child), m.rules.expression(m, tree.first(child), frame))
    } else if (kind === Node.Starred) {
      const value = m.rules.expression(m, tree.first(child), frame)
      const items = iterate(m, value)
      rest ??= []
      if (items === null || items.length > mostUnpacked) rest.push(value)
      else positional.push(...items)
    } else if (kind === Node.DoubleStarred) {
      named ??= new Map()
      rest ??= []
      unpackNamed(m.rules.expression(m, tree.first(child), frame), named, rest)
    } else positional.push(m.rules.expression(m, child, frame))
  }
  return { positional, named: named ?? noArguments.named, rest: rest ?? noArguments.rest }
}

const mostUnpacked = 1000

function unpackNamed(value: Value, named: Map<string, Value>, rest: Value[]): void {
  if (value.kind !== 'dict') {
    rest.push(value)
    return
  }
  for (const entry of value.entries.values())
    if (entry.key.kind === 'text') named.set(entry.key.value, entry.value)
    else rest.push(entry.value)
}

/** All values that are given. */
export function valuesOf(given: Arguments): readonly Value[] {
  if (given.named.size === 0 && given.rest.length === 0) return given.positional
  return [...given.positional, ...given.named.values(), ...given.rest]
}

/** The argument at a position or of a name. */
export function argument(given: Arguments, position: number, name = ''): Value | undefined {
  return given.positional[position] ?? given.named.get(name)
}
