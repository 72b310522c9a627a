import { smallIntOf } from './arithmetic.ts'
import { attributeOf } from './attribute.ts'
import { canonicalPath } from './builtin-names.ts'
import { callMethod } from './class.ts'
import type { Machine } from './machine.ts'
import { valueInNamespace } from './namespace.ts'
import {
  type BytesValue,
  bytes,
  either,
  external,
  firstValuesOf,
  int,
  keyOf,
  made,
  opaque,
  type SequenceValue,
  type SliceValue,
  sequence,
  type TextValue,
  text,
  type Value,
} from './value.ts'

/** `object[index]` */
export function itemOf(m: Machine, object: Value, index: Value): Value {
  switch (object.kind) {
    case 'choice':
      return either(object.options.map((option) => itemOf(m, option, index)))
    case 'external':
      return externalItem(m, object.path, index)
    case 'opaque':
      return opaque(object.path === '' ? '' : `${object.path}[]`, [object, index])
    case 'dict':
      return dictItem(object, index)
    case 'namespace':
      return index.kind === 'text' ? valueInNamespace(object, index.value) : opaque('', [object, index])
    case 'instance':
      return (
        callMethod(m, object, '__getitem__', { positional: [index], named: new Map(), rest: [] }) ??
        opaque('', [object, index])
      )
    case 'text':
    case 'bytes':
    case 'list':
    case 'tuple':
      return (
        (index.kind === 'slice' ? sliceOf(m, object, index) : at(object, smallIntOf(index))) ??
        opaque('', [object, index])
      )
    default:
      return opaque('', [object, index])
  }
}

/** Names of a module by its dict, modules by `sys.modules`; else an item that is not known. */
function externalItem(m: Machine, path: string, index: Value): Value {
  if (index.kind === 'text') {
    if (path.endsWith('.__dict__')) return attributeOf(m, external(path.slice(0, -'.__dict__'.length)), index.value)
    if (path === 'builtins') return attributeOf(m, external(path), index.value)
    if (path === 'sys.modules') return m.links?.find(m, index.value, 0) ?? external(canonicalPath(index.value))
  }
  if (path === 'sys.modules' && index.kind === 'opaque' && index.path === '__name__')
    return index.from[0] ?? opaque('', [index])
  return opaque(`${path}[]`, [external(path), index])
}

function dictItem(object: Value & { kind: 'dict' }, index: Value): Value {
  const key = keyOf(index)
  const found = key === null ? undefined : object.entries.get(key)
  if (found !== undefined) return found.value
  return opaque('', [...firstValuesOf(object, 8), index])
}

type Indexed = TextValue | BytesValue | SequenceValue

/** Whether every character is one UTF-16 unit, so that indexes are Python's. */
function isPlain(value: string): boolean {
  return !/[\ud800-\udfff]/.test(value)
}

function at(object: Indexed, index: number | null): Value | null {
  if (index === null) return null
  if (object.kind === 'text') {
    const characters = isPlain(object.value) ? object.value : Array.from(object.value)
    const found = characters[index < 0 ? characters.length + index : index]
    return found === undefined ? null : text(found, made('[]', object.making))
  }
  if (object.kind === 'bytes') {
    const found = object.value.at(index)
    return found === undefined ? null : int(found)
  }
  return object.items.at(index) ?? null
}

function sliceOf(m: Machine, object: Indexed, slice: SliceValue): Value | null {
  const isText = object.kind === 'text'
  const isWhole = isText && isPlain(object.value)
  const list: ArrayLike<unknown> =
    object.kind === 'text'
      ? isWhole
        ? object.value
        : Array.from(object.value)
      : object.kind === 'bytes'
        ? object.value
        : object.items
  const indexes = indexesOf(slice, list.length)
  if (indexes === null || !m.spend(indexes.count)) return null
  const { start, step, count } = indexes
  if (object.kind === 'text') {
    const making = made(step === -1 ? '[::-1]' : '[:]', object.making)
    if (isWhole && step === 1) return text(object.value.slice(start, start + count), making)
    return text(Array.from({ length: count }, (_, nth) => String(list[start + nth * step])).join(''), making)
  }
  if (object.kind === 'bytes') {
    const value = step === 1 ? object.value.slice(start, start + count) : new Uint8Array(count)
    if (step !== 1) for (let nth = 0; nth < count; nth += 1) value[nth] = object.value[start + nth * step] ?? 0
    return bytes(value, made(step === -1 ? '[::-1]' : '[:]', object.making))
  }
  return sequence(
    object.kind,
    Array.from({ length: count }, (_, nth) => object.items[start + nth * step] ?? opaque('', [])),
  )
}

interface Indexes {
  readonly start: number
  readonly step: number
  readonly count: number
}

/** Python's rules for slices of a sequence of this length; null when a part is not known. */
function indexesOf(slice: SliceValue, length: number): Indexes | null {
  const [lower, upper, by] = slice.parts.map((part) => (part.kind === 'none' ? undefined : smallIntOf(part)))
  if (lower === null || upper === null || by === null || by === 0) return null
  const step = by ?? 1
  const clamp = (value: number): number => {
    const from = value < 0 ? value + length : value
    return step > 0 ? Math.min(Math.max(from, 0), length) : Math.min(Math.max(from, -1), length - 1)
  }
  const start = lower === undefined ? (step > 0 ? 0 : length - 1) : clamp(lower)
  const end = upper === undefined ? (step > 0 ? length : -1) : clamp(upper)
  return { start, step, count: Math.max(0, Math.ceil((end - start) / step)) }
}
