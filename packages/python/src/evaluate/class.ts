import { Node } from '../node.ts'
import { evaluateArguments } from './arguments.ts'
import type { Place } from './event.ts'
import { newFrame } from './frame.ts'
import { callFunction, childOf } from './function.ts'
import type { Machine } from './machine.ts'
import {
  type Arguments,
  type ClassValue,
  type Frame,
  type FunctionValue,
  type InstanceValue,
  noArguments,
  opaque,
  sequence,
  text,
  type Value,
} from './value.ts'
import { wasEntered } from './visits.ts'

/** The value of a `class`; its body is evaluated here. */
export function defineClass(m: Machine, node: number, frame: Frame): ClassValue {
  const { tree } = m.unit
  const list = childOf(tree, node, Node.Arguments)
  const given = list === 0 ? noArguments : evaluateArguments(m, tree.first(list), frame)
  const body = newFrame('class', frame)
  m.rules.statements(m, tree.first(childOf(tree, node, Node.Block)), body)
  const name = tree.name(childOf(tree, node, Node.Name))
  const type = classOf({ unit: m.unit, node }, name, body.values, given)
  announce(m, type)
  return type
}

/** A class of these members and bases. */
export function classOf(at: Place, name: string, members: Map<string, Value>, given: Arguments): ClassValue {
  const bases = [...given.positional, ...given.rest]
  return { kind: 'class', unit: at.unit, node: at.node, name, members, bases, metaclass: metaclassOf(given) }
}

/** Runs what runs when a class is made: its metaclass, `__set_name__` of its members, `__init_subclass__` of its bases. */
export function announce(m: Machine, type: ClassValue): void {
  const given = { ...noArguments, rest: [opaque('', [])] }
  const bound = (method: Value | undefined, self: Value, positional: readonly Value[]): void => {
    if (method?.kind === 'function') callFunction(m, { ...method, self }, { ...given, positional }, type.node)
  }
  const parts = [
    text(type.name),
    sequence('tuple', [...type.bases]),
    { kind: 'namespace', values: type.members } as const,
  ]
  if (type.metaclass !== null) {
    bound(memberOf(type.metaclass, '__new__'), type.metaclass, parts)
    bound(memberOf(type.metaclass, '__init__'), type, parts)
  }
  for (const [name, member] of type.members)
    if (member.kind === 'instance') bound(memberOf(member.type, '__set_name__'), member, [type, text(name)])
  for (const base of type.bases) if (base.kind === 'class') bound(memberOf(base, '__init_subclass__'), type, [])
}

function metaclassOf(given: Arguments): ClassValue | null {
  const named = given.named.get('metaclass')
  if (named?.kind === 'class') return named
  for (const base of given.positional) if (base.kind === 'class' && base.metaclass !== null) return base.metaclass
  return null
}

const mostBases = 32

/** A member of a class or of the classes of this file that it is made from. */
export function memberOf(type: ClassValue, name: string): Value | undefined {
  const direct = type.members.get(name)
  if (direct !== undefined || !type.bases.some((base) => base.kind === 'class')) return direct
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

/** An attribute of an instance: its own, a member of its class bound to it, or what `__getattr__` gives. */
export function instanceAttribute(m: Machine, instance: InstanceValue, name: string): Value {
  const own = instance.attributes.get(name)
  if (own !== undefined) return own
  const member = memberOf(instance.type, name)
  if (member !== undefined) return bind(m, member, instance)
  const fallback = callMethod(m, instance, '__getattr__', { ...noArguments, positional: [text(name)] })
  if (fallback !== null) return fallback
  const base = externalBaseOf(instance.type)
  return opaque(base?.kind === 'external' ? `${base.path}().${name}` : '', [instance])
}

/** An attribute of a class: a member, or what the `__getattr__` of its metaclass gives. */
export function classAttribute(m: Machine, type: ClassValue, name: string): Value {
  const member = memberOf(type, name)
  if (member?.kind === 'function' && member.form === 'class-method') return { ...member, self: type }
  if (member !== undefined) return member
  const getter = type.metaclass === null ? undefined : memberOf(type.metaclass, '__getattr__')
  if (getter?.kind === 'function')
    return callFunction(m, { ...getter, self: type }, { ...noArguments, positional: [text(name)] }, 0)
  const base = externalBaseOf(type)
  return opaque(base?.kind === 'external' ? `${base.path}.${name}` : '', [type])
}

function bind(m: Machine, member: Value, self: InstanceValue): Value {
  if (member.kind !== 'function' || member.self !== null || member.form === 'static-method') return member
  const bound: FunctionValue = { ...member, self: member.form === 'class-method' ? self.type : (self.behind ?? self) }
  return member.form === 'property' ? callFunction(m, bound, noArguments, 0) : bound
}

/** Makes an instance and runs its `__init__`. */
export function instantiate(m: Machine, type: ClassValue, given: Arguments, node: number): Value {
  const instance: InstanceValue = { kind: 'instance', type, attributes: new Map(), behind: null }
  const isFirst = !m.instances.has(type)
  if (isFirst) m.instances.set(type, instance)
  for (const name of ['__new__', '__init__']) {
    const method = memberOf(type, name)
    if (method?.kind === 'function')
      callFunction(m, { ...method, self: name === '__new__' ? type : instance }, given, node)
  }
  if (isFirst) for (const name of implicit) callImplicit(m, instance, memberOf(type, name), node)
  return instance
}

/** Methods that Python calls where no call is written. */
const implicit: readonly string[] = (
  '__del__ __str__ __repr__ __format__ __bytes__ __bool__ __len__ __hash__ __iter__ __next__ __contains__ __eq__ __ne__ __lt__ __gt__ ' +
  '__add__ __radd__ __iadd__ __sub__ __mul__ __rmul__ __truediv__ __floordiv__ __mod__ __pow__ __matmul__ __and__ __or__ __ror__ __xor__ ' +
  '__lshift__ __rshift__ __invert__ __neg__ __pos__ __int__ __float__ __index__ __get__ __reduce__ __fspath__ __exit__'
).split(' ')

/** What may be called without a word from when an instance is there counts as called there. */
function callImplicit(m: Machine, self: InstanceValue, method: Value | undefined, node: number): void {
  if (method?.kind !== 'function' || wasEntered(m, method)) return
  callFunction(m, { ...method, self }, { ...noArguments, rest: [opaque('', [])] }, node)
}

/** What `super()` gives in a method: the instance, without what its own class defines. */
export function superOf(self: InstanceValue, from: ClassValue | null): InstanceValue {
  const type = from ?? self.type
  return { ...self, type: { ...type, members: new Map() }, behind: self.behind ?? self }
}

/** Calls a method that the class of an instance defines; null when it defines none. */
export function callMethod(m: Machine, self: InstanceValue, name: string, given: Arguments): Value | null {
  const method = memberOf(self.type, name)
  if (method?.kind !== 'function') return null
  const bound: FunctionValue = { ...method, self }
  return callFunction(m, bound, given, 0)
}
