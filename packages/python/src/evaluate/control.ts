import { Node } from '../node.ts'
import { mainTest } from './compare.ts'
import { childOf } from './function.ts'
import { iterate } from './iterate.ts'
import { LoopGuard } from './loop-guard.ts'
import { Completion, type Machine } from './machine.ts'
import { isEarlier } from './stage.ts'
import { type Frame, opaque, truthOf, unknown, type Value } from './value.ts'

/** `if` with its `elif` and `else`: the branch that is taken, or a fork of all that may be. */
export function evaluateIf(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  const ways: (() => Completion)[] = []
  let isOpen = true
  for (let clause = node; clause !== 0; clause = clauseAfter(m, clause, node)) {
    const isElse = tree.kind(clause) === Node.Else
    if (!isOpen) {
      m.skip(childOf(tree, clause, Node.Block), frame)
      continue
    }
    const test = isElse ? unknown : m.rules.expression(m, tree.first(clause), frame)
    const truth = isElse ? true : truthOf(test)
    const block = childOf(tree, clause, Node.Block)
    if (truth === false) m.skip(block, frame)
    else ways.push(isMain(test) ? () => runAsMain(m, block, frame) : () => runBlock(m, block, frame))
    if (truth === true) isOpen = false
  }
  if (isOpen && ways.length > 0) ways.push(() => Completion.Normal)
  const [only] = ways
  return ways.length === 1 && only !== undefined ? only() : ways.length === 0 ? Completion.Normal : m.fork(ways)
}

/** The `elif` or `else` behind a clause of an `if`; 0 behind the last. */
function clauseAfter(m: Machine, clause: number, node: number): number {
  const { tree } = m.unit
  return clause === node ? tree.next(childOf(tree, node, Node.Block)) : tree.next(clause)
}

function isMain(test: Value): boolean {
  return test.kind === 'opaque' && test.path === mainTest
}

function runAsMain(m: Machine, block: number, frame: Frame): Completion {
  const { root, stage } = m
  if (root.kind === 'module') m.root = { kind: 'main' }
  if (!m.scripts.has(m.unit.file) && isEarlier(stage, 'entry')) m.stage = 'entry'
  const completion = runBlock(m, block, frame)
  m.root = root
  m.stage = stage
  return completion
}

/** Runs the statements of a Block. */
export function runBlock(m: Machine, block: number, frame: Frame): Completion {
  return m.rules.statements(m, m.unit.tree.first(block), frame)
}

/** Rounds of a loop whose way inside is not known. */
const mostUncertainRounds = 3

/** Whether the loop goes on after a round that ended so. */
function goesOn(completion: Completion): boolean {
  return completion === Completion.Normal || completion === Completion.Continue
}

/** Runs as long as the condition is known to hold; once, as one of two ways, when it is not known. */
export function evaluateWhile(m: Machine, node: number, frame: Frame): Completion {
  return m.loop(() => runWhile(m, node, frame))
}

function runWhile(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  const test = tree.first(node)
  const block = childOf(tree, node, Node.Block)
  const guard = new LoopGuard(m, node)
  for (let round = 0; guard.allows(round, mostUncertainRounds); round += 1) {
    const truth = truthOf(m.rules.expression(m, test, frame))
    if (truth === false) return runElse(m, node, frame)
    if (truth === null) {
      m.fork([() => leaveLoop(runBlock(m, block, frame)), () => Completion.Normal])
      return runElse(m, node, frame)
    }
    const completion = runBlock(m, block, frame)
    if (completion === Completion.Break) return Completion.Normal
    if (!goesOn(completion)) return completion
  }
  return Completion.Normal
}

/** Runs once for each item; once, as one of two ways, when the items are not known. */
export function evaluateFor(m: Machine, node: number, frame: Frame): Completion {
  return m.loop(() => runFor(m, node, frame))
}

function runFor(m: Machine, node: number, frame: Frame): Completion {
  const { tree } = m.unit
  const target = tree.first(node)
  const iterable = m.rules.expression(m, tree.next(target), frame)
  const block = childOf(tree, node, Node.Block)
  const items = iterate(m, iterable)
  if (items === null) {
    const item = opaque(iterable.kind === 'opaque' && iterable.path !== '' ? `${iterable.path}[]` : '', [iterable])
    m.fork([
      () => {
        m.rules.assign(m, target, item, frame)
        return leaveLoop(runBlock(m, block, frame))
      },
      () => Completion.Normal,
    ])
    return runElse(m, node, frame)
  }
  const guard = new LoopGuard(m, node)
  for (let round = 0; round < items.length && guard.allows(round, mostUncertainItems); round += 1) {
    m.rules.assign(m, target, items[round] ?? unknown, frame)
    const completion = runBlock(m, block, frame)
    if (completion === Completion.Break) return Completion.Normal
    if (!goesOn(completion)) return completion
  }
  return runElse(m, node, frame)
}

/** The same, over items that are known. */
const mostUncertainItems = 40

function leaveLoop(completion: Completion): Completion {
  return completion === Completion.Break || completion === Completion.Continue ? Completion.Normal : completion
}

function runElse(m: Machine, node: number, frame: Frame): Completion {
  const otherwise = childOf(m.unit.tree, node, Node.Else)
  return otherwise === 0 ? Completion.Normal : runBlock(m, m.unit.tree.first(otherwise), frame)
}
