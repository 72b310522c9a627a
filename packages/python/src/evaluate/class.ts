import { Node } from '../node.ts'
import { evaluateArguments, valuesOf } from './arguments.ts'
import { newFrame } from './frame.ts'
import { callFunction, childOf } from './function.ts'
import type { Machine } from './machine.ts'
import {
  type Arguments,
  type ClassValue,
  type Frame,
  type FunctionValue,
  type InstanceValue,
  opaque,
  type Value,
} from './value.ts'

/** The value of a `class`; its body is evaluated here. */
export function defineClass(m: Machine, node: number, frame: Frame): ClassValue {
  const { tree } = m.unit
  const list = childOf(tree, node, Node.Arguments)
  const bases = list === 0 ? [] : valuesOf(evaluateArguments(m, tree.first(list), frame))
  const body = newFrame('class', frame)
  m.rules.statements(m, tree.first(childOf(tree, node, Node.Block)), body)
  const name = tree.name(childOf(tree, node, Node.Name))
  return { kind: 'class', unit: m.unit, node, name, members: body.values, bases }
}

const mostBases = 32

/** A member of a class or of the classes of this file that it is made from. */
export function memberOf(type: ClassValue, name: string): Value | undefined {
  const seen = new Set<ClassValue>()
  const open: ClassValue[] = [type]
  for (let next = open.shift(); next !== undefined && seen.size < mostBases; next = open.shift()) {
    const own = next.members.get(name)
    if (own !== undefined) return own
    seen.add(next)
    for (const base of next.bases) if (base.kind === 'class' && !seen.has(base)) open.push(base)
  }
  return undefined
}

/** A base that the file does not define itself. */
export function externalBaseOf(type: ClassValue): Value | undefined {
  const seen = new Set<ClassValue>()
  const open: Value[] = [type]
  for (let next = open.shift(); next !== undefined && seen.size < mostBases; next = open.shift()) {
    if (next.kind !== 'class') return next
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...next.bases)
  }
  return undefined
}

/** An attribute of an instance: its own, or a member of its class, bound to it. */
export function instanceAttribute(instance: InstanceValue, name: string): Value {
  const own = instance.attributes.get(name)
  if (own !== undefined) return own
  const member = memberOf(instance.type, name)
  if (member !== undefined) return bind(member, instance)
  const base = externalBaseOf(instance.type)
  return opaque(base?.kind === 'external' ? `${base.path}().${name}` : '', [instance])
}

function bind(member: Value, self: Value): Value {
  return member.kind === 'function' && member.self === null ? { ...member, self } : member
}

/** Makes an instance and runs its `__init__`. */
export function instantiate(m: Machine, type: ClassValue, given: Arguments, node: number): Value {
  const instance: InstanceValue = { kind: 'instance', type, attributes: new Map() }
  for (const name of ['__new__', '__init__']) {
    const method = memberOf(type, name)
    if (method?.kind === 'function')
      callFunction(m, { ...method, self: name === '__new__' ? type : instance }, given, node)
  }
  return instance
}

/** Calls a method that the class of an instance defines; null when it defines none. */
export function callMethod(m: Machine, self: InstanceValue, name: string, given: Arguments): Value | null {
  const method = memberOf(self.type, name)
  if (method?.kind !== 'function') return null
  const bound: FunctionValue = { ...method, self }
  return callFunction(m, bound, given, 0)
}
