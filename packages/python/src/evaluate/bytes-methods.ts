import { latin1 } from '../decode-source.ts'
import { argument } from './arguments.ts'
import { decodeWithCodec } from './charset.ts'
import { iterate } from './iterate.ts'
import type { Machine } from './machine.ts'
import { type Model, models } from './model.ts'
import { textMethods } from './text-methods.ts'
import { type BytesValue, bytes, int, made, madeOf, sequence, text, type Value } from './value.ts'

type BytesModel = (m: Machine, self: BytesValue, given: readonly Value[]) => Value | null

function onBytes(model: BytesModel): Model {
  return (m, given, _site, self) =>
    self?.kind === 'bytes' && given.rest.length === 0 ? model(m, self, given.positional) : null
}

/** Text and bytes with the same methods: each byte is taken for the character with its code. */
function asText(name: string): Model {
  return (m, given, site, self) => {
    if (self?.kind !== 'bytes' || !m.spend(self.value.length)) return null
    const result = textMethods.get(name)?.(
      m,
      { ...given, positional: given.positional.map(toText) },
      site,
      toText(self),
    )
    return result === undefined || result === null ? null : toBytes(result)
  }
}

function toText(value: Value): Value {
  if (value.kind === 'tuple') return sequence('tuple', value.items.map(toText))
  return value.kind === 'bytes' ? text(latin1(value.value), value.making) : value
}

function toBytes(value: Value): Value {
  if (value.kind === 'list' || value.kind === 'tuple') return sequence(value.kind, value.items.map(toBytes))
  return value.kind === 'text' ? bytes(bytesOf(value.value), value.making) : value
}

function bytesOf(value: string): Uint8Array {
  return Uint8Array.from(value, (character) => character.charCodeAt(0))
}

const join = onBytes((m, self, [parts]) => {
  const items = parts === undefined ? null : iterate(m, parts)
  if (items === null) return null
  const pieces: Uint8Array[] = []
  let length = 0
  for (const item of items) {
    if (item.kind !== 'bytes') return null
    if (pieces.length > 0) pieces.push(self.value)
    pieces.push(item.value)
    length += item.value.length + self.value.length
  }
  if (!m.spend(length)) return null
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return bytes(whole, madeOf('bytes.join', items))
})

const decode: Model = (m, given, _site, self) => {
  const name = argument(given, 0, 'encoding')
  if (self?.kind !== 'bytes' || (name !== undefined && name.kind !== 'text')) return null
  return decodeWithCodec(m, self, name?.value ?? 'utf-8')
}

const hex = onBytes((m, self, [separator]) => {
  if (separator !== undefined || !m.spend(self.value.length * 2)) return null
  return text(
    Array.from(self.value, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    made('bytes.hex', self.making),
  )
})

const translate = onBytes((m, self, [table, deleted]) => {
  if (table?.kind !== 'bytes' || table.value.length !== 256 || deleted !== undefined || !m.spend(self.value.length))
    return null
  const mapped = self.value.map((byte) => table.value[byte] ?? 0)
  return bytes(mapped, made('bytes.translate', self.making))
})

const alike =
  'splitlines count index replace split rsplit strip lstrip rstrip startswith endswith find rfind count lower upper partition rpartition ljust rjust zfill'

/** Methods of `bytes` and `bytearray`. */
export const bytesMethods: ReadonlyMap<string, Model> = new Map([
  ...alike.split(' ').map((name) => [name, asText(name)] as const),
  ...models({
    join,
    decode,
    hex,
    translate,
    tobytes: onBytes((_m, self) => self),
    tostring: onBytes((_m, self) => self),
    __len__: onBytes((_m, self) => int(self.value.length)),
  }),
])
