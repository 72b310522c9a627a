import { Node } from '../node.ts'
import { setOf } from './display.ts'
import { newFrame } from './frame.ts'
import { iterate, mostItems } from './iterate.ts'
import type { Machine } from './machine.ts'
import { type Frame, keyOf, opaque, sequence, truthOf, unknown, type Value } from './value.ts'

interface Run {
  readonly frame: Frame
  /** Reads the element, or key and value, and keeps them. */
  readonly collect: () => void
  /** What the result comes from, when it is not known. */
  readonly from: Value[]
  isKnown: boolean
  count: number
}

/** A comprehension or generator expression, written out. */
export function evaluateComprehension(m: Machine, node: number, frame: Frame): Value {
  const { tree } = m.unit
  const kind = tree.kind(node)
  const inner = newFrame('comprehension', frame)
  const element = tree.first(node)
  if (kind === Node.DictComprehension) {
    const entries = new Map<string, { key: Value; value: Value }>()
    const valueNode = tree.next(element)
    const collect = (): void => {
      const key = m.rules.expression(m, element, inner)
      entries.set(keyOf(key) ?? `?${entries.size}`, { key, value: m.rules.expression(m, valueNode, inner) })
    }
    const run: Run = { frame: inner, collect, from: [], isKnown: true, count: 0 }
    runClauses(m, tree.next(valueNode), run)
    return run.isKnown ? { kind: 'dict', entries } : opaque('', [...run.from, ...valuesIn(entries)])
  }
  const items: Value[] = []
  const collect = (): void => {
    items.push(m.rules.expression(m, element, inner))
  }
  const run: Run = { frame: inner, collect, from: [], isKnown: true, count: 0 }
  runClauses(m, tree.next(element), run)
  if (!run.isKnown) return opaque('', [...run.from, ...items.slice(0, 8)])
  return kind === Node.SetComprehension ? setOf(items) : sequence('list', items)
}

function valuesIn(entries: ReadonlyMap<string, { readonly key: Value; readonly value: Value }>): readonly Value[] {
  return [...entries.values()].slice(0, 4).flatMap((entry) => [entry.key, entry.value])
}

/** Runs the clauses from this one on; where the way is not known, what is inside is evaluated once and the result is not known. */
function runClauses(m: Machine, clause: number, run: Run): void {
  const { tree } = m.unit
  if (clause === 0) {
    run.count += 1
    if (run.count <= mostItems) run.collect()
    else run.isKnown = false
    return
  }
  if (tree.kind(clause) === Node.ComprehensionIf) {
    const test = m.rules.expression(m, tree.first(clause), run.frame)
    const truth = truthOf(test)
    if (truth === null) run.isKnown = false
    if (truth !== false) runClauses(m, tree.next(clause), run)
    return
  }
  if (tree.kind(clause) === Node.ComprehensionFor) runLoop(m, clause, run)
}

function runLoop(m: Machine, clause: number, run: Run): void {
  const { tree } = m.unit
  const target = tree.first(clause)
  const iterable = m.rules.expression(m, tree.next(target), run.frame)
  const items = iterate(m, iterable)
  if (items === null) {
    run.isKnown = false
    run.from.push(iterable)
    m.rules.assign(m, target, opaque('', [iterable]), run.frame)
    runClauses(m, tree.next(clause), run)
    return
  }
  for (const item of items) {
    if (!m.work(1) || run.count > mostItems) {
      run.isKnown = false
      return
    }
    m.rules.assign(m, target, item ?? unknown, run.frame)
    runClauses(m, tree.next(clause), run)
  }
}
