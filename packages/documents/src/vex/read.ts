import type { VexDocument } from '@cordon/model'
import { asObject, textOf } from '../data.ts'
import { decodeDocument } from '../decode.ts'
import { DocumentError } from '../error.ts'
import { readJson } from '../json-read.ts'
import { isCsaf, readCsaf } from './read-csaf.ts'
import { readCyclonedxVex } from './read-cyclonedx.ts'
import { isOpenvex, readOpenvex } from './read-openvex.ts'
import { VexReading } from './vex-reading.ts'

const longest = 64 * 1024 * 1024

/**
 * Reads statements about vulnerabilities: OpenVEX, CSAF 2.0 or CycloneDX (JSON). A statement that cannot be meant as written is told in
 * `problems` and is not among `statements`. Throws `DocumentError` for a document that cannot be read as a whole; a key that an object
 * has twice is such a case: two readers could take it for two things.
 */
export function readVex(input: Uint8Array | string, path: string): VexDocument {
  if (input.length > longest)
    throw new DocumentError('TOO_LARGE', `A VEX document of ${input.length} bytes is not read (at most ${longest}).`)
  const text = typeof input === 'string' ? input : decodeDocument(input)
  const document = asObject(
    readJson(text, (key, line) => {
      throw new DocumentError('MALFORMED', `The key ${JSON.stringify(key).slice(0, 80)} is there twice.`, { line })
    }),
  )
  if (document === null) throw unknownFormat()
  const reading = new VexReading(path)
  if (isOpenvex(document)) return readOpenvex(document, reading)
  if (isCsaf(document)) return readCsaf(document, reading)
  if (textOf(document, 'bomFormat') === 'CycloneDX') return readCyclonedxVex(document, reading)
  throw unknownFormat()
}

function unknownFormat(): DocumentError {
  return new DocumentError(
    'UNSUPPORTED_FORMAT',
    `This is no VEX document: neither OpenVEX nor CSAF 2.0 nor CycloneDX (JSON).`,
  )
}
