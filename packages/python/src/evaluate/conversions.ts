import { latin1 } from '../decode-source.ts'
import { argument } from './arguments.ts'
import { numberOf, smallIntOf } from './arithmetic.ts'
import { decodeWithCodec, encodeText } from './charset.ts'
import { setOf } from './display.ts'
import { iterate } from './iterate.ts'
import type { Machine } from './machine.ts'
import { type Model, models } from './model.ts'
import { strOf } from './text-of.ts'
import {
  bool,
  bytes,
  float,
  int,
  keyOf,
  made,
  makingOf,
  makingOfAny,
  sequence,
  text,
  truthOf,
  unknown,
  type Value,
} from './value.ts'

const str: Model = (m, given) => {
  const [value, name] = given.positional
  if (value === undefined) return text('')
  const encoding = name ?? given.named.get('encoding')
  if (value.kind === 'bytes' && encoding !== undefined)
    return encoding.kind === 'text' ? decodeWithCodec(m, value, encoding.value) : null
  const shown = strOf(value)
  return shown === null || !m.spend(shown.length) ? null : text(shown, makingOf(value))
}

const longestNumber = 20_000

const whole: Model = (_m, given) => {
  const [value, base] = given.positional
  if (value === undefined) return int(0n)
  const number = numberOf(value)
  if (typeof number === 'bigint') return int(number)
  if (number !== null) return Number.isFinite(number) ? int(BigInt(Math.trunc(number))) : null
  const digits = value.kind === 'bytes' ? latin1(value.value) : value.kind === 'text' ? value.value : null
  const radix = smallIntOf(base ?? given.named.get('base') ?? int(10))
  if (digits === null || radix === null || digits.length > longestNumber) return null
  const parsed = parseWhole(digits.trim().replaceAll('_', '').toLowerCase(), radix)
  return parsed === null ? null : int(parsed)
}

const prefixes: Readonly<Record<string, number>> = { '0x': 16, '0o': 8, '0b': 2 }

function parseWhole(digits: string, radix: number): bigint | null {
  const negative = digits.startsWith('-')
  const body = digits.replace(/^[-+]/, '')
  const prefix = body.slice(0, 2)
  const named = Object.hasOwn(prefixes, prefix) ? prefixes[prefix] : undefined
  const base = radix === 0 ? (named ?? 10) : radix
  const rest = named === base ? body.slice(2) : body
  if (base < 2 || base > 36 || rest === '') return null
  const value = base === 10 ? decimal(rest) : inBase(rest, base)
  return value === null || !negative ? value : -value
}

function decimal(digits: string): bigint | null {
  return /^\d+$/.test(digits) ? BigInt(digits) : null
}

function inBase(digits: string, base: number): bigint | null {
  let value = 0n
  const factor = BigInt(base)
  for (const digit of digits.slice(0, 4096)) {
    const one = Number.parseInt(digit, 36)
    if (!(one < base)) return null
    value = value * factor + BigInt(one)
  }
  return digits.length > 4096 ? null : value
}

const longestFloat = 400

const decimalNumber: Model = (_m, given) => {
  const [value] = given.positional
  if (value === undefined) return float(0)
  const number = numberOf(value)
  if (number !== null) return float(Number(number))
  return value.kind === 'text' &&
    value.value.length < longestFloat &&
    /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i.test(value.value)
    ? float(Number(value.value))
    : null
}

const mostBytes = 16_000_000

/** `bytes` and `bytearray`. */
const raw: Model = (m, given) => {
  const [value, name] = given.positional
  if (value === undefined) return bytes(new Uint8Array(0))
  if (value.kind === 'bytes') return value
  const encoding = name ?? argument(given, 1, 'encoding')
  if (value.kind === 'text') {
    const encoded = encodeText(value.value, encoding?.kind === 'text' ? encoding.value : 'utf-8')
    return encoded === null ? null : bytes(encoded, value.making)
  }
  const count = smallIntOf(value)
  if (count !== null) return count >= 0 && count <= mostBytes && m.spend(count) ? bytes(new Uint8Array(count)) : null
  const items = iterate(m, value)
  return items === null ? null : bytesOfItems(items)
}

function bytesOfItems(items: readonly Value[]): Value | null {
  const data = new Uint8Array(items.length)
  for (let index = 0; index < items.length; index += 1) {
    const byte = smallIntOf(items[index])
    if (byte === null || byte < 0 || byte > 255) return null
    data[index] = byte
  }
  return bytes(data, made('bytes', null))
}

function listed(kind: 'list' | 'tuple' | 'set'): Model {
  return (m, given) => {
    const [value] = given.positional
    const items = value === undefined ? [] : iterate(m, value)
    if (items === null || !m.work(items.length)) return null
    return kind === 'set' ? setOf(items) : sequence(kind, [...items])
  }
}

const dict: Model = (m, given) => {
  const [value] = given.positional
  const entries = new Map<string, { key: Value; value: Value }>()
  if (value?.kind === 'dict') for (const [key, entry] of value.entries) entries.set(key, entry)
  else if (value !== undefined && !addPairs(m, entries, value)) return null
  for (const [name, each] of given.named) entries.set(`t${name}`, { key: text(name), value: each })
  return given.rest.length > 0 ? null : { kind: 'dict', entries }
}

function addPairs(m: Machine, entries: Map<string, { key: Value; value: Value }>, pairs: Value): boolean {
  const items = iterate(m, pairs)
  if (items === null) return false
  for (const item of items) {
    const [key, value] = iterate(m, item) ?? []
    if (key === undefined || value === undefined) return false
    entries.set(keyOf(key) ?? `?${entries.size}`, { key, value })
  }
  return true
}

const makeTable: Model = (_m, given) => {
  const [from, to] = given.positional
  if (from?.kind === 'dict') return from
  if (from?.kind === 'bytes' && to?.kind === 'bytes') {
    const table = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    from.value.forEach((byte, index) => {
      table[byte] = to.value[index] ?? byte
    })
    return bytes(table)
  }
  if (from?.kind !== 'text' || to?.kind !== 'text') return null
  const targets = Array.from(to.value)
  const entries = Array.from(from.value, (character, index) => {
    const key = int(character.codePointAt(0) ?? 0)
    return [`i${key.value}`, { key, value: text(targets[index] ?? '') }] as const
  })
  return { kind: 'dict', entries: new Map(entries) }
}

const fromBytes: Model = (_m, given) => {
  const [data, order] = given.positional
  if (data?.kind !== 'bytes' || data.value.length > 4096) return null
  const byteOrder = order ?? given.named.get('byteorder')
  const digits = byteOrder?.kind === 'text' && byteOrder.value === 'little' ? data.value.slice().reverse() : data.value
  return int(digits.reduce((value, byte) => value * 256n + BigInt(byte), 0n))
}

const truth: Model = (_m, given) => {
  const value = given.positional[0] === undefined ? false : truthOf(given.positional[0])
  return value === null ? null : bool(value)
}

const reversedText: Model = (m, given) => {
  const [value] = given.positional
  const items = value === undefined ? null : iterate(m, value)
  return items === null ? null : sequence('list', remade([...items].reverse()))
}

/** Characters in reverse order are as good as decoded. */
function remade(items: readonly Value[]): Value[] {
  const making = made('reversed', makingOfAny(items.slice(0, 1)))
  return items.map((item) => (item.kind === 'text' ? text(item.value, making) : item))
}

/** Builtin types, called. */
export const conversions = models({
  str,
  unicode: str,
  int: whole,
  long: whole,
  float: decimalNumber,
  bool: truth,
  bytes: raw,
  bytearray: raw,
  memoryview: raw,
  list: listed('list'),
  tuple: listed('tuple'),
  set: listed('set'),
  frozenset: listed('set'),
  dict,
  reversed: reversedText,
  'str.maketrans': makeTable,
  'bytes.maketrans': makeTable,
  'int.from_bytes': fromBytes,
  'dict.fromkeys': (m, given) => {
    const items = given.positional[0] === undefined ? null : iterate(m, given.positional[0])
    const value = given.positional[1] ?? unknown
    return items === null
      ? null
      : { kind: 'dict', entries: new Map(items.map((key, index) => [keyOf(key) ?? `?${index}`, { key, value }])) }
  },
})
