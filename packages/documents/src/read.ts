import type { Bom, BomSource, ReadBom } from './bom.ts'
import { readCyclonedx } from './cyclonedx/read.ts'
import { readCyclonedxXml } from './cyclonedx/xml.ts'
import { asObject, textOf } from './data.ts'
import { decodeDocument } from './decode.ts'
import { DocumentError } from './error.ts'
import { readJson } from './json-read.ts'
import { Reading } from './reading.ts'
import { readSpdx2 } from './spdx2/read.ts'
import { isTagValue, readTagValue } from './spdx2/tag-value.ts'
import { isSpdx3, readSpdx3 } from './spdx3/read.ts'

/**
 * Reads a bill of materials of any format, from bytes or from their text. What is wrong in it is told in `problems`, and costs nothing but
 * itself. Throws `DocumentError` for a document that cannot be read as a whole.
 */
export function readBom(input: Uint8Array | string, path: string): ReadBom {
  const text = typeof input === 'string' ? input : decodeDocument(input)
  const reading = new Reading()
  const { bom, ...source } = readText(text, reading)
  return { bom, source: { path, ...source }, problems: reading.allProblems(), lines: reading.lines }
}

type Read = Omit<BomSource, 'path'> & { readonly bom: Bom }

function readText(text: string, reading: Reading): Read {
  const start = text
    .slice(0, 1000)
    .replace(/^\ufeff/, '')
    .trimStart()
  if (start.startsWith('{')) return readJsonDocument(text, reading)
  if (isTagValue(start)) {
    const document = readTagValue(text, (line) =>
      reading.note('BAD_VALUE', { place: `line ${line}`, line }, 'this is no tag with a value'),
    )
    const version = knownSpdx2(textOf(document, 'spdxVersion') ?? '')
    return { bom: readSpdx2(document, reading), family: 'spdx', version, encoding: 'tag-value' }
  }
  if (start.startsWith('<')) {
    const { document, version } = readCyclonedxXml(text)
    return { bom: readCyclonedx(document, reading), family: 'cyclonedx', version, encoding: 'xml' }
  }
  throw unknownFormat()
}

function readJsonDocument(text: string, reading: Reading): Read {
  const document = asObject(
    readJson(text, (key, line) =>
      reading.note(
        'DUPLICATE_KEY',
        { place: `line ${line}`, line },
        `the key ${JSON.stringify(key).slice(0, 80)} is there twice`,
      ),
    ),
  )
  if (document === null) throw unknownFormat()
  const version = textOf(document, 'specVersion')
  if (textOf(document, 'bomFormat') === 'CycloneDX')
    return {
      bom: readCyclonedx(document, reading),
      family: 'cyclonedx',
      version: knownCyclonedx(version),
      encoding: 'json',
    }
  if (isSpdx3(document))
    return { bom: readSpdx3(document, reading), family: 'spdx', version: '3.0.1', encoding: 'json' }
  const spdx = textOf(document, 'spdxVersion')
  if (spdx !== null)
    return { bom: readSpdx2(document, reading), family: 'spdx', version: knownSpdx2(spdx), encoding: 'json' }
  throw unknownFormat()
}

function knownSpdx2(version: string): string {
  if (/^SPDX-2\.\d$/.test(version)) return version
  throw new DocumentError(
    'UNSUPPORTED_VERSION',
    `${version.slice(0, 20)} is not read; SPDX-2.0 to SPDX-2.3 and 3.0 are.`,
  )
}

/** Versions from 1.0 on are read: what they lack is absent, what later ones add is left out and told. */
function knownCyclonedx(version: string | null): string {
  if (version !== null && /^1\.\d{1,2}$/.test(version)) return version
  throw new DocumentError(
    'UNSUPPORTED_VERSION',
    `CycloneDX ${version?.slice(0, 20) ?? 'without a version'} is not read; 1.0 to 1.7 are.`,
  )
}

function unknownFormat(): DocumentError {
  return new DocumentError(
    'UNSUPPORTED_FORMAT',
    'This is no bill of materials: neither CycloneDX (JSON, XML) nor SPDX (2.3 JSON and tag-value, 3.0 JSON-LD).',
  )
}
