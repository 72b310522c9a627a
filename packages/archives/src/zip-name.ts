import { crc32 } from 'node:zlib'
import { asBuffer } from './byte-source.ts'
import { codePage437 } from './code-page-437.ts'
import type { Report } from './oddity.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const isUtf8 = 0x800
const unicodePath = 0x7075

interface RawName {
  readonly raw: Buffer
  readonly extra: Buffer
  readonly flags: number
}

/** A name as UTF-8 where its bytes are that, else in code page 437 (APPNOTE appendix D); reports what readers may read otherwise. */
export function decodeName({ raw, extra, flags }: RawName, report: Report): string {
  const name = isAscii(raw) ? raw.toString('latin1') : decodeWide(raw, flags, report)
  if (extra.length === 0) return name
  const other = findExtra(extra, unicodePath)
  // Info-ZIP's field 0x7075: a version, the checksum of the name that it replaces, then the other name.
  if (other !== null && other.length >= 5 && other.readUInt32LE(1) === crc32(raw)) {
    const replacement = other.subarray(5).toString('utf8')
    if (replacement !== name) report('unicode-path-extra', name, `some readers see ${JSON.stringify(replacement)}`)
  }
  return name
}

function isAscii(bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index++) if ((bytes[index] ?? 0) > 0x7f) return false
  return true
}

function decodeWide(raw: Buffer, flags: number, report: Report): string {
  const text = tryUtf8(raw)
  if (text !== null && (flags & isUtf8) !== 0) return text
  const name = text ?? codePage437(raw)
  report('name-encoding', name)
  return name
}

function tryUtf8(raw: Uint8Array): string | null {
  try {
    return utf8.decode(raw)
  } catch {
    return null
  }
}

/** The content of the extra field `id`, null when there is none. */
export function findExtra(extra: Uint8Array, id: number): Buffer | null {
  const bytes = asBuffer(extra)
  let at = 0
  while (at + 4 <= bytes.length) {
    const length = bytes.readUInt16LE(at + 2)
    if (at + 4 + length > bytes.length) return null
    if (bytes.readUInt16LE(at) === id) return bytes.subarray(at + 4, at + 4 + length)
    at += 4 + length
  }
  return null
}
