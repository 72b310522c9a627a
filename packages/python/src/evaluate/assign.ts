import { Node } from '../node.ts'
import { smallIntOf } from './arithmetic.ts'
import { builtinNames } from './builtin-names.ts'
import { callMethod } from './class.ts'
import { bindingFrame } from './frame.ts'
import { callFunction } from './function.ts'
import { iterate } from './iterate.ts'
import type { Machine } from './machine.ts'
import { either, type Frame, keyOf, noArguments, opaque, sequence, type Value } from './value.ts'

/** Binds a target of an assignment, loop, `with` or parameter. */
export function assignTarget(m: Machine, target: number, value: Value, frame: Frame): void {
  const { tree } = m.unit
  switch (tree.kind(target)) {
    case Node.Name: {
      const name = tree.name(target)
      m.set(bindingFrame(frame, name), name, value)
      return
    }
    case Node.Tuple:
    case Node.List:
      assignParts(m, target, value, frame)
      return
    case Node.Starred:
      assignTarget(m, tree.first(target), value, frame)
      return
    case Node.Attribute:
      storeAttribute(m, target, value, m.rules.expression(m, tree.first(target), frame))
      return
    case Node.Subscript:
      storeItem(m, target, value, frame)
      return
    default:
  }
}

function assignParts(m: Machine, target: number, value: Value, frame: Frame): void {
  if (!m.enter(target)) return
  const { tree } = m.unit
  const parts: number[] = []
  for (let child = tree.first(target); child !== 0; child = tree.next(child)) parts.push(child)
  const items = iterate(m, value)
  const starred = parts.findIndex((part) => tree.kind(part) === Node.Starred)
  const rest = items === null ? 0 : Math.max(0, items.length - parts.length + 1)
  parts.forEach((part, index) => {
    if (items === null) assignTarget(m, part, opaque('', [value]), frame)
    else if (index === starred) assignTarget(m, part, sequence('list', items.slice(index, index + rest)), frame)
    else
      assignTarget(
        m,
        part,
        items[starred >= 0 && index > starred ? index + rest - 1 : index] ?? opaque('', [value]),
        frame,
      )
  })
  m.leave()
}

function storeAttribute(m: Machine, target: number, value: Value, object: Value): void {
  const name = m.unit.tree.name(target)
  if (object.kind === 'instance')
    object.attributes.set(name, m.isOnOneWay ? besides(object.attributes.get(name), value) : value)
  else if (object.kind === 'class') object.members.set(name, value)
  else if (object.kind === 'module') object.values.set(name, value)
  else {
    if (object.kind === 'external' && object.path === 'builtins') addBuiltin(m, name, value)
    reportStore(m, target, object, { path: `.${name}`, value })
  }
}

const mostBefore = 2

/** An attribute that one of several ways sets may still be what it was before; only few such values are held. */
function besides(before: Value | undefined, value: Value): Value {
  if (before === undefined || before.kind === 'none') return value
  if (before.kind === 'choice' && before.options.length > mostBefore) return value
  return either([before, value])
}

/** A builtin of Python's own keeps its meaning: only some code may see it changed. */
export function addBuiltin(m: Machine, name: string, value: Value): void {
  if (!builtinNames.has(name)) m.addedBuiltins.set(name, value)
}

interface Stored {
  readonly path: string
  readonly value: Value
}

/** Something that the file does not define itself is changed. */
function reportStore(m: Machine, target: number, object: Value, { path, value }: Stored): void {
  if (object.kind !== 'external' && (object.kind !== 'opaque' || object.path === '')) return
  m.emit({ kind: 'store', at: m.at(target), root: m.root, path: `${object.path}${path}`, value })
  // A hook: whoever has it calls it.
  if (value.kind === 'function') callFunction(m, value, { ...noArguments, rest: [opaque('', [])] }, target)
}

function storeItem(m: Machine, target: number, value: Value, frame: Frame): void {
  const { tree } = m.unit
  const object = m.rules.expression(m, tree.first(target), frame)
  const index = m.rules.expression(m, tree.next(tree.first(target)), frame)
  if (object.kind === 'dict') {
    const key = keyOf(index) ?? `?${object.entries.size}`
    object.entries.set(key, { key: index, value })
  } else if (object.kind === 'list') {
    const position = smallIntOf(index)
    if (position !== null && object.items.at(position) !== undefined)
      object.items[position < 0 ? object.items.length + position : position] = value
  } else if (object.kind === 'namespace' && index.kind === 'text') object.values.set(index.value, value)
  else if (object.kind === 'instance')
    callMethod(m, object, '__setitem__', { ...noArguments, positional: [index, value] })
  else reportStore(m, target, object, { path: '[]', value })
}
