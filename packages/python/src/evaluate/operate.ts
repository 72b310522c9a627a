import { Token } from '../token.ts'
import { floatOperation, intOperation, numberOf } from './arithmetic.ts'
import { mergeInto } from './display.ts'
import { formatPercent } from './format-percent.ts'
import { mostItems } from './iterate.ts'
import type { Machine } from './machine.ts'
import { bool, bytes, either, float, int, madeOf, opaque, sequence, text, truthOf, type Value } from './value.ts'

/** The result of an operator between two values. */
export function binary(m: Machine, operator: number, left: Value, right: Value): Value {
  if (left.kind === 'choice' && right.kind !== 'choice')
    return either(left.options.map((option) => binary(m, operator, option, right)))
  if (right.kind === 'choice' && left.kind !== 'choice')
    return either(right.options.map((option) => binary(m, operator, left, option)))
  return known(m, operator, left, right) ?? opaque('', [left, right])
}

function known(m: Machine, operator: number, left: Value, right: Value): Value | null {
  if (operator === Token.Percent && left.kind === 'text') return formatPercent(m, left, right)
  const [a, b] = [numberOf(left), numberOf(right)]
  if (a !== null && b !== null)
    return typeof a === 'bigint' && typeof b === 'bigint'
      ? intOperation(operator, a, b)
      : floatOperation(operator, Number(a), Number(b))
  if (operator === Token.Plus) return join(m, left, right)
  if (operator === Token.Star)
    return typeof b === 'bigint' ? repeat(m, left, b) : typeof a === 'bigint' ? repeat(m, right, a) : null
  if (operator === Token.Pipe && left.kind === 'dict' && right.kind === 'dict') {
    const entries = new Map(left.entries)
    mergeInto(entries, right)
    return { kind: 'dict', entries }
  }
  return null
}

function join(m: Machine, left: Value, right: Value): Value | null {
  if (left.kind === 'text' && right.kind === 'text')
    return m.spend(right.value.length) ? text(left.value + right.value, madeOf('+', [left, right])) : null
  if (left.kind === 'bytes' && right.kind === 'bytes') {
    if (!m.spend(left.value.length + right.value.length)) return null
    const whole = new Uint8Array(left.value.length + right.value.length)
    whole.set(left.value)
    whole.set(right.value, left.value.length)
    return bytes(whole, madeOf('+', [left, right]))
  }
  const isSequence = left.kind === 'list' || left.kind === 'tuple'
  if (!isSequence || right.kind !== left.kind || left.items.length + right.items.length > mostItems) return null
  return m.work(left.items.length + right.items.length) ? sequence(left.kind, [...left.items, ...right.items]) : null
}

function repeat(m: Machine, value: Value, times: bigint): Value | null {
  const count = times < 0n ? 0 : Number(times > 0x7fff_ffffn ? 0x7fff_ffffn : times)
  if (value.kind === 'text')
    return m.spend(value.value.length * count) ? text(value.value.repeat(count), value.making) : null
  if (value.kind === 'bytes') {
    if (!m.spend(value.value.length * count)) return null
    const whole = new Uint8Array(value.value.length * count)
    whole.set(value.value.subarray(0, whole.length))
    // What is there already is copied, twice as much each time.
    for (let done = value.value.length; done > 0 && done < whole.length; done *= 2) whole.copyWithin(done, 0, done)
    return bytes(whole, value.making)
  }
  if (value.kind !== 'list' && value.kind !== 'tuple') return null
  if (value.items.length * count > mostItems || !m.work(value.items.length * count)) return null
  const items: Value[] = []
  for (let round = 0; round < count; round += 1) for (const item of value.items) items.push(item)
  return sequence(value.kind, items)
}

/** The result of a prefix operator. */
export function unary(operator: number, operand: Value): Value {
  if (operand.kind === 'choice') return either(operand.options.map((option) => unary(operator, option)))
  if (operator === Token.Not) {
    const truth = truthOf(operand)
    return truth === null ? opaque('', [operand]) : bool(!truth)
  }
  const value = numberOf(operand)
  if (typeof value === 'bigint')
    return int(operator === Token.Minus ? -value : operator === Token.Tilde ? ~value : value)
  if (value === null || operator === Token.Tilde) return opaque('', [operand])
  return float(operator === Token.Minus ? -value : value)
}
