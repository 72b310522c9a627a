import { Token } from '../token.ts'
import { smallIntOf } from './arithmetic.ts'
import { iterate, mostItems } from './iterate.ts'
import type { Machine } from './machine.ts'
import { type Model, models } from './model.ts'
import { binary } from './operate.ts'
import { givenTo } from './streams.ts'
import { noArguments, sequence, unknown, type Value } from './value.ts'

function chained(m: Machine, iterables: readonly Value[]): Value | null {
  const items: Value[] = []
  for (const iterable of iterables) {
    const part = iterate(m, iterable)
    if (part === null || items.length + part.length > mostItems) return null
    for (const item of part) items.push(item)
  }
  return m.work(items.length) ? sequence('list', items) : null
}

const islice: Model = (m, given) => {
  const [iterable, first, second, third] = given.positional
  const items = iterable === undefined ? null : iterate(m, iterable)
  const numbers = [first, second, third].map((value) =>
    value === undefined || value.kind === 'none' ? undefined : smallIntOf(value),
  )
  if (items === null || numbers.includes(null)) return null
  const [start, stop, step] = second === undefined ? [0, numbers[0], 1] : [numbers[0] ?? 0, numbers[1], numbers[2] ?? 1]
  if (start === null || stop === null || step === null || step < 1) return null
  return sequence(
    'list',
    items.slice(start, stop).filter((_, index) => index % step === 0),
  )
}

const repeat: Model = (m, given) => {
  const [item, times] = given.positional
  const count = times === undefined ? null : smallIntOf(times)
  if (item === undefined || count === null || count < 0 || count > mostItems || !m.work(count)) return null
  return sequence('list', new Array<Value>(count).fill(item))
}

const accumulate: Model = (m, given, site) => {
  const [iterable, combine] = given.positional
  const items = iterable === undefined ? null : iterate(m, iterable)
  if (items === null) return null
  const sums: Value[] = []
  for (const item of items) {
    const last = sums.at(-1)
    if (!m.step(site.node)) return null
    if (last === undefined) sums.push(item)
    else if (combine === undefined) sums.push(binary(m, Token.Plus, last, item))
    else sums.push(m.rules.call(m, combine, { ...noArguments, positional: [last, item] }, site))
  }
  return sequence('list', sums)
}

const starmap: Model = (m, given, site) => {
  const [callee, iterable] = given.positional
  const items = iterable === undefined ? null : iterate(m, iterable)
  if (callee === undefined || items === null) return null
  const results: Value[] = []
  for (const item of items) {
    if (!m.step(site.node)) return null
    results.push(m.rules.call(m, callee, { ...noArguments, positional: iterate(m, item) ?? [unknown] }, site))
  }
  return sequence('list', results)
}

/** `operator.attrgetter("a.b")(object)` */
const getAttributes: Model = (m, given, _site, self) => {
  const [path] = givenTo(self)
  const [object] = given.positional
  if (path?.kind !== 'text' || object === undefined) return null
  return path.value.split('.').reduce((value: Value, name) => m.rules.attribute(m, value, name), object)
}

/** `operator.itemgetter(key)(object)` */
const getItem: Model = (m, given, _site, self) => {
  const [key, second] = givenTo(self)
  const [object] = given.positional
  return key === undefined || second !== undefined || object === undefined ? null : m.rules.item(m, object, key)
}

/** `operator.methodcaller(name, …)(object)` */
const callMethod: Model = (m, given, site, self) => {
  const [name, ...positional] = givenTo(self)
  const [object] = given.positional
  if (name?.kind !== 'text' || object === undefined) return null
  return m.rules.call(m, m.rules.attribute(m, object, name.value), { ...noArguments, positional }, site)
}

/** `itertools`, and functions that `operator` makes. */
export const itertoolsModels = models({
  'itertools.chain': (m, given) => chained(m, given.positional),
  'itertools.chain.from_iterable': (m, given) =>
    given.positional[0] === undefined ? null : chained(m, iterate(m, given.positional[0]) ?? [unknown]),
  'itertools.islice': islice,
  'itertools.repeat': repeat,
  'itertools.accumulate': accumulate,
  'itertools.starmap': starmap,
  'operator.attrgetter()': getAttributes,
  'operator.itemgetter()': getItem,
  'operator.methodcaller()': callMethod,
})
