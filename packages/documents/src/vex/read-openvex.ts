import type { Hash, Location, VexDocument, VexProduct } from '@cordon/model'
import { type Purl, readPurl } from '@cordon/pypa'
import { asObject, asText, type DataObject, listOf, objectOf, textOf } from '../data.ts'
import { DocumentError } from '../error.ts'
import type { Json } from '../json.ts'
import { cut } from '../reading.ts'
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
    problems: reading.allProblems(),
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
  const written = textOf(object, 'timestamp') ?? textOf(object, 'last_updated')
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
      // Only `timestamp` cascades: that the document was changed since says nothing of this statement.
      time: reading.dated(written, latest(own, updated), textOf(object, 'status'), whole.issued ?? whole.updated),
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
  const parts = [...listOf(object, 'subcomponents'), ...shared]
  const subcomponents = parts.flatMap((part) => readPart(part, reading, at) ?? [])
  // Without its parts it would speak of the whole product.
  if (subcomponents.length < parts.length) return null
  const identifiers = objectOf(object, 'identifiers')
  const purl = purlOf(id, textOf(identifiers, 'purl'))
  if (purl === undefined) {
    reading.note('error', 'CONTRADICTION', at, `\`${cut(id ?? '')}\` has a package URL of something else.`)
    return null
  }
  const hashes = hashesOf(objectOf(object, 'hashes'), reading, at)
  // Without its hash it would be about every file.
  if (hashes === null) return null
  return reading.product(
    {
      id,
      purl,
      versions: null,
      cpe: textOf(identifiers, 'cpe23') ?? textOf(identifiers, 'cpe22'),
      hashes,
      ref: id !== null && /^urn:cdx:/i.test(id) ? id : null,
      subcomponents,
    },
    at,
  )
}

/** The narrower of two package URLs that a product has; undefined where they are of two things. */
function purlOf(id: string | null, named: string | null): string | null | undefined {
  const isPurl = id !== null && /^pkg:/i.test(id.trim())
  if (!isPurl || named === null || id === named) return named ?? (isPurl ? id : null)
  const [first, second] = [readPurl(id), readPurl(named)]
  if (first === null || second === null) return named
  if (isWithin(second, first)) return named
  return isWithin(first, second) ? id : undefined
}

/** True when everything that the other package URL says is said by this one too. */
function isWithin(purl: Purl, other: Purl): boolean {
  return (
    purl.type === other.type &&
    purl.namespace === other.namespace &&
    purl.name === other.name &&
    (other.version === null || purl.version === other.version) &&
    (other.subpath === null || purl.subpath === other.subpath) &&
    Object.entries(other.qualifiers).every(
      ([key, value]) => Object.hasOwn(purl.qualifiers, key) && purl.qualifiers[key] === value,
    )
  )
}

function latest(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a
}

/** OpenVEX knows no parts of parts. */
function readPart(value: Json, reading: VexReading, at: Location): VexProduct | null {
  const object = asObject(value)
  return readProduct(object === null ? value : { ...object, subcomponents: [] }, [], reading, at)
}

/** Null where one of a known kind is none: it was meant to narrow. */
function hashesOf(object: DataObject | null, reading: VexReading, at: Location): readonly Hash[] | null {
  if (object === null) return []
  return reading.hashes(
    Object.keys(object).map((word) => ({ word, value: textOf(object, word) ?? '' })),
    at,
  )
}
