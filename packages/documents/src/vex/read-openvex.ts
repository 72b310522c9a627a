import type { Hash, Location, VexDocument, VexProduct } from '@cordon/model'
import { asObject, asText, type DataObject, listOf, objectOf, textOf } from '../data.ts'
import { DocumentError } from '../error.ts'
import type { Json } from '../json.ts'
import { readDigest } from './hash-words.ts'
import type { VexReading } from './vex-reading.ts'

const context = 'https://openvex.dev/ns'

/** True for a document of OpenVEX, whatever its version. */
export function isOpenvex(document: DataObject): boolean {
  return listOf(document, '@context').some((value) => asText(value)?.startsWith(context) ?? false)
}

/**
 * OpenVEX 0.2.0, and the plainer forms of 0.0.x (products and vulnerabilities as texts). What a statement leaves out it takes from its
 * document (spec, "Inheritance flow").
 */
export function readOpenvex(document: DataObject, reading: VexReading): VexDocument {
  const version = listOf(document, '@context').flatMap(
    (value) => /^https:\/\/openvex\.dev\/ns(?:\/v(\d+)\.\d+\.\d+)?\/?$/.exec(asText(value) ?? '')?.[0] ?? [],
  )
  if (version.length === 0)
    throw new DocumentError(
      'UNSUPPORTED_VERSION',
      'This `@context` of OpenVEX is not read; https://openvex.dev/ns/v0.2.0 is.',
    )
  const at = reading.at(document)
  const author = textOf(document, 'author')
  if (author === null) reading.note('warning', 'NO_AUTHOR', at, 'The document has no author: nobody answers for it.')
  const issued = reading.time(textOf(document, 'timestamp'), at)
  const updated = reading.time(textOf(document, 'last_updated'), at)
  const whole: Whole = { author: author ?? '', issued, updated }
  for (const statement of listOf(document, 'statements')) {
    const object = asObject(statement)
    if (object === null) reading.note('error', 'BAD_STATEMENT', at, 'A statement that is no object is left out.')
    else readStatement(object, whole, reading)
  }
  const revision = Number(textOf(document, 'version') ?? '1')
  return {
    format: 'openvex',
    id: textOf(document, '@id'),
    author: whole.author,
    role: textOf(document, 'role'),
    title: null,
    issued: issued ?? '',
    updated,
    revision: Number.isSafeInteger(revision) && revision > 0 ? revision : 1,
    path: reading.path,
    statements: reading.statements,
    problems: reading.problems,
  }
}

interface Whole {
  readonly author: string
  readonly issued: string | null
  readonly updated: string | null
}

function readStatement(object: DataObject, whole: Whole, reading: VexReading): void {
  const at = reading.at(object)
  const own = reading.time(textOf(object, 'timestamp'), at)
  const updated = reading.time(textOf(object, 'last_updated'), at)
  const vulnerability = objectOf(object, 'vulnerability')
  const shared = listOf(object, 'subcomponents')
  reading.add(
    {
      id: textOf(object, '@id'),
      vulnerability: {
        id:
          vulnerability === null
            ? textOf(object, 'vulnerability')
            : (textOf(vulnerability, 'name') ?? textOf(vulnerability, '@id')),
        aliases: listOf(vulnerability, 'aliases').flatMap((alias) => asText(alias) ?? []),
        description: textOf(vulnerability, 'description'),
      },
      status: textOf(object, 'status'),
      justification: textOf(object, 'justification'),
      cyclonedx: null,
      impact: textOf(object, 'impact_statement'),
      action: textOf(object, 'action_statement'),
      notes: textOf(object, 'status_notes'),
      responses: [],
      products: listOf(object, 'products').flatMap((product) => readProduct(product, shared, reading, at) ?? []),
      supplier: textOf(object, 'supplier'),
      time: updated ?? own ?? whole.updated ?? whole.issued,
      issued: own ?? whole.issued,
      author: whole.author,
    },
    at,
  )
}

function readProduct(value: Json, shared: readonly Json[], reading: VexReading, around: Location): VexProduct | null {
  const object = asObject(value)
  const at = object === null ? around : reading.at(object)
  const id = object === null ? asText(value) : textOf(object, '@id')
  const identifiers = objectOf(object, 'identifiers')
  const parts = [...listOf(object, 'subcomponents'), ...shared]
  const subcomponents = parts.flatMap((part) => readPart(part, reading, at) ?? [])
  // Without its parts it would speak of the whole product.
  if (subcomponents.length < parts.length) return null
  return reading.product(
    {
      id,
      purl: textOf(identifiers, 'purl') ?? (id !== null && /^pkg:/i.test(id) ? id : null),
      versions: null,
      cpe: textOf(identifiers, 'cpe23') ?? textOf(identifiers, 'cpe22'),
      hashes: hashesOf(objectOf(object, 'hashes'), reading, at),
      ref: id !== null && /^urn:cdx:/i.test(id) ? id : null,
      subcomponents,
    },
    at,
  )
}

/** OpenVEX knows no parts of parts. */
function readPart(value: Json, reading: VexReading, at: Location): VexProduct | null {
  const object = asObject(value)
  return readProduct(object === null ? value : { ...object, subcomponents: [] }, [], reading, at)
}

function hashesOf(object: DataObject | null, reading: VexReading, at: Location): readonly Hash[] {
  if (object === null) return []
  return Object.keys(object).flatMap((word) => {
    const value = textOf(object, word)
    const hash = value === null ? `\`${word}\` has no value` : readDigest(word, value)
    if (typeof hash !== 'string') return [hash]
    reading.note('warning', 'BAD_HASH', at, `${hash}.`)
    return []
  })
}
