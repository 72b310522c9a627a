import { latin1 } from '../decode-source.ts'
import type { Value } from './value.ts'

const deepest = 6
const longest = 1_000_000

/** `str(value)`; null when it is not known. */
export function strOf(value: Value): string | null {
  return value.kind === 'text' ? value.value : reprOf(value)
}

/** `repr(value)`; null when it is not known. */
export function reprOf(value: Value, depth = 0): string | null {
  switch (value.kind) {
    case 'text':
      return quote(value.value, false)
    case 'bytes':
      return `b${quote(latin1(value.value), true)}`
    case 'int':
      return value.value.toString()
    case 'float':
      return floatText(value.value)
    case 'bool':
      return value.value ? 'True' : 'False'
    case 'none':
      return 'None'
    case 'list':
      return around('[', reprOfAll(value.items, depth), ']')
    case 'tuple':
      return around('(', reprOfAll(value.items, depth), value.items.length === 1 ? ',)' : ')')
    case 'set':
      return value.items.length === 0 ? 'set()' : around('{', reprOfAll(value.items, depth), '}')
    case 'dict':
      return around('{', reprOfEntries([...value.entries.values()], depth), '}')
    default:
      return null
  }
}

function around(open: string, inner: string | null, close: string): string | null {
  return inner === null ? null : `${open}${inner}${close}`
}

function reprOfAll(items: readonly Value[], depth: number): string | null {
  if (depth >= deepest) return null
  let out = ''
  for (const item of items) {
    const part = reprOf(item, depth + 1)
    if (part === null || out.length > longest) return null
    out += out === '' ? part : `, ${part}`
  }
  return out
}

function reprOfEntries(
  entries: readonly { readonly key: Value; readonly value: Value }[],
  depth: number,
): string | null {
  if (depth >= deepest) return null
  let out = ''
  for (const { key, value } of entries) {
    const [before, after] = [reprOf(key, depth + 1), reprOf(value, depth + 1)]
    if (before === null || after === null || out.length > longest) return null
    out += `${out === '' ? '' : ', '}${before}: ${after}`
  }
  return out
}

/** As Python prints a float: with a point, and with an exponent from 1e16 on. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
  const plain = String(value)
  return plain.includes('.') ? plain : `${plain}.0`
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

function quote(value: string, isBytes: boolean): string {
  const mark = value.includes("'") && !value.includes('"') ? '"' : "'"
  const last = isBytes ? '\\x7f-\\xff' : '\\x7f-\\xa0\\xad'
  const hidden = new RegExp(`[\\\\\\x00-\\x1f${last}${mark}]`, 'g')
  const inner = value.replace(hidden, (character) => {
    if (character === mark) return `\\${mark}`
    return escapes.get(character) ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
  return `${mark}${inner}${mark}`
}
