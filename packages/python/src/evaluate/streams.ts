import { marshalStrings } from '../decoders/marshal.ts'
import { argument } from './arguments.ts'
import { decodeWithCodec, encodeText } from './charset.ts'
import type { Machine } from './machine.ts'
import { type Model, models } from './model.ts'
import { rawOf } from './raw.ts'
import { type BytesValue, bytes, external, int, made, makingOf, opaque, sequence, text, type Value } from './value.ts'

/** What an unknown value was made from: the callee comes first, its arguments behind it. */
export function givenTo(value: Value | undefined): readonly Value[] {
  return value?.kind === 'opaque' ? value.from.slice(1) : []
}

/** The content of a stream in memory: `io.BytesIO(data)`. */
const contentOf: Model = (_m, _given, _site, self) => {
  const [content] = givenTo(self)
  return content?.kind === 'bytes' || content?.kind === 'text' ? content : null
}

const mostUnpacked = 16_000_000

/** `gzip.GzipFile(fileobj=io.BytesIO(data)).read()` */
const gunzip: Model = (m, _given, _site, self) => {
  for (const stream of givenTo(self)) {
    const data = rawOf(stream.kind === 'opaque' ? givenTo(stream)[0] : undefined)
    const plain = data === null ? null : (m.codecs.inflate?.(data.value, 'gzip', mostUnpacked) ?? null)
    if (data !== null && plain !== null && m.spend(plain.length))
      return bytes(plain, made('gzip.GzipFile', data.making))
  }
  return null
}

/** `codecs.getencoder(name)(text)` and `codecs.lookup(name).encode(text)`: the result and its length. */
function coding(apply: (m: Machine, value: Value, name: string) => Value | null): Model {
  return (m, given, _site, self) => {
    const [name] = givenTo(self)
    const value = argument(given, 0)
    const result = name?.kind === 'text' && value !== undefined ? apply(m, value, name.value) : null
    return result === null ? null : sequence('tuple', [result, int(1)])
  }
}

function encode(m: Machine, value: Value, name: string): Value | null {
  if (value.kind !== 'text') return null
  if (/^rot_?-?13$/i.test(name)) return decode(m, value, name)
  const encoded = encodeText(value.value, name)
  return encoded === null ? null : bytes(encoded, makingOf(value))
}

function decode(m: Machine, value: Value, name: string): Value | null {
  const data = rawOf(value)
  return data === null ? null : decodeWithCodec(m, data, name)
}

/** Code that is marshalled is not read; the texts that it holds are what it comes from. */
const unmarshal: Model = (m, given) => {
  const data: BytesValue | null = rawOf(given.positional[0])
  if (data === null || !m.work(data.value.length)) return null
  const making = made('marshal.loads', data.making)
  const texts = marshalStrings(data.value).map((value) => text(value, making))
  return opaque('marshal.loads()', [external('marshal.loads'), data, sequence('list', texts)])
}

/** Streams in memory, codecs by name, marshalled code. */
export const streamModels = models({
  'io.BytesIO().read': contentOf,
  'io.BytesIO().getvalue': contentOf,
  'io.StringIO().read': contentOf,
  'io.StringIO().getvalue': contentOf,
  'gzip.GzipFile().read': gunzip,
  'gzip.open().read': gunzip,
  'codecs.getencoder()': coding(encode),
  'codecs.getdecoder()': coding(decode),
  'codecs.lookup().encode': coding(encode),
  'codecs.lookup().decode': coding(decode),
  'marshal.loads': unmarshal,
})
