import { latin1, rot13, utf7 } from '../decode-source.ts'
import { decodeBase64, decodeHex } from '../decoders/base-n.ts'
import { decodeEscapes } from '../escape.ts'
import type { Machine } from './machine.ts'
import { type BytesValue, bytes, made, text, type Value } from './value.ts'

const encoder = new TextEncoder()

/** A codec's name as Python compares them. */
function normal(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[-_ ]+/g, '')
}

/** `text.encode(name)`; null for an encoding that is not known here or cannot hold the text. */
export function encodeText(value: string, name: string): Uint8Array | null {
  switch (normal(name)) {
    case 'utf8':
    case 'u8':
    case 'utf8sig':
      return encoder.encode(value)
    case 'ascii':
    case 'usascii':
      return narrow(value, 0x7f)
    case 'latin1':
    case 'iso88591':
    case 'l1':
    case 'cp1252':
    case 'charmap':
      return narrow(value, 0xff)
    case 'utf16le':
      return wide(value, '')
    case 'utf16':
      return wide(value, '\ufeff')
    default:
      return null
  }
}

function narrow(value: string, most: number): Uint8Array | null {
  const raw = new Uint8Array(value.length)
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index)
    if (code > most) return null
    raw[index] = code
  }
  return raw
}

function wide(value: string, mark: string): Uint8Array {
  const whole = mark + value
  const raw = new Uint8Array(whole.length * 2)
  for (let index = 0; index < whole.length; index += 1) {
    raw[index * 2] = whole.charCodeAt(index)
    raw[index * 2 + 1] = whole.charCodeAt(index) >> 8
  }
  return raw
}

/** Charsets of the platform's decoder, by Python's names without marks. */
const charsets: ReadonlyMap<string, string> = new Map([
  ['utf8', 'utf-8'],
  ['u8', 'utf-8'],
  ['utf8sig', 'utf-8'],
  ['ascii', 'utf-8'],
  ['usascii', 'utf-8'],
  ['utf16', 'utf-16le'],
  ['utf16le', 'utf-16le'],
  ['utf16be', 'utf-16be'],
  ['cp1252', 'windows-1252'],
  ['cp1251', 'windows-1251'],
  ['gbk', 'gbk'],
  ['gb2312', 'gbk'],
  ['gb18030', 'gb18030'],
  ['big5', 'big5'],
  ['shiftjis', 'shift_jis'],
  ['euckr', 'euc-kr'],
])

/** `data.decode(name)` or `codecs.decode(data, name)`; null for a codec that is not known here. */
export function decodeWithCodec(m: Machine, data: BytesValue, name: string): Value | null {
  const codec = normal(name)
  const raw = data.value
  if (!m.spend(raw.length)) return null
  const charset = charsets.get(codec)
  if (charset !== undefined) return text(new TextDecoder(charset).decode(raw), data.making)
  const making = made(`codecs.${codec}`, data.making)
  const unpacked = unpack(m, raw, codec)
  if (unpacked !== null) return bytes(unpacked, making)
  switch (codec) {
    case 'latin1':
    case 'iso88591':
    case 'l1':
    case 'charmap':
      return text(latin1(raw), data.making)
    case 'rot13':
      return text(rot13(latin1(raw)), making)
    case 'unicodeescape':
    case 'stringescape':
    case 'rawunicodeescape':
      return text(decodeEscapes(latin1(raw), false), making)
    case 'utf7':
      return text(utf7(raw), making)
    default:
      return null
  }
}

const mostUnpacked = 16_000_000

function unpack(m: Machine, raw: Uint8Array, codec: string): Uint8Array | null {
  switch (codec.replace(/codec$/, '')) {
    case 'hex':
      return decodeHex(raw)
    case 'base64':
      return decodeBase64(raw)
    case 'zlib':
    case 'zip':
      return m.codecs.inflate?.(raw, 'zlib', mostUnpacked) ?? null
    case 'bz2':
      return m.codecs.bzip2?.(raw, mostUnpacked) ?? null
    default:
      return null
  }
}
