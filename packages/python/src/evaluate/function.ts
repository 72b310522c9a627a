import { Node, ParameterKind } from '../node.ts'
import type { Tree } from '../tree.ts'
import { valuesOf } from './arguments.ts'
import { isEarlier, type Stage } from './event.ts'
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

const mostActive = 2
const mostBlind = 6
const mostConstant = 5000
const mostCalling = 64

/** What was seen of a function: how often it was entered, and what it gave last. */
interface Visits {
  active: number
  blind: number
  constant: number
  /** Times that it called something outside the file. */
  calling: number
  last: Value
  /** The earliest stage at which it was entered. */
  stage: Stage
}

const visits = new WeakMap<Machine, Map<Tree, Map<number, Visits>>>()

function visitsOf(m: Machine, callee: FunctionValue): Visits {
  const units = visits.get(m) ?? new Map<Tree, Map<number, Visits>>()
  visits.set(m, units)
  const nodes = units.get(callee.unit.tree) ?? new Map<number, Visits>()
  units.set(callee.unit.tree, nodes)
  const known = nodes.get(callee.node) ?? {
    active: 0,
    blind: 0,
    constant: 0,
    calling: 0,
    last: opaque('', []),
    stage: m.stage,
  }
  nodes.set(callee.node, known)
  return known
}

/** Whether a function was entered at all. */
export function wasEntered(m: Machine, callee: FunctionValue): boolean {
  const { blind, constant } = visitsOf(m, callee)
  return blind + constant > 0
}

/**
 * Calls a function of the file: its body is evaluated with what is given. One that is entered again and again with values that are
 * not known gives what it gave last.
 */
export function callFunction(m: Machine, callee: FunctionValue, given: Arguments, node: number): Value {
  const all = valuesOf(given)
  const seen = visitsOf(m, callee)
  if (isEarlier(m.stage, seen.stage)) Object.assign(seen, { stage: m.stage, blind: 0, constant: 0, calling: 0 })
  if (seen.active >= mostActive) return opaque('', all)
  if (m.depth >= m.limits.depth) {
    m.meet('depth', node)
    return opaque('', all)
  }
  const isKnown = all.length > 0 && all.every((value) => isConstant(value))
  if (isKnown ? seen.constant >= mostConstant || seen.calling >= mostCalling : seen.blind >= mostBlind)
    return all.length === 0 ? seen.last : opaque('', [seen.last, ...all])
  if (isKnown) seen.constant += 1
  else seen.blind += 1
  seen.active += 1
  const { emitted } = m
  seen.last = m.run(callee.unit, node, () => evaluateBody(m, callee, given))
  seen.active -= 1
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
    return frame.isGenerator ? sequence('list', frame.yielded) : value
  }
  const completion = m.rules.statements(m, tree.first(childOf(tree, callee.node, Node.Block)), frame)
  if (frame.isGenerator) return sequence('list', frame.yielded)
  if (completion === Completion.Normal) return frame.returned.length === 0 ? none : either([...frame.returned, none])
  return frame.returned.length === 0 ? opaque('', []) : either(frame.returned)
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
