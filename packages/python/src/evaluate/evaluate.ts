import type { Codecs } from '../decoders/codecs.ts'
import { parse } from '../parser.ts'
import type { Tree } from '../tree.ts'
import { assignTarget } from './assign.ts'
import { attributeOf } from './attribute.ts'
import { callValue } from './call.ts'
import { instantiate } from './class.ts'
import type { Event } from './event.ts'
import { evaluateExpression } from './expression.ts'
import { moduleFrame } from './frame.ts'
import { callFunction } from './function.ts'
import { itemOf } from './item.ts'
import { type Definition, type Limits, Machine, type Rules, usualLimits } from './machine.ts'
import { evaluateStatements } from './statement.ts'
import { type ClassValue, newUnit, noArguments, opaque, type Value } from './value.ts'
import { wasEntered } from './visits.ts'

const rules: Rules = {
  expression: evaluateExpression,
  statements: evaluateStatements,
  call: callValue,
  attribute: attributeOf,
  item: itemOf,
  assign: assignTarget,
}

/** What the evaluation of a file saw. */
export interface Evaluation {
  readonly events: readonly Event[]
  /** The names of the module as they are when it has run. */
  readonly names: ReadonlyMap<string, Value>
  readonly definitions: readonly Definition[]
}

export interface EvaluateOptions {
  readonly codecs?: Codecs
  readonly limits?: Partial<Limits>
}

/**
 * Runs a file in the abstract: nothing of it is executed. Statements are followed in order, calls of the file's own functions are
 * followed into them, values are known as far as they can be told, and what cannot be told is kept as a value that knows what it comes
 * from. A branch whose condition is not known is taken and not taken. Functions that nothing calls are entered at the end, and then
 * the branches that were never taken. Never throws; limits that are met are events.
 */
export function evaluate(tree: Tree, { codecs = {}, limits = {} }: EvaluateOptions = {}): Evaluation {
  const unit = newUnit('', tree, 0)
  const m = newMachine(codecs, limits)
  const frame = moduleFrame()
  m.apart(unit, { kind: 'module' }, 'import', () => evaluateStatements(m, tree.first(tree.root), frame))
  enterRest(m)
  enterSkipped(m)
  return { events: m.events.map(({ event }) => event), names: frame.values, definitions: m.definitions }
}

const emptyTree = parse(new Uint8Array(0))

/** A machine that has not seen anything yet. */
export function newMachine(codecs: Codecs, limits: Partial<Limits>): Machine {
  const unit = newUnit('', emptyTree, 0)
  return new Machine(unit, rules, codecs, { ...usualLimits, ...limits })
}

/** Functions that nothing has called, from the first on; what they call is then called. */
export function enterRest(m: Machine): void {
  for (let index = 0; index < m.definitions.length; index += 1) {
    const definition = m.definitions[index]
    if (definition !== undefined && !wasEntered(m, definition.value) && isWorthIt(m, definition)) enter(m, definition)
  }
}

function isWorthIt(m: Machine, { value }: Definition): boolean {
  return m.interest === null || m.interest(value.unit, value.node)
}

function enter(m: Machine, { value, owner }: Definition): void {
  m.apart(value.unit, { kind: 'function', node: value.node, name: value.name }, 'call', () => {
    if (m.isExhausted) return
    const given = { ...noArguments, rest: [opaque('parameter', [])] }
    const self = owner?.kind === 'class' && value.form !== 'static-method' ? instanceFor(m, owner) : null
    if (!wasEntered(m, value)) callFunction(m, self === null ? value : { ...value, self }, given, value.node)
  })
}

/** The instance that the code makes of a class, else one that is made of arguments that are not known. */
function instanceFor(m: Machine, type: ClassValue): Value {
  const given = { ...noArguments, rest: [opaque('parameter', [])] }
  return m.instances.get(type) ?? instantiate(m, type, given, type.node)
}

/** Branches whose condition was known to be false. */
export function enterSkipped(m: Machine): void {
  for (let index = 0; index < m.skipped.length; index += 1) {
    const skipped = m.skipped[index]
    if (skipped === undefined || skipped.block === 0) continue
    const { unit, block, frame } = skipped
    if (m.interest !== null && !m.interest(unit, block)) continue
    m.apart(unit, { kind: 'unreached' }, 'unreached', () => {
      if (!m.isExhausted) evaluateStatements(m, unit.tree.first(block), frame)
    })
  }
}
