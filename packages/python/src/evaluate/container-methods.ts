import { Token } from '../token.ts'
import { smallIntOf } from './arithmetic.ts'
import { mergeInto } from './display.ts'
import { iterate, mostItems } from './iterate.ts'
import { sorted } from './iteration.ts'
import { type Model, models } from './model.ts'
import { valueInNamespace } from './namespace.ts'
import { binary } from './operate.ts'
import { bytes, int, keyOf, none, opaque, sequence, text, type Value } from './value.ts'

type On<K extends Value['kind']> = Value & { readonly kind: K }

function onList(model: (items: Value[], given: readonly Value[]) => Value | null): Model {
  return (_m, given, _site, self) => (self?.kind === 'list' ? model(self.items, given.positional) : null)
}

function onDict(model: (self: On<'dict'>, given: readonly Value[]) => Value | null): Model {
  return (_m, given, _site, self) => (self?.kind === 'dict' ? model(self, given.positional) : null)
}

const extend: Model = (m, given, _site, self) => {
  const [others] = given.positional
  if (self?.kind !== 'list' || others === undefined) return null
  const items = iterate(m, others)
  if (items === null) self.items.push(opaque('', [others]))
  else if (self.items.length + items.length <= mostItems) for (const item of [...items]) self.items.push(item)
  return none
}

const pop: Model = (_m, given, _site, self) => {
  const [which, fallback] = given.positional
  if (self?.kind === 'list') {
    const index = which === undefined ? -1 : smallIntOf(which)
    return index === null ? null : (self.items.splice(index, 1)[0] ?? null)
  }
  if (self?.kind !== 'dict' || which === undefined) return null
  const key = keyOf(which)
  const found = key === null ? undefined : self.entries.get(key)
  if (key !== null) self.entries.delete(key)
  return found?.value ?? fallback ?? null
}

/** `get`, of dicts and of namespaces. */
const get: Model = (_m, given, _site, self) => {
  const [which, fallback] = given.positional
  if (which === undefined) return null
  if (self?.kind === 'namespace') return which.kind === 'text' ? valueInNamespace(self, which.value) : null
  if (self?.kind !== 'dict') return null
  const key = keyOf(which)
  return key === null ? null : (self.entries.get(key)?.value ?? fallback ?? none)
}

const update: Model = (_m, given, _site, self) => {
  const [other] = given.positional
  if (self?.kind !== 'dict') return null
  if (other !== undefined) mergeInto(self.entries, other)
  for (const [name, value] of given.named) self.entries.set(`t${name}`, { key: text(name), value })
  return none
}

const item: Model = (m, given, _site, self) =>
  self === undefined || given.positional[0] === undefined ? null : m.rules.item(m, self, given.positional[0])

const toBytes: Model = (m, given, _site, self) => {
  const length = smallIntOf(given.positional[0] ?? given.named.get('length'))
  const order = given.positional[1] ?? given.named.get('byteorder')
  if (self?.kind !== 'int' || self.value < 0n || length === null || length < 0 || !m.spend(length)) return null
  const raw = new Uint8Array(length)
  let rest = self.value
  for (let index = 0; index < length && rest > 0n; index += 1) {
    raw[index] = Number(rest & 0xffn)
    rest >>= 8n
  }
  return bytes(order?.kind === 'text' && order.value === 'little' ? raw : raw.reverse(), null)
}

/** A set that is longer keeps values that are equal. */
const mostCompared = 1000

/** `(5).__xor__(3)` and its kin. */
const arithmetic = Object.fromEntries(
  (
    [
      ['__add__', Token.Plus],
      ['__sub__', Token.Minus],
      ['__mul__', Token.Star],
      ['__floordiv__', Token.DoubleSlash],
      ['__mod__', Token.Percent],
      ['__pow__', Token.DoubleStar],
      ['__xor__', Token.Caret],
      ['__and__', Token.Ampersand],
      ['__or__', Token.Pipe],
      ['__lshift__', Token.ShiftLeft],
      ['__rshift__', Token.ShiftRight],
    ] as const
  ).map(([name, operator]): readonly [string, Model] => [
    name,
    (m, given, _site, self) =>
      self === undefined || given.positional[0] === undefined ? null : binary(m, operator, self, given.positional[0]),
  ]),
)

/** Methods of lists, tuples, sets, dicts, namespaces and numbers. */
export const containerMethods = models({
  append: onList((items, [value]) => {
    if (value !== undefined && items.length < mostItems) items.push(value)
    return none
  }),
  insert: onList((items, [index, value]) => {
    const at = smallIntOf(index)
    if (value !== undefined && items.length < mostItems) items.splice(at ?? items.length, 0, value)
    return none
  }),
  reverse: onList((items) => {
    items.reverse()
    return none
  }),
  clear: onList((items) => {
    items.length = 0
    return none
  }),
  extend,
  pop,
  get,
  update,
  remove: onList((items, [value]) => {
    const key = value === undefined ? null : keyOf(value)
    const at = key === null ? -1 : items.findIndex((each) => keyOf(each) === key)
    if (at >= 0) items.splice(at, 1)
    return none
  }),
  count: (_m, given, _site, self) => {
    const key = given.positional[0] === undefined ? null : keyOf(given.positional[0])
    if (key === null || (self?.kind !== 'list' && self?.kind !== 'tuple')) return null
    return int(self.items.filter((each) => keyOf(each) === key).length)
  },
  popitem: onDict(({ entries }) => {
    const [last] = [...entries].slice(-1)
    if (last === undefined) return null
    entries.delete(last[0])
    return sequence('tuple', [last[1].key, last[1].value])
  }),
  sort: (m, given, site, self) => {
    if (self?.kind !== 'list') return null
    const result = sorted(m, { ...given, positional: [sequence('list', [...self.items])] }, site)
    if (result?.kind !== 'list') return none
    self.items.length = 0
    for (const item of result.items) self.items.push(item)
    return none
  },
  ...arithmetic,
  copy: (_m, _given, _site, self) => (self?.kind === 'list' ? sequence('list', [...self.items]) : null),
  index: (_m, given, _site, self) => {
    const key = given.positional[0] === undefined ? null : keyOf(given.positional[0])
    if (key === null || (self?.kind !== 'list' && self?.kind !== 'tuple')) return null
    const at = self.items.findIndex((each) => keyOf(each) === key)
    return at < 0 ? null : int(at)
  },
  setdefault: onDict(({ entries }, [which, fallback]) => {
    const key = which === undefined ? null : keyOf(which)
    if (key === null || which === undefined) return null
    const found = entries.get(key)
    if (found === undefined) entries.set(key, { key: which, value: fallback ?? none })
    return found?.value ?? fallback ?? none
  }),
  keys: onDict(({ entries }) =>
    sequence(
      'list',
      [...entries.values()].map((entry) => entry.key),
    ),
  ),
  values: onDict(({ entries }) =>
    sequence(
      'list',
      [...entries.values()].map((entry) => entry.value),
    ),
  ),
  items: onDict(({ entries }) =>
    sequence(
      'list',
      [...entries.values()].map((entry) => sequence('tuple', [entry.key, entry.value])),
    ),
  ),
  add: (_m, given, _site, self) => {
    const [value] = given.positional
    if (self?.kind !== 'set' || value === undefined) return null
    const key = keyOf(value)
    const isLong = self.items.length > mostCompared
    if (key === null || isLong || !self.items.some((each) => keyOf(each) === key)) self.items.push(value)
    return none
  },
  to_bytes: toBytes,
  bit_length: (_m, _given, _site, self) =>
    self?.kind === 'int'
      ? int(self.value === 0n ? 0 : (self.value < 0n ? -self.value : self.value).toString(2).length)
      : null,
  __getitem__: item,
})
