import { crc32 } from 'node:zlib'
import { damaged } from './error.ts'

/** The parts of an index of names, as they lie in its file: views of one piece of memory, nothing is copied on opening. */
export interface Sections {
  /** Per name, in rank order: where it ends in `text`. */
  readonly ends: Uint32Array
  readonly signatures: Uint32Array
  /** Per bucket of hashes: where its entries begin; one more at the end. */
  readonly starts: Uint32Array
  /** Ranks of names, bucket by bucket. */
  readonly entries: Uint16Array
  /** Per word, in alphabetical order: where it ends in `words`, and how many names hold it. */
  readonly wordEnds: Uint32Array
  readonly wordUses: Uint16Array
  /** Per triple of letters: how many names hold it. */
  readonly triples: Uint16Array
  /** All names, and all words, one after the other in ASCII. */
  readonly text: Uint8Array
  readonly words: Uint8Array
  /** What the index says of itself, as JSON. */
  readonly meta: Uint8Array
}

/** Raised whenever the same names would be written differently. */
export const indexVersion = 1

const magic = 0x4e524443
const headerWords = 16
const order = [
  'ends',
  'signatures',
  'starts',
  'entries',
  'wordEnds',
  'wordUses',
  'triples',
  'text',
  'words',
  'meta',
] as const
const widths: Readonly<Record<keyof Sections, 1 | 2 | 4>> = {
  ends: 4,
  signatures: 4,
  starts: 4,
  entries: 2,
  wordEnds: 4,
  wordUses: 2,
  triples: 2,
  text: 1,
  words: 1,
  meta: 1,
}

function padded(bytes: number): number {
  return (bytes + 3) & ~3
}

/** One file: sixteen words (magic, version, CRC-32 of the rest, the length of each section in elements), then the sections. */
export function joinSections(sections: Sections): Uint8Array {
  const size = order.reduce((sum, name) => sum + padded(sections[name].byteLength), headerWords * 4)
  const file = new Uint8Array(size)
  const header = new Uint32Array(file.buffer, 0, headerWords)
  let at = headerWords * 4
  order.forEach((name, index) => {
    const part = sections[name]
    header[3 + index] = part.length
    file.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at)
    at += padded(part.byteLength)
  })
  header[0] = magic
  header[1] = indexVersion
  header[2] = crc32(file.subarray(headerWords * 4))
  return file
}

/** Opens what `joinSections` wrote; throws `NamesError('NAMES_DAMAGED')`. The bytes are kept, not copied, where they lie on a word. */
export function splitSections(bytes: Uint8Array): Sections {
  // Typed arrays begin at whole words; what was read into the middle of a pool is moved once.
  const file = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes)
  if (file.length < headerWords * 4) throw damaged('too short')
  const header = new Uint32Array(file.buffer, file.byteOffset, headerWords)
  if (header[0] !== magic) throw damaged('not an index of names')
  if (header[1] !== indexVersion) throw damaged('made by another version')
  if (header.subarray(3 + order.length).some((word) => word !== 0)) throw damaged('its header is too long')
  const spans = new Map<keyof Sections, { readonly at: number; readonly length: number }>()
  let at = headerWords * 4
  order.forEach((name, index) => {
    const length = header[3 + index] ?? 0
    spans.set(name, { at, length })
    at += padded(length * widths[name])
  })
  if (at !== file.length) throw damaged('cut off')
  if (header[2] !== crc32(file.subarray(headerWords * 4))) throw damaged('its checksum differs')
  const span = (name: keyof Sections): readonly [ArrayBufferLike, number, number] => {
    const { at: start = 0, length = 0 } = spans.get(name) ?? {}
    return [file.buffer, file.byteOffset + start, length]
  }
  return {
    ends: new Uint32Array(...span('ends')),
    signatures: new Uint32Array(...span('signatures')),
    starts: new Uint32Array(...span('starts')),
    entries: new Uint16Array(...span('entries')),
    wordEnds: new Uint32Array(...span('wordEnds')),
    wordUses: new Uint16Array(...span('wordUses')),
    triples: new Uint16Array(...span('triples')),
    text: new Uint8Array(...span('text')),
    words: new Uint8Array(...span('words')),
    meta: new Uint8Array(...span('meta')),
  }
}
