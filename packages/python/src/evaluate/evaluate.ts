import type { Codecs } from '../decoders/codecs.ts'
import type { Tree } from '../tree.ts'
import { assignTarget } from './assign.ts'
import { attributeOf } from './attribute.ts'
import { callValue } from './call.ts'
import type { Event } from './event.ts'
import { evaluateExpression } from './expression.ts'
import { newFrame } from './frame.ts'
import { callFunction, wasEntered } from './function.ts'
import { itemOf } from './item.ts'
import { type Definition, type Limits, Machine, type Rules, usualLimits } from './machine.ts'
import { evaluateStatements } from './statement.ts'
import { type Frame, type InstanceValue, noArguments, opaque, type Value } from './value.ts'

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
  const m = new Machine({ tree, layer: 0, literals: [], rounds: new Map() }, rules, codecs, {
    ...usualLimits,
    ...limits,
  })
  const frame = newFrame('module', null)
  evaluateStatements(m, tree.first(tree.root), frame)
  enterRest(m)
  enterSkipped(m)
  return { events: m.events, names: frame.values, definitions: m.definitions }
}

/** Functions that nothing has called, from the first on; what they call is then called. */
function enterRest(m: Machine): void {
  for (let index = 0; index < m.definitions.length && !m.isExhausted; index += 1) {
    const definition = m.definitions[index]
    if (definition === undefined || wasEntered(m, definition.value)) continue
    const { value, owner } = definition
    m.root = { kind: 'function', node: value.node, name: value.name }
    const self: InstanceValue | null =
      owner?.kind === 'class' ? { kind: 'instance', type: owner, attributes: new Map() } : null
    callFunction(
      m,
      self === null ? value : { ...value, self },
      { ...noArguments, rest: [opaque('parameter', [])] },
      value.node,
    )
  }
}

function enterSkipped(m: Machine): void {
  m.root = { kind: 'unreached' }
  for (let index = 0; index < m.skipped.length && !m.isExhausted; index += 1) {
    const skipped = m.skipped[index]
    if (skipped === undefined || skipped.block === 0) continue
    m.unit = skipped.unit
    runOnce(m, skipped.block, skipped.frame)
  }
}

function runOnce(m: Machine, block: number, frame: Frame): void {
  evaluateStatements(m, m.unit.tree.first(block), frame)
}
