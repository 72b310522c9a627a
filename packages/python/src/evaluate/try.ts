import { ExceptTarget, Node } from '../node.ts'
import { runBlock } from './control.ts'
import { childOf } from './function.ts'
import { Completion, type Machine } from './machine.ts'
import { type Frame, opaque } from './value.ts'

/** `try`: the block, then any of the handlers or none of them, then what is done in the end. */
export function evaluateTry(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  const completion = runBlock(m, tree.first(node), frame)
  const ways: (() => Completion)[] = []
  if (completion !== Completion.Raise) ways.push(() => runElse(m, node, completion, frame))
  for (let clause = tree.first(node); clause !== 0; clause = tree.next(clause)) {
    const handler = clause
    if (tree.kind(handler) === Node.Except) ways.push(() => runHandler(m, handler, frame))
  }
  const [only] = ways
  const after = ways.length === 1 && only !== undefined ? only() : ways.length === 0 ? completion : m.fork(ways)
  const last = childOf(tree, node, Node.Finally)
  if (last === 0) return after
  const ending = runBlock(m, tree.first(last), frame)
  return ending === Completion.Normal ? after : ending
}

function runElse(m: Machine, node: number, completion: Completion, frame: Frame): Completion {
  const otherwise = childOf(m.unit.tree, node, Node.Else)
  if (completion !== Completion.Normal || otherwise === 0) return completion
  return runBlock(m, m.unit.tree.first(otherwise), frame)
}

function runHandler(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  const first = tree.first(node)
  if (tree.kind(first) !== Node.Block) m.rules.expression(m, first, frame)
  if (tree.value(node) !== ExceptTarget.None) m.rules.assign(m, tree.next(first), opaque('exception', []), frame)
  return runBlock(m, childOf(tree, node, Node.Block), frame)
}
