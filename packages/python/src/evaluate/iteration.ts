import { Token } from '../token.ts'
import { numberOf, smallIntOf } from './arithmetic.ts'
import { compare } from './compare.ts'
import { iterate, mostItems } from './iterate.ts'
import type { Machine, Site } from './machine.ts'
import { type Model, models } from './model.ts'
import { binary } from './operate.ts'
import { bool, int, opaque, sequence, truthOf, unknown, type Value } from './value.ts'

function callWith(m: Machine, callee: Value, positional: readonly Value[], site: Site): Value {
  return m.rules.call(m, callee, { positional, named: new Map(), rest: [] }, site)
}

const range: Model = (m, given) => {
  const numbers = given.positional.map(smallIntOf)
  if (numbers.includes(null) || numbers.length === 0) return null
  const [first, second, third] = numbers
  const [start, stop] = second === undefined ? [0, first ?? 0] : [first ?? 0, second ?? 0]
  const step = third ?? 1
  const count = step === 0 ? 0 : Math.max(0, Math.ceil((stop - start) / step))
  if (count > mostItems || !m.work(count)) return null
  return sequence(
    'list',
    Array.from({ length: count }, (_, index) => int(start + index * step)),
  )
}

const map: Model = (m, given, site) => {
  const [callee, ...iterables] = given.positional
  const lists = iterables.map((each) => iterate(m, each))
  if (callee === undefined || lists.length === 0) return null
  if (lists.includes(null)) {
    callWith(
      m,
      callee,
      iterables.map((each) => opaque('', [each])),
      site,
    )
    return null
  }
  const count = Math.min(...lists.map((list) => list?.length ?? 0))
  const items: Value[] = []
  for (let index = 0; index < count && m.step(site.node); index += 1)
    items.push(
      callWith(
        m,
        callee,
        lists.map((list) => list?.[index] ?? unknown),
        site,
      ),
    )
  return sequence('list', items)
}

const filter: Model = (m, given, site) => {
  const [callee, iterable] = given.positional
  const items = iterable === undefined ? null : iterate(m, iterable)
  if (callee === undefined || items === null) return null
  const kept: Value[] = []
  for (const item of items) {
    if (!m.step(site.node)) return null
    const truth = truthOf(callee.kind === 'none' ? item : callWith(m, callee, [item], site))
    if (truth === null) return null
    if (truth) kept.push(item)
  }
  return sequence('list', kept)
}

const zip: Model = (m, given) => {
  const lists = given.positional.map((each) => iterate(m, each))
  if (lists.includes(null)) return null
  const count = lists.length === 0 ? 0 : Math.min(...lists.map((list) => list?.length ?? 0))
  if (!m.work(count * lists.length)) return null
  return sequence(
    'list',
    Array.from({ length: count }, (_, index) =>
      sequence(
        'tuple',
        lists.map((list) => list?.[index] ?? unknown),
      ),
    ),
  )
}

const enumerate: Model = (m, given) => {
  const items = given.positional[0] === undefined ? null : iterate(m, given.positional[0])
  const start = smallIntOf(given.positional[1] ?? given.named.get('start') ?? int(0))
  if (items === null || start === null || !m.work(items.length)) return null
  return sequence(
    'list',
    items.map((item, index) => sequence('tuple', [int(start + index), item])),
  )
}

/** `sorted(items)` */
export const sorted: Model = (m, given, site) => {
  const items = given.positional[0] === undefined ? null : iterate(m, given.positional[0])
  const key = given.named.get('key')
  const reverse = truthOf(given.named.get('reverse') ?? bool(false))
  if (items === null || reverse === null) return null
  const keyed = items.map((item) => ({
    item,
    by: key === undefined || key.kind === 'none' ? item : callWith(m, key, [item], site),
  }))
  const sort = sortOf(keyed.map(({ by }) => by))
  if (sort === null) return null
  keyed.sort((a, b) => sort(a.by, b.by))
  const result = keyed.map(({ item }) => item)
  return sequence('list', reverse ? result.reverse() : result)
}

/** How values of one kind are ordered; null when they are not. */
function sortOf(values: readonly Value[]): ((a: Value, b: Value) => number) | null {
  if (values.every((value) => numberOf(value) !== null))
    return (a, b) => {
      const [left, right] = [numberOf(a) ?? 0, numberOf(b) ?? 0]
      return left < right ? -1 : left > right ? 1 : 0
    }
  if (!values.every((value) => value.kind === 'text')) return null
  return (a, b) => {
    const [left, right] = [a.kind === 'text' ? a.value : '', b.kind === 'text' ? b.value : '']
    return left < right ? -1 : left > right ? 1 : 0
  }
}

function extreme(operator: number): Model {
  return (m, given) => {
    const [only] = given.positional
    const items = given.positional.length === 1 && only !== undefined ? iterate(m, only) : given.positional
    if (items === null || items.length === 0 || given.named.size > 0) return null
    let best = items[0] ?? unknown
    for (const item of items.slice(1)) {
      const truth = truthOf(compare(operator, item, best))
      if (truth === null) return null
      if (truth) best = item
    }
    return best
  }
}

const sum: Model = (m, given) => {
  const items = given.positional[0] === undefined ? null : iterate(m, given.positional[0])
  if (items === null) return null
  return items.reduce((total, item) => binary(m, Token.Plus, total, item), given.positional[1] ?? int(0))
}

function all(deciding: boolean): Model {
  return (m, given) => {
    const items = given.positional[0] === undefined ? null : iterate(m, given.positional[0])
    if (items === null) return null
    const truths = items.map(truthOf)
    if (truths.includes(deciding)) return bool(deciding)
    return truths.includes(null) ? null : bool(!deciding)
  }
}

const length: Model = (m, given) => {
  const [value] = given.positional
  if (value?.kind === 'bytes') return int(value.value.length)
  const items = value === undefined ? null : iterate(m, value)
  return items === null ? null : int(items.length)
}

const next: Model = (m, given) => {
  const [whole] = given.positional
  if (whole?.kind === 'dict') {
    // Not all of it is written out for the first of it.
    for (const { key } of whole.entries.values()) return key
    return null
  }
  const items = whole === undefined ? null : iterate(m, whole)
  return items?.[0] ?? null
}

const absolute: Model = (_m, given) => {
  const value = given.positional[0] === undefined ? null : numberOf(given.positional[0])
  return typeof value === 'bigint' ? int(value < 0n ? -value : value) : null
}

const quotient: Model = (m, given) => {
  const [a, b] = given.positional
  if (a === undefined || b === undefined) return null
  return sequence('tuple', [binary(m, Token.DoubleSlash, a, b), binary(m, Token.Percent, a, b)])
}

/** `functools.reduce` */
export const reduce: Model = (m, given, site) => {
  const [callee, iterable, initial] = given.positional
  const items = iterable === undefined ? null : iterate(m, iterable)
  if (callee === undefined || items === null) return null
  const list = initial === undefined ? items : [initial, ...items]
  return list.length === 0
    ? null
    : list.slice(1).reduce((result, item) => callWith(m, callee, [result, item], site), list[0] ?? unknown)
}

/** Builtins that go through the items of something. */
export const iteration = models({
  range,
  xrange: range,
  map,
  filter,
  zip,
  enumerate,
  sorted,
  reduce,
  sum,
  next,
  min: extreme(Token.Less),
  max: extreme(Token.Greater),
  any: all(true),
  all: all(false),
  len: length,
  abs: absolute,
  divmod: quotient,
  iter: (_m, given) => given.positional[0] ?? null,
})
