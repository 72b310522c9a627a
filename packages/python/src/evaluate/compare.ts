import { isNot, Node } from '../node.ts'
import { Token } from '../token.ts'
import { numberOf } from './arithmetic.ts'
import type { Machine } from './machine.ts'
import { bool, either, type Frame, isConstant, keyOf, no, opaque, truthOf, unknown, type Value, yes } from './value.ts'

/** What `__name__ == "__main__"` gives: whoever sees it knows under what its branch runs. */
export const mainTest = '__name__ == "__main__"'

/** A chain of comparisons. */
export function evaluateCompare(m: Machine, node: number, frame: Frame): Value {
  const { tree } = m.unit
  let operator = tree.value(node)
  let child = tree.first(node)
  let left = m.rules.expression(m, child, frame)
  let result: Value = yes
  for (child = tree.next(child); child !== 0; child = tree.next(child)) {
    if (tree.kind(child) === Node.Operator) {
      operator = tree.value(child)
      continue
    }
    const right = m.rules.expression(m, child, frame)
    const one = compare(operator, left, right)
    if (truthOf(one) === false) result = no
    else if (truthOf(result) === true) result = one
    left = right
  }
  return result
}

/** One comparison. */
export function compare(operator: number, left: Value, right: Value): Value {
  if (isMainTest(operator, left, right)) return opaque(mainTest, [])
  const result = decide(operator, left, right)
  return result === null ? opaque('', [left, right]) : bool(result)
}

function isMainTest(operator: number, left: Value, right: Value): boolean {
  if (operator !== Token.EqualEqual) return false
  const [name, main] = left.kind === 'opaque' ? [left, right] : [right, left]
  return name.kind === 'opaque' && name.path === '__name__' && main.kind === 'text' && main.value === '__main__'
}

function decide(operator: number, left: Value, right: Value): boolean | null {
  switch (operator) {
    case Token.EqualEqual:
      return equals(left, right)
    case Token.NotEqual:
      return negate(equals(left, right))
    case Token.In:
      return contains(right, left)
    case Token.Not:
      return negate(contains(right, left))
    case Token.Is:
      return isSame(left, right)
    case isNot:
      return negate(isSame(left, right))
    default:
      return order(operator, left, right)
  }
}

function negate(value: boolean | null): boolean | null {
  return value === null ? null : !value
}

function equals(left: Value, right: Value): boolean | null {
  if (left === right && isConstant(left)) return true
  if (left.kind === 'bytes' && right.kind === 'bytes')
    return left.value.length === right.value.length && left.value.every((byte, index) => byte === right.value[index])
  if (isUnknown(left) || isUnknown(right)) return null
  const [a, b] = [keyOf(left), keyOf(right)]
  if (a !== null && b !== null) return left.kind === 'external' || right.kind === 'external' ? null : a === b
  if (left.kind !== right.kind || (left.kind !== 'list' && left.kind !== 'tuple')) return null
  const others = (right as typeof left).items
  if (!isConstant(left) || !isConstant(right)) return null
  if (left.items.length !== others.length) return false
  const same = left.items.map((item, index) => equals(item, others[index] ?? unknown))
  return same.includes(false) ? false : same.includes(null) ? null : true
}

function isUnknown(value: Value): boolean {
  return value.kind === 'opaque' || value.kind === 'choice' || value.kind === 'external'
}

function isSame(left: Value, right: Value): boolean | null {
  if (left.kind === 'none' || right.kind === 'none') {
    const other = left.kind === 'none' ? right : left
    return other.kind === 'opaque' || other.kind === 'choice' ? null : other.kind === 'none'
  }
  return left.kind === 'bool' && right.kind === 'bool' ? left.value === right.value : null
}

function contains(whole: Value, part: Value): boolean | null {
  if (whole.kind === 'text') return part.kind === 'text' ? whole.value.includes(part.value) : null
  const key = keyOf(part)
  if (key === null) return null
  if (whole.kind === 'dict') return whole.entries.has(key) ? true : hasUnknown(whole.entries.keys()) ? null : false
  if (whole.kind !== 'list' && whole.kind !== 'tuple' && whole.kind !== 'set') return null
  let isEachKnown = true
  for (const item of whole.items) {
    const known = keyOf(item)
    if (known === key) return true
    if (known === null) isEachKnown = false
  }
  return isEachKnown ? false : null
}

function hasUnknown(keys: Iterable<string>): boolean {
  for (const key of keys) if (key.startsWith('?')) return true
  return false
}

function order(operator: number, left: Value, right: Value): boolean | null {
  const [a, b] = [numberOf(left), numberOf(right)]
  if (a !== null && b !== null) return orderOf(operator, a < b, a > b)
  if (left.kind === 'text' && right.kind === 'text')
    return orderOf(operator, left.value < right.value, left.value > right.value)
  return null
}

function orderOf(operator: number, isLess: boolean, isGreater: boolean): boolean | null {
  switch (operator) {
    case Token.Less:
      return isLess
    case Token.Greater:
      return isGreater
    case Token.LessEqual:
      return !isGreater
    case Token.GreaterEqual:
      return !isLess
    default:
      return null
  }
}

/** `and` and `or`: the value that decides; a choice when it is not known which does. */
export function evaluateBoolean(m: Machine, node: number, frame: Frame): Value {
  const { tree } = m.unit
  const deciding = tree.value(node) === Token.Or
  const options: Value[] = []
  let last: Value = unknown
  for (let child = tree.first(node); child !== 0; child = tree.next(child)) {
    last = m.rules.expression(m, child, frame)
    const truth = truthOf(last)
    if (truth === deciding) break
    if (truth === null && tree.next(child) !== 0) options.push(last)
  }
  return options.length === 0 ? last : either([...options, last])
}
