import type { VexDocument } from '@cordon/model'
import { readCyclonedxXml } from '../cyclonedx/xml.ts'
import { asObject, textOf } from '../data.ts'
import { decodeDocument } from '../decode.ts'
import { DocumentError } from '../error.ts'
import { readJson } from '../json-read.ts'
import { readXml, type XmlElement } from '../xml/read.ts'
import { isCsaf, readCsaf } from './read-csaf.ts'
import { readCyclonedxVex } from './read-cyclonedx.ts'
import { isOpenvex, readOpenvex } from './read-openvex.ts'
import { VexReading } from './vex-reading.ts'

const longest = 64 * 1024 * 1024

/**
 * Reads statements about vulnerabilities: OpenVEX, CSAF 2.0 or CycloneDX (JSON, XML). A statement that cannot be meant as written is told in
 * `problems` and is not among `statements`. Throws `DocumentError` for a document that cannot be read as a whole; a key that an object
 * has twice is such a case: two readers could take it for two things.
 */
export function readVex(input: Uint8Array | string, path: string): VexDocument {
  if (input.length > longest)
    throw new DocumentError('TOO_LARGE', `A VEX document of ${input.length} bytes is not read (at most ${longest}).`)
  const text = typeof input === 'string' ? input : decodeDocument(input)
  if (/^\ufeff?\s*</.test(text.slice(0, 1000))) {
    refuseRepeated(readXml(text))
    return readCyclonedxVex(readCyclonedxXml(text).document, new VexReading(path))
  }
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

/** Elements of which the schema has at most one of each child. */
const singular = new Set(['bom', 'metadata', 'component', 'vulnerability', 'analysis', 'target'])

function refuseRepeated(root: XmlElement): void {
  const open = [root]
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    const seen = new Set<string>()
    for (const child of element.children) {
      if (singular.has(element.name) && child.space === root.space && seen.has(child.name))
        throw new DocumentError('MALFORMED', `The element \`${child.name}\` is there twice.`, { line: child.line })
      seen.add(child.name)
      open.push(child)
    }
  }
}

function unknownFormat(): DocumentError {
  return new DocumentError('UNSUPPORTED_FORMAT', `This is no VEX document: neither OpenVEX nor CSAF 2.0 nor CycloneDX.`)
}
