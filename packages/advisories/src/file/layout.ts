import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { AdvisoryError, damaged } from '../error.ts'
import { ByteWriter } from './bytes.ts'

/**
 * The file as a whole:
 *
 *     8 bytes    CORDONDB
 *     4 bytes    version of the format, little-endian like every number
 *     4 bytes    size of the payload
 *     32 bytes   SHA-256 of the payload
 *     payload    for each section where it ends, counted from the payload's begin (4 bytes each), then the sections
 */
export const formatVersion = 1
const magic = Buffer.from('CORDONDB', 'latin1')
const headerSize = 52

/** Sections in the order of the file. Each pair is a table: where each item ends (4 bytes each), and the items. */
export const sections = [
  'meta',
  'names',
  'asciiEnds',
  'ascii',
  'otherEnds',
  'other',
  'packageEnds',
  'packages',
  'recordEnds',
  'records',
  'groupEnds',
  'groups',
] as const
export type Section = (typeof sections)[number]

/** Puts a file together of its sections. */
export function writeFile(parts: Readonly<Record<Section, Uint8Array>>): Uint8Array {
  const payload = new ByteWriter()
  let end = sections.length * 4
  for (const section of sections) {
    end += parts[section].length
    payload.word(end)
  }
  for (const section of sections) payload.bytes(parts[section])
  const content = payload.finish()
  const file = new ByteWriter()
  file.bytes(magic)
  file.word(formatVersion)
  file.word(content.length)
  const digest = createHash('sha256').update(content).digest()
  file.word(checksum(digest, content))
  file.bytes(digest)
  file.bytes(content)
  return new Uint8Array(file.finish())
}

/** CRC-32 finds damage as surely as a digest would and costs a tenth at start-up; against forgery neither would help. */
function checksum(digest: Uint8Array, content: Uint8Array): number {
  return crc32(content, crc32(digest))
}

export interface OpenFile {
  /** Hex SHA-256 of the payload. */
  readonly digest: string
  part(section: Section): Buffer
}

/**
 * Takes a file apart after checking its header and checksum; the sections are views of the same bytes. Throws `AdvisoryError`:
 * `NOT_A_DATABASE`, `DATABASE_VERSION` or `DATABASE_DAMAGED`.
 */
export function readFile(bytes: Uint8Array): OpenFile {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.length < magic.length || !file.subarray(0, magic.length).equals(magic))
    throw new AdvisoryError('NOT_A_DATABASE', 'this is no advisory database; run `cordon db update` to build one')
  if (file.length < headerSize) throw damaged('cut short')
  const version = file.readUInt32LE(8)
  if (version !== formatVersion)
    throw new AdvisoryError(
      'DATABASE_VERSION',
      `the advisory database has format ${version}, and this program reads ${formatVersion}; run \`cordon db update\``,
    )
  const payload = file.subarray(headerSize)
  if (payload.length !== file.readUInt32LE(12)) throw damaged('its size is not what it says')
  const digest = file.subarray(20, headerSize)
  if (checksum(digest, payload) !== file.readUInt32LE(16)) throw damaged('its checksum does not match')
  const ends = readEnds(payload)
  return {
    digest: digest.toString('hex'),
    part: (section) => {
      const index = sections.indexOf(section)
      return payload.subarray(ends[index], ends[index + 1])
    },
  }
}

/** Where the first section begins, then where each ends. */
function readEnds(payload: Buffer): number[] {
  const ends = [sections.length * 4]
  if (payload.length < sections.length * 4) throw damaged('it has no sections')
  sections.forEach((_, index) => {
    const end = payload.readUInt32LE(index * 4)
    if (end < (ends.at(-1) ?? 0) || end > payload.length) throw damaged('a section lies outside')
    ends.push(end)
  })
  return ends
}
