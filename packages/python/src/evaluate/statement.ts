import { Node } from '../node.ts'
import { defineClass } from './class.ts'
import { evaluateFor, evaluateIf, evaluateWhile } from './control.ts'
import { enclosing } from './frame.ts'
import { childOf, defineFunction } from './function.ts'
import { evaluateImport, evaluateImportFrom } from './import.ts'
import { Completion, type Machine } from './machine.ts'
import { binary } from './operate.ts'
import { evaluateTry } from './try.ts'
import { type Frame, type FunctionValue, none, opaque, type Value } from './value.ts'

type Rule = (m: Machine, node: number, frame: Frame) => Completion

/** Runs a statement and its siblings until one leaves. */
export function evaluateStatements(m: Machine, first: number, frame: Frame): Completion {
  const { tree } = m.unit
  if (!m.enter(first)) return Completion.Normal
  let completion: Completion = Completion.Normal
  for (let node = first; node !== 0 && completion === Completion.Normal; node = tree.next(node)) {
    if (!m.step(node)) break
    const rule = rules[tree.kind(node)]
    if (rule !== undefined) completion = rule(m, node, frame)
    else evaluateAll(m, node, frame)
  }
  m.leave()
  return completion
}

/** Evaluates the expressions of a statement for what they do. */
function evaluateAll(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  for (let child = tree.first(node); child !== 0; child = tree.next(child)) m.rules.expression(m, child, frame)
  return Completion.Normal
}

/** What could not be parsed: the statements and expressions that were found in it. */
function evaluateError(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  for (let child = tree.first(node); child !== 0; child = tree.next(child)) {
    const rule = rules[tree.kind(child)]
    if (rule !== undefined) rule(m, child, frame)
    else m.rules.expression(m, child, frame)
  }
  return Completion.Normal
}

function evaluateAssign(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  let last = tree.first(node)
  while (tree.next(last) !== 0) last = tree.next(last)
  const value = m.rules.expression(m, last, frame)
  for (let target = tree.first(node); target !== last; target = tree.next(target))
    m.rules.assign(m, target, value, frame)
  return Completion.Normal
}

function evaluateAnnotated(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  const target = tree.first(node)
  const annotation = tree.next(target)
  if (frame.kind !== 'function') m.rules.expression(m, annotation, frame)
  const value = tree.next(annotation)
  if (value !== 0) m.rules.assign(m, target, m.rules.expression(m, value, frame), frame)
  return Completion.Normal
}

function evaluateAugmented(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  const target = tree.first(node)
  const before = m.rules.expression(m, target, frame)
  const value = m.rules.expression(m, tree.next(target), frame)
  m.rules.assign(m, target, binary(m, tree.value(node), before, value), frame)
  return Completion.Normal
}

function evaluateReturn(m: Machine, node: number, frame: Frame): Completion {
  const value = m.unit.tree.first(node)
  const own = enclosing(frame)
  const result = value === 0 ? none : m.rules.expression(m, value, frame)
  own.returned ??= []
  if (own.returned.length < mostReturned) own.returned.push(result)
  return Completion.Return
}

const mostReturned = 32

function evaluateRaise(m: Machine, node: number, frame: Frame): Completion {
  evaluateAll(m, node, frame)
  return Completion.Raise
}

function evaluateGlobal(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  const own = enclosing(frame)
  const isGlobal = tree.kind(node) === Node.Global
  for (let child = tree.first(node); child !== 0; child = tree.next(child)) {
    const name = tree.name(child)
    const place = isGlobal ? frame.module : outerFrameOf(own, name)
    if (place !== own) own.elsewhere = (own.elsewhere ?? new Map<string, Frame>()).set(name, place)
  }
  return Completion.Normal
}

/** The next function around that binds the name. */
function outerFrameOf(frame: Frame, name: string): Frame {
  for (let outer = frame.outer; outer !== null; outer = outer.outer)
    if (outer.kind === 'function' && outer.values.has(name)) return outer
  return frame.outer ?? frame
}

function evaluateDefinition(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  const decorators: { readonly node: number; readonly value: Value }[] = []
  for (let child = tree.first(node); tree.kind(child) === Node.Decorator; child = tree.next(child))
    decorators.push({ node: child, value: m.rules.expression(m, tree.first(child), frame) })
  const isClass = tree.kind(node) === Node.Class
  let value: Value = isClass ? defineClass(m, node, frame) : defineFunction(m, node, frame)
  if (value.kind === 'class') {
    for (const member of value.members.values())
      if (member.kind === 'function') m.definitions.push({ value: member, owner: value })
  } else if (value.kind === 'function' && frame.kind !== 'class') m.definitions.push({ value, owner: null })
  for (const decorator of decorators.reverse()) {
    const given = { positional: [value], named: new Map<string, Value>(), rest: [] }
    m.isDecorating = keepsFunction(decorator.value)
    const result = m.rules.call(m, decorator.value, given, { node: decorator.node, frame })
    m.isDecorating = false
    const form = decorator.value.kind === 'external' ? forms.get(decorator.value.path) : undefined
    if (form !== undefined && value.kind === 'function') value = { ...value, form }
    else if (result.kind === 'function' || result.kind === 'class' || result.kind === 'instance') value = result
  }
  const name = childOf(tree, node, Node.Name)
  if (name !== 0) m.rules.assign(m, name, value, frame)
  return Completion.Normal
}

/** What registers a function to be called without anybody asking, or when messages come. */
const registers =
  /^(?:atexit|threading|_thread|signal|asyncio|weakref|schedule|concurrent|multiprocessing|discord|nextcord|disnake|telebot|telegram|aiogram|pyrogram|telethon|socketio|pynput|keyboard|builtins\.(?:map|filter|sorted|max|min|list))\b/

/** A decorator of another package or a builtin one: a property, a command, a validator. It does not call what it decorates at once. */
function keepsFunction(decorator: Value): boolean {
  return (decorator.kind === 'external' || decorator.kind === 'opaque') && !registers.test(decorator.path)
}

/** Decorators that change what a class gives for a function of its. */
const forms: ReadonlyMap<string, FunctionValue['form']> = new Map([
  ['builtins.classmethod', 'class-method'],
  ['builtins.staticmethod', 'static-method'],
  ['builtins.property', 'property'],
  ['functools.cached_property', 'property'],
])

function evaluateWith(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  for (let item = tree.first(node); tree.kind(item) === Node.WithItem; item = tree.next(item)) {
    const manager = tree.first(item)
    const value = m.rules.expression(m, manager, frame)
    const entered = enterManager(m, value, { node: manager, frame })
    if (tree.next(manager) !== 0) m.rules.assign(m, tree.next(manager), entered, frame)
  }
  return evaluateStatements(m, tree.first(childOf(tree, node, Node.Block)), frame)
}

/** What `with … as` binds: what `__enter__` gives where the file defines it, else the manager itself, as files do. */
function enterManager(m: Machine, value: Value, site: { readonly node: number; readonly frame: Frame }): Value {
  if (value.kind !== 'instance') return value
  const method = m.rules.attribute(m, value, '__enter__')
  return method.kind === 'function'
    ? m.rules.call(m, method, { positional: [], named: new Map(), rest: [] }, site)
    : value
}

function evaluateMatch(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  const subject = tree.first(node)
  const value = m.rules.expression(m, subject, frame)
  const ways: (() => Completion)[] = []
  for (let found = tree.next(subject); found !== 0; found = tree.next(found))
    ways.push(() => {
      bindPattern(m, tree.first(found), value, frame)
      const guard = childOf(tree, found, Node.Guard)
      if (guard !== 0) m.rules.expression(m, tree.first(guard), frame)
      return evaluateStatements(m, tree.first(childOf(tree, found, Node.Block)), frame)
    })
  return m.fork([...ways, () => Completion.Normal])
}

/** Names in a pattern are bound to something of the subject. */
function bindPattern(m: Machine, pattern: number, subject: Value, frame: Frame): void {
  const { tree } = m.unit
  if (!m.enter(pattern)) return
  const kind = tree.kind(pattern)
  if (kind === Node.Name) m.rules.assign(m, pattern, subject, frame)
  else if (kind !== Node.Attribute) {
    const from = kind === Node.PatternAs ? subject : opaque('', [subject])
    const first = tree.first(pattern)
    for (let child = kind === Node.Call ? tree.next(first) : first; child !== 0; child = tree.next(child))
      bindPattern(m, child, from, frame)
  }
  m.leave()
}

function evaluatePython2Exec(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  const positional: Value[] = []
  for (let child = tree.first(node); child !== 0; child = tree.next(child))
    positional.push(m.rules.expression(m, child, frame))
  m.rules.call(
    m,
    { kind: 'external', path: 'builtins.exec' },
    { positional, named: new Map(), rest: [] },
    { node, frame },
  )
  return Completion.Normal
}

const leaves: readonly (readonly [number, Completion])[] = [
  [Node.Break, Completion.Break],
  [Node.Continue, Completion.Continue],
]

const rules: Rule[] = []
rules[Node.ExpressionStatement] = evaluateAll
rules[Node.Assign] = evaluateAssign
rules[Node.AnnotatedAssign] = evaluateAnnotated
rules[Node.AugmentedAssign] = evaluateAugmented
rules[Node.Return] = evaluateReturn
rules[Node.Raise] = evaluateRaise
rules[Node.Global] = evaluateGlobal
rules[Node.Nonlocal] = evaluateGlobal
rules[Node.Import] = evaluateImport
rules[Node.ImportFrom] = evaluateImportFrom
rules[Node.Function] = evaluateDefinition
rules[Node.Class] = evaluateDefinition
rules[Node.If] = evaluateIf
rules[Node.While] = evaluateWhile
rules[Node.For] = evaluateFor
rules[Node.With] = evaluateWith
rules[Node.Try] = evaluateTry
rules[Node.Match] = evaluateMatch
rules[Node.Exec] = evaluatePython2Exec
rules[Node.Error] = evaluateError
rules[Node.TypeAlias] = () => Completion.Normal
for (const [kind, completion] of leaves) rules[kind] = () => completion
