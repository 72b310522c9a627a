import { bytesValue, numberValue, textValue } from '../literal.ts'
import { Node, SlicePart } from '../node.ts'
import { Token } from '../token.ts'
import type { Tree } from '../tree.ts'
import { evaluateArguments } from './arguments.ts'
import { builtinNames } from './builtin-names.ts'
import { evaluateBoolean, evaluateCompare } from './compare.ts'
import { evaluateComprehension } from './comprehension.ts'
import { evaluateDict, evaluateSequence } from './display.ts'
import { evaluateTemplate } from './format.ts'
import { enclosing, lookUp } from './frame.ts'
import { defineFunction } from './function.ts'
import { iterate } from './iterate.ts'
import type { Machine } from './machine.ts'
import { binary, unary } from './operate.ts'
import { usualModules } from './usual-modules.ts'
import {
  bytes,
  either,
  external,
  type Frame,
  float,
  int,
  no,
  none,
  opaque,
  text,
  truthOf,
  unknown,
  type Value,
  yes,
} from './value.ts'

type Rule = (m: Machine, node: number, frame: Frame) => Value

/** The value of an expression, as far as it can be told. Counts a step. */
export function evaluateExpression(m: Machine, node: number, frame: Frame): Value {
  if (node === 0 || !m.step(node) || !m.enter(node)) return unknown
  const rule = rules[m.unit.tree.kind(node)]
  const value = rule === undefined ? evaluateParts(m, node, frame) : rule(m, node, frame)
  m.leave()
  return value
}

/** What has no rule of its own is evaluated for what its parts do. */
function evaluateParts(m: Machine, node: number, frame: Frame): Value {
  const { tree } = m.unit
  const parts: Value[] = []
  for (let child = tree.first(node); child !== 0; child = tree.next(child))
    parts.push(m.rules.expression(m, child, frame))
  return parts.length === 0 ? unknown : opaque('', parts)
}

const builtinValues: ReadonlyMap<string, Value> = new Map(
  [...builtinNames].map((name) => [name, external(`builtins.${name}`)]),
)

/** The value of a name: what it is bound to, a builtin, what a star import may have brought, or the module that usually has it. */
export function valueOfName(m: Machine, name: string, frame: Frame): Value {
  const bound = lookUp(frame, name)
  if (bound !== undefined) return bound
  if (name === '__builtins__') return external('builtins')
  const builtin = builtinValues.get(name)
  if (builtin !== undefined) return builtin
  if (name === '__name__') return opaque(name, [{ kind: 'namespace', values: frame.module.values }])
  if (name === '__file__') return opaque(name, [])
  const added = m.addedBuiltins.get(name)
  if (added !== undefined) return added
  const stars = frame.module.stars.filter((module) => module !== 'builtins')
  const usual = usualModules.has(name) ? [external(name)] : []
  if (stars.length === 0) return usual[0] ?? unknown
  return either([...usual, ...stars.slice(0, 4).map((module) => external(`${module}.${name}`))])
}

/** Literals have the same value each time. */
function remembered(literal: (tree: Tree, node: number) => Value): Rule {
  return (m, node) => {
    const known = m.unit.literals.get(node)
    if (known !== undefined) return known
    const value = literal(m.unit.tree, node)
    m.unit.literals.set(node, value)
    return value
  }
}

function stringOf(tree: Tree, node: number): Value {
  const raw = bytesValue(tree, node)
  return raw === null ? text(textValue(tree, node) ?? '') : bytes(raw)
}

function numberIn(tree: Tree, node: number): Value {
  const value = numberValue(tree, node)
  if (value === null) return unknown
  return typeof value === 'bigint' ? int(value) : float(value)
}

/** Strings side by side. */
function evaluateConcatenation(m: Machine, node: number, frame: Frame): Value {
  const { tree } = m.unit
  let result: Value | null = null
  for (let child = tree.first(node); child !== 0; child = tree.next(child)) {
    const part = m.rules.expression(m, child, frame)
    result = result === null ? part : binary(m, Token.Plus, result, part)
  }
  return result ?? unknown
}

/** Attributes, calls and subscripts in a row, from the innermost outwards, however many there are. */
function evaluateTrailers(m: Machine, node: number, frame: Frame): Value {
  const { tree } = m.unit
  if (!isTrailer(tree.kind(tree.first(node)))) {
    const object = m.rules.expression(m, tree.first(node), frame)
    return m.step(node) ? evaluateTrailer(m, node, object, frame) : unknown
  }
  const trailers: number[] = []
  let base = node
  while (isTrailer(tree.kind(base))) {
    trailers.push(base)
    base = tree.first(base)
  }
  let value = m.rules.expression(m, base, frame)
  for (let index = trailers.length - 1; index >= 0; index -= 1) {
    const trailer = trailers[index] ?? 0
    if (!m.step(trailer)) return unknown
    value = evaluateTrailer(m, trailer, value, frame)
  }
  return value
}

function isTrailer(kind: number): boolean {
  return kind === Node.Attribute || kind === Node.Call || kind === Node.Subscript
}

function evaluateTrailer(m: Machine, node: number, object: Value, frame: Frame): Value {
  const { tree } = m.unit
  const kind = tree.kind(node)
  if (kind === Node.Attribute) return m.rules.attribute(m, object, tree.name(node))
  const next = tree.next(tree.first(node))
  if (kind === Node.Subscript) return m.rules.item(m, object, m.rules.expression(m, next, frame))
  return m.rules.call(m, object, evaluateArguments(m, next, frame), { node, frame })
}

function evaluateSlice(m: Machine, node: number, frame: Frame): Value {
  const { tree } = m.unit
  const present = tree.value(node)
  let child = tree.first(node)
  const part = (bit: number): Value => {
    if ((present & bit) === 0) return none
    const value = m.rules.expression(m, child, frame)
    child = tree.next(child)
    return value
  }
  return { kind: 'slice', parts: [part(SlicePart.Lower), part(SlicePart.Upper), part(SlicePart.Step)] }
}

function evaluateUnary(m: Machine, node: number, frame: Frame): Value {
  const { tree } = m.unit
  return unary(tree.value(node), m.rules.expression(m, tree.first(node), frame))
}

function evaluateBinary(m: Machine, node: number, frame: Frame): Value {
  const { tree } = m.unit
  const operands: Value[] = []
  const operators: number[] = []
  let operator = tree.value(node)
  for (let child = tree.first(node); child !== 0; child = tree.next(child)) {
    if (tree.kind(child) === Node.Operator) {
      operator = tree.value(child)
      continue
    }
    if (operands.length > 0) operators.push(operator)
    operands.push(m.rules.expression(m, child, frame))
  }
  if (operator === Token.DoubleStar)
    return operands.reduceRight((right, left) => binary(m, Token.DoubleStar, left, right))
  let result = operands[0] ?? unknown
  for (let index = 1; index < operands.length; index += 1)
    result = binary(m, operators[index - 1] ?? 0, result, operands[index] ?? unknown)
  return result
}

/** `value if test else …`: of a chain the first value whose test holds; a choice of those that may. */
function evaluateConditional(m: Machine, node: number, frame: Frame): Value {
  const { tree } = m.unit
  const options: Value[] = []
  for (let child = tree.first(node); child !== 0; ) {
    const test = tree.next(child)
    if (test === 0) options.push(m.rules.expression(m, child, frame))
    const truth = test === 0 ? true : truthOf(m.rules.expression(m, test, frame))
    if (test !== 0 && truth !== false) options.push(m.rules.expression(m, child, frame))
    if (truth === true) break
    child = test === 0 ? 0 : tree.next(test)
  }
  return options.length === 0 ? unknown : either(options)
}

function evaluateLambda(m: Machine, node: number, frame: Frame): Value {
  const value = defineFunction(m, node, frame)
  m.definitions.push({ value, owner: null })
  return value
}

function evaluateFirst(m: Machine, node: number, frame: Frame): Value {
  return m.rules.expression(m, m.unit.tree.first(node), frame)
}

function evaluateYield(m: Machine, node: number, frame: Frame): Value {
  const { tree } = m.unit
  const value = tree.first(node) === 0 ? none : m.rules.expression(m, tree.first(node), frame)
  const generator = enclosing(frame)
  generator.yielded ??= []
  const items = tree.kind(node) === Node.YieldFrom ? iterate(m, value) : [value]
  for (const item of items ?? [value]) if (generator.yielded.length < mostYielded) generator.yielded.push(item)
  return unknown
}

const mostYielded = 100_000

function evaluateWalrus(m: Machine, node: number, frame: Frame): Value {
  const { tree } = m.unit
  const target = tree.first(node)
  const value = m.rules.expression(m, tree.next(target), frame)
  m.rules.assign(m, target, value, enclosing(frame))
  return value
}

const rules: Rule[] = []
rules[Node.Name] = (m, node, frame) => valueOfName(m, m.unit.tree.name(node), frame)
rules[Node.Attribute] = evaluateTrailers
rules[Node.Call] = evaluateTrailers
rules[Node.String] = remembered(stringOf)
rules[Node.Number] = remembered(numberIn)
rules[Node.Concatenation] = evaluateConcatenation
rules[Node.Template] = evaluateTemplate
rules[Node.True] = () => yes
rules[Node.False] = () => no
rules[Node.NoneValue] = () => none
rules[Node.Tuple] = evaluateSequence('tuple')
rules[Node.List] = evaluateSequence('list')
rules[Node.Set] = evaluateSequence('set')
rules[Node.Dict] = evaluateDict
rules[Node.ListComprehension] = evaluateComprehension
rules[Node.SetComprehension] = evaluateComprehension
rules[Node.DictComprehension] = evaluateComprehension
rules[Node.Generator] = evaluateComprehension
rules[Node.Subscript] = evaluateTrailers
rules[Node.Slice] = evaluateSlice
rules[Node.Unary] = evaluateUnary
rules[Node.Binary] = evaluateBinary
rules[Node.Compare] = evaluateCompare
rules[Node.Boolean] = evaluateBoolean
rules[Node.Conditional] = evaluateConditional
rules[Node.Lambda] = evaluateLambda
rules[Node.Await] = evaluateFirst
rules[Node.Starred] = evaluateFirst
rules[Node.Yield] = evaluateYield
rules[Node.YieldFrom] = evaluateYield
rules[Node.Walrus] = evaluateWalrus
