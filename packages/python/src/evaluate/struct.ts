import { argument } from './arguments.ts'
import { smallIntOf } from './arithmetic.ts'
import { iterate } from './iterate.ts'
import { type Model, models } from './model.ts'
import { rawOf } from './raw.ts'
import { type BytesValue, bytes, int, made, sequence, type Value } from './value.ts'

interface Item {
  readonly code: string
  readonly count: number
}

/** Bytes of each code in the standard sizes. */
const sizes: Readonly<Record<string, number>> = {
  x: 1,
  c: 1,
  b: 1,
  B: 1,
  '?': 1,
  h: 2,
  H: 2,
  i: 4,
  I: 4,
  l: 4,
  L: 4,
  q: 8,
  Q: 8,
}
const mostItems = 100_000

/** A format of `struct`; null when it holds what is not known here. */
function itemsOf(format: string): readonly Item[] | null {
  const items: Item[] = []
  for (const [, digits = '', code = ''] of format.replace(/^[@=<>!]/, '').matchAll(/(\d{0,9})(\S)/g)) {
    const count = digits === '' ? 1 : Number(digits)
    if ((code !== 's' && !Object.hasOwn(sizes, code)) || count > mostItems) return null
    items.push({ code, count })
  }
  return items
}

function wholeAt(
  data: Uint8Array,
  at: number,
  [size, isLittle, isSigned]: readonly [number, boolean, boolean],
): bigint {
  let value = 0n
  for (let index = 0; index < size; index += 1)
    value = value * 256n + BigInt(data[isLittle ? at + size - 1 - index : at + index] ?? 0)
  return isSigned ? BigInt.asIntN(size * 8, value) : value
}

const unpack: Model = (m, given) => {
  const [format, source] = given.positional
  const data = rawOf(source)
  const items = format?.kind === 'text' ? itemsOf(format.value) : null
  if (format?.kind !== 'text' || data === null || items === null || !m.work(data.value.length)) return null
  const isLittle = !/^[>!]/.test(format.value)
  const found: Value[] = []
  let at = 0
  for (const { code, count } of items) {
    if (code === 's') {
      found.push(bytes(data.value.slice(at, at + count), data.making))
      at += count
      continue
    }
    const size = sizes[code] ?? 1
    for (let index = 0; index < count && at < data.value.length; index += 1, at += size) {
      if (code === 'x') continue
      const value = wholeAt(data.value, at, [size, isLittle, code >= 'a' && code !== 'c'])
      found.push(code === 'c' ? bytes(Uint8Array.of(Number(value))) : int(value))
    }
  }
  return at > data.value.length ? null : sequence('tuple', found)
}

const pack: Model = (m, given) => {
  const [format, ...values] = given.positional
  const items = format?.kind === 'text' ? itemsOf(format.value) : null
  if (format?.kind !== 'text' || items === null || !m.work(values.length)) return null
  const isLittle = !/^[>!]/.test(format.value)
  const out: number[] = []
  let next = 0
  for (const { code, count } of items) {
    if (code === 's' || code === 'c' || code === 'x') return null
    for (let index = 0; index < count; index += 1) {
      const value = values[next++]
      if (value?.kind !== 'int') return null
      const size = sizes[code] ?? 1
      const whole = BigInt.asUintN(size * 8, value.value)
      for (let byte = 0; byte < size; byte += 1)
        out.push(Number((whole >> BigInt(8 * (isLittle ? byte : size - 1 - byte))) & 0xffn))
    }
  }
  return bytes(Uint8Array.from(out), made('struct.pack', null))
}

/** `array.array("B", …)`: bytes; the list itself for wider items. */
const array: Model = (m, given) => {
  const code = argument(given, 0)
  const source = argument(given, 1)
  if (code?.kind !== 'text' || source === undefined) return null
  if (source.kind === 'bytes') return code.value === 'B' || code.value === 'b' ? source : null
  const items = iterate(m, source)
  if (items === null) return null
  return code.value === 'B' || code.value === 'b' ? bytesOf(items) : sequence('list', [...items])
}

function bytesOf(items: readonly Value[]): BytesValue | null {
  const numbers = items.map((item) => smallIntOf(item))
  if (numbers.includes(null)) return null
  return bytes(
    Uint8Array.from(numbers, (number) => (number ?? 0) & 0xff),
    made('array.array', null),
  )
}

/** Numbers from bytes and back. */
export const structModels = models({ 'struct.unpack': unpack, 'struct.pack': pack, 'array.array': array })
