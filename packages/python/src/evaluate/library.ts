import { latin1 } from '../decode-source.ts'
import { decodeAscii85, decodeBase32, decodeBase64, decodeBase85, decodeHex } from '../decoders/base-n.ts'
import { Token } from '../token.ts'
import { argument } from './arguments.ts'
import { exec } from './builtins.ts'
import { decodeWithCodec, encodeText } from './charset.ts'
import { ciphers } from './ciphers.ts'
import { moduleOf } from './import.ts'
import { iterate } from './iterate.ts'
import { reduce } from './iteration.ts'
import { itertoolsModels } from './itertools.ts'
import { evaluateText } from './layer.ts'
import type { Machine } from './machine.ts'
import { mathModels } from './math.ts'
import { type Model, models } from './model.ts'
import { moduleOfFile } from './named-file.ts'
import { binary } from './operate.ts'
import { rawOf } from './raw.ts'
import { streamModels } from './streams.ts'
import { structModels } from './struct.ts'
import {
  bytes,
  external,
  made,
  madeOf,
  makingOf,
  noArguments,
  sequence,
  type TextValue,
  text,
  unknown,
  type Value,
} from './value.ts'

/** A function from bytes to bytes. */
function decoding(path: string, decode: (data: Uint8Array, m: Machine) => Uint8Array | null): Model {
  return (m, given) => {
    const data = rawOf(given.positional[0] ?? given.named.get('s') ?? given.named.get('data'))
    if (data === null || !m.spend(data.value.length)) return null
    const result = decode(data.value, m)
    return result !== null && m.spend(result.length) ? bytes(result, made(path, data.making)) : null
  }
}

const urlSafe = Uint8Array.from([0x2d, 0x5f])

const base64: Model = (m, given, site) => {
  const others = rawOf(argument(given, 1, 'altchars'))
  return decoding('base64.b64decode', (data) => decodeBase64(data, others?.value ?? null))(m, given, site)
}

/** `codecs.decode` and, for the codecs that undo themselves, `codecs.encode`. */
const codecsDecode: Model = (m, given) => {
  const name = argument(given, 1, 'encoding')
  const data = rawOf(argument(given, 0, 'obj'))
  return data === null || name?.kind !== 'text' ? null : decodeWithCodec(m, data, name.value)
}

const codecsEncode: Model = (m, given, site) => {
  const name = argument(given, 1, 'encoding')
  if (name?.kind === 'text' && /^rot_?-?13$/i.test(name.value)) return codecsDecode(m, given, site)
  const value = argument(given, 0, 'obj')
  const encoded = value?.kind === 'text' && name?.kind === 'text' ? encodeText(value.value, name.value) : null
  return encoded === null ? null : bytes(encoded, makingOf(value))
}

const mostUnpacked = 16_000_000

function inflating(path: string, format: 'zlib' | 'gzip'): Model {
  return (m, given, site) => {
    const bits = argument(given, 1, 'wbits')
    const isRaw = format === 'zlib' && bits?.kind === 'int' && bits.value < 0n
    const isGzip = format === 'zlib' && bits?.kind === 'int' && bits.value > 15n
    const form = isRaw ? 'raw' : isGzip ? 'gzip' : format
    return decoding(path, (data) => m.codecs.inflate?.(data, form, mostUnpacked) ?? null)(m, given, site)
  }
}

const partial: Model = (_m, given) => {
  const [callee, ...positional] = given.positional
  return callee === undefined ? null : { kind: 'partial', callee, given: { ...given, positional } }
}

function operator(kind: number): Model {
  return (m, given) => {
    const [a, b] = given.positional
    return a === undefined || b === undefined ? null : binary(m, kind, a, b)
  }
}

const importModule: Model = (m, given, site) => {
  const name = argument(given, 0, 'name')
  const anchor = argument(given, 1, 'package')
  if (name?.kind !== 'text' || (name.value.startsWith('.') && anchor === undefined)) return null
  return moduleOf(m, name.value, site.node)
}

const mostCycled = 100_000

/** As long as what it is zipped with is likely to be. */
const cycle: Model = (m, given) => {
  const items = given.positional[0] === undefined ? null : iterate(m, given.positional[0])
  if (items === null || items.length === 0 || !m.work(mostCycled)) return null
  const cycled: Value[] = []
  for (let index = 0; index < mostCycled; index += 1) cycled.push(items[index % items.length] ?? unknown)
  return sequence('list', cycled)
}

const joinPath: Model = (_m, given) => {
  const parts: string[] = []
  for (const part of given.positional) {
    if (part.kind !== 'text') return null
    if (part.value.startsWith('/')) parts.length = 0
    parts.push(part.value.replace(/(?<=.)\/$/, ''))
  }
  return parts.length === 0 ? null : text(parts.join('/'), madeOf('os.path.join', given.positional))
}

const percentEscape = /%([\da-f]{2})/gi

const unquote: Model = (m, given) => {
  const data = rawOf(given.positional[0])
  if (data === null) return null
  const plain = latin1(data.value).replace(percentEscape, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  const raw = encodeText(plain, 'latin-1')
  return raw === null ? null : decodeWithCodec(m, bytes(raw, made('urllib.parse.unquote', data.making)), 'utf-8')
}

/** A function made from code runs it when it is called. */
const functionOfCode: Model = (_m, given) => {
  const [code] = given.positional
  if (code === undefined) return null
  return { kind: 'partial', callee: external('builtins.exec'), given: { ...noArguments, positional: [code] } }
}

const literal: Model = (m, given, site) => {
  const [code] = given.positional
  return code?.kind === 'text' ? evaluateText(m, code, site) : null
}

const base64Functions = 'b64decode standard_b64decode decodebytes decodestring'

/** What functions of the standard library and a few others compute, by path. `…()` in a path is the result of a call. */
export const libraryModels: ReadonlyMap<string, Model> = new Map([
  ...base64Functions.split(' ').map((name) => [`base64.${name}`, base64] as const),
  ...ciphers,
  ...mathModels,
  ...structModels,
  ...streamModels,
  ...itertoolsModels,
  ...models({
    'base64.urlsafe_b64decode': decoding('base64.urlsafe_b64decode', (data) => decodeBase64(data, urlSafe)),
    'base64.b32decode': decoding('base64.b32decode', (data) => decodeBase32(data)),
    'base64.b32hexdecode': decoding('base64.b32hexdecode', (data) => decodeBase32(data, 'hex')),
    'base64.b16decode': decoding('base64.b16decode', decodeHex),
    'base64.a85decode': decoding('base64.a85decode', decodeAscii85),
    'base64.b85decode': decoding('base64.b85decode', decodeBase85),
    'binascii.unhexlify': decoding('binascii.unhexlify', decodeHex),
    'binascii.a2b_hex': decoding('binascii.a2b_hex', decodeHex),
    'binascii.a2b_base64': decoding('binascii.a2b_base64', (data) => decodeBase64(data)),
    'codecs.decode': codecsDecode,
    'codecs.encode': codecsEncode,
    'zlib.decompress': inflating('zlib.decompress', 'zlib'),
    'zlib.decompressobj().decompress': inflating('zlib.decompress', 'zlib'),
    'gzip.decompress': inflating('gzip.decompress', 'gzip'),
    'bz2.decompress': decoding('bz2.decompress', (data, m) => m.codecs.bzip2?.(data, mostUnpacked) ?? null),
    'lzma.decompress': decoding('lzma.decompress', (data, m) => m.codecs.lzma?.(data, mostUnpacked) ?? null),
    'timeit.timeit': exec,
    'timeit.repeat': exec,
    'timeit.Timer': exec,
    'cProfile.run': exec,
    'profile.run': exec,
    'pdb.run': exec,
    'trace.Trace().run': exec,
    'code.InteractiveInterpreter().runsource': exec,
    'code.InteractiveInterpreter().runcode': exec,
    'code.InteractiveConsole().runsource': exec,
    'code.InteractiveConsole().push': exec,
    'runpy.run_path': (m, given) => {
      const [path] = given.positional
      if (path?.kind === 'text') m.links?.run(m, path.value)
      return null
    },
    'runpy.run_module': (m, given, site) => {
      const [name] = given.positional
      if (name?.kind === 'text') moduleOf(m, name.value, site.node)
      return null
    },
    'types.ModuleType': (_m, given) =>
      given.positional[0]?.kind === 'text'
        ? { kind: 'module', path: given.positional[0].value, file: null, folder: null, values: new Map(), stars: [] }
        : null,
    'functools.reduce': reduce,
    'functools.partial': partial,
    'itertools.cycle': cycle,
    'importlib.util.module_from_spec': moduleOfFile,
    'imp.load_source': moduleOfFile,
    'importlib.machinery.SourceFileLoader().load_module': moduleOfFile,
    'importlib.import_module': importModule,
    'importlib.__import__': importModule,
    'operator.add': operator(Token.Plus),
    'operator.concat': operator(Token.Plus),
    'operator.mul': operator(Token.Star),
    'operator.mod': operator(Token.Percent),
    'operator.sub': operator(Token.Minus),
    'operator.xor': operator(Token.Caret),
    'operator.getitem': (m, given) => {
      const [object, index] = given.positional
      return object === undefined || index === undefined ? null : m.rules.item(m, object, index)
    },
    'os.path.join': joinPath,
    'urllib.parse.unquote': unquote,
    'urllib.unquote': unquote,
    'textwrap.dedent': (_m, given) => (given.positional[0]?.kind === 'text' ? dedent(given.positional[0]) : null),
    'types.FunctionType': functionOfCode,
    'types.LambdaType': functionOfCode,
    'ast.literal_eval': literal,
  }),
])

function dedent(value: TextValue): Value {
  const lines = value.value.split('\n')
  const margins = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0)
  const margin = margins.reduce((least, each) => Math.min(least, each), longestMargin)
  return text(lines.map((line) => line.slice(margin)).join('\n'), value.making)
}

const longestMargin = 1000
