import { Node, ParameterKind } from '../node.ts'
import type { Tree } from '../tree.ts'
import { valuesOf } from './arguments.ts'
import { newFrame } from './frame.ts'
import { Completion, type Machine } from './machine.ts'
import {
  type Arguments,
  either,
  type Frame,
  type FunctionValue,
  isConstant,
  none,
  opaque,
  sequence,
  text,
  type Value,
} from './value.ts'
import { mayVisit, visitsOf } from './visits.ts'

/** The value of a `def` or `lambda`; its defaults are evaluated here. */
export function defineFunction(m: Machine, node: number, frame: Frame): FunctionValue {
  const { tree } = m.unit
  const name = tree.kind(node) === Node.Lambda ? '<lambda>' : tree.name(childOf(tree, node, Node.Name))
  const defaults: (Value | null)[] = []
  const parameters = childOf(tree, node, Node.Parameters)
  for (let child = tree.first(parameters); child !== 0; child = tree.next(child)) {
    const given = childOf(tree, child, Node.Default)
    defaults.push(given === 0 ? null : m.rules.expression(m, tree.first(given), frame))
  }
  return { kind: 'function', unit: m.unit, node, name, frame, self: null, defaults, form: 'method' }
}

/** The first child of a kind, or 0. */
export function childOf(tree: Tree, node: number, kind: number): number {
  let child = tree.first(node)
  while (child !== 0 && tree.kind(child) !== kind) child = tree.next(child)
  return child
}

/**
 * Calls a function of the file: its body is evaluated with what is given. One that is entered again and again with values that are
 * not known gives what it gave last.
 */
export function callFunction(m: Machine, callee: FunctionValue, given: Arguments, node: number): Value {
  const all = valuesOf(given)
  if (m.depth >= m.limits.depth) {
    m.meet('depth', node)
    return opaque('', all)
  }
  const seen = visitsOf(m, callee)
  const isKnown = all.length > 0 && all.every((value) => isConstant(value))
  if (!mayVisit(m, callee, all, isKnown)) return all.length === 0 ? seen.last : opaque('', [seen.last, ...all])
  if (isKnown) seen.constant += 1
  else seen.blind += 1
  seen.active += 1
  const { emitted, stepCount } = m
  seen.last = m.run(callee.unit, node, () => evaluateBody(m, callee, given))
  seen.active -= 1
  seen.cost += m.stepCount - stepCount
  if (m.emitted !== emitted) seen.calling += 1
  return seen.last
}

function evaluateBody(m: Machine, callee: FunctionValue, given: Arguments): Value {
  const { tree } = callee.unit
  const frame = newFrame('function', callee.frame)
  bindParameters(m, callee, given, frame)
  if (tree.kind(callee.node) === Node.Lambda) {
    const body = tree.next(childOf(tree, callee.node, Node.Parameters))
    const value = m.rules.expression(m, body, frame)
    return frame.yielded === null ? value : sequence('list', frame.yielded)
  }
  const completion = m.rules.statements(m, tree.first(childOf(tree, callee.node, Node.Block)), frame)
  if (frame.yielded !== null) return sequence('list', frame.yielded)
  const returned = frame.returned ?? []
  if (completion === Completion.Normal) return returned.length === 0 ? none : either([...returned, none])
  return returned.length === 0 ? opaque('', []) : either(returned)
}

/** Binds the parameters. One that nothing is given for, and has no default, is not known. */
function bindParameters(m: Machine, callee: FunctionValue, given: Arguments, frame: Frame): void {
  const { tree } = callee.unit
  const positional = callee.self === null ? given.positional : [callee.self, ...given.positional]
  const left = new Map(given.named)
  let next = 0
  let index = 0
  for (let child = tree.first(childOf(tree, callee.node, Node.Parameters)); child !== 0; child = tree.next(child)) {
    const target = tree.first(child)
    const form = tree.value(child)
    const fallback = callee.defaults[index++] ?? null
    if (target === 0) continue
    const name = tree.kind(target) === Node.Name ? tree.name(target) : ''
    if (form === ParameterKind.Star) {
      const items = positional.slice(next)
      next = positional.length
      m.set(frame, name, given.rest.length === 0 ? sequence('tuple', items) : opaque('', [...items, ...given.rest]))
    } else if (form === ParameterKind.DoubleStar) m.set(frame, name, dictOf(left, given.rest))
    else {
      const value = positional[next] ?? left.get(name) ?? fallback ?? opaque('', given.rest)
      if (next < positional.length) next += 1
      left.delete(name)
      m.rules.assign(m, target, value, frame)
    }
  }
}

function dictOf(named: ReadonlyMap<string, Value>, rest: readonly Value[]): Value {
  if (rest.length > 0) return opaque('', [...named.values(), ...rest])
  return { kind: 'dict', entries: new Map([...named].map(([name, value]) => [`t${name}`, { key: text(name), value }])) }
}
