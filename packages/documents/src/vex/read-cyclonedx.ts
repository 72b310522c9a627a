import type { Location, VexDocument, VexProduct, VexStatus } from '@cordon/model'
import { parseName, purlOf, readPurl } from '@cordon/pypa'
import { asText, type DataObject, listOf, objectOf, objectsOf, textOf } from '../data.ts'
import { cut } from '../reading.ts'
import { finerStates, justificationOfWord, statusOfState } from './cyclonedx-words.ts'
import { readDigest } from './hash-words.ts'
import { type VexReading, vexLimits } from './vex-reading.ts'

/**
 * What a CycloneDX document says in `vulnerabilities[].analysis`. A vulnerability without an analysis asserts nothing and is no statement.
 * In the bill of one project a statement about a component is about that component as a part of the project.
 */
export function readCyclonedxVex(document: DataObject, reading: VexReading): VexDocument {
  const at = reading.at(document)
  const metadata = objectOf(document, 'metadata')
  const issued = reading.time(textOf(metadata, 'timestamp'), at)
  const author = authorOf(metadata) ?? ''
  if (author === '') reading.note('warning', 'NO_AUTHOR', at, 'The document has no author: nobody answers for it.')
  const whole: Whole = {
    author,
    issued,
    serial: textOf(document, 'serialNumber'),
    revision: Number(textOf(document, 'version') ?? '1') || 1,
    components: componentsOf(document, reading),
    subject: subjectOf(objectOf(metadata, 'component')),
  }
  for (const vulnerability of objectsOf(document, 'vulnerabilities')) readVulnerability(vulnerability, whole, reading)
  return {
    format: 'cyclonedx',
    id: whole.serial,
    author,
    role: null,
    title: null,
    issued: issued ?? '',
    updated: null,
    revision: whole.revision,
    path: reading.path,
    statements: reading.statements,
    problems: reading.problems,
  }
}

interface Whole {
  readonly author: string
  readonly issued: string | null
  readonly serial: string | null
  readonly revision: number
  readonly components: ReadonlyMap<string, DataObject>
  /** The project that the bill is about, where it is one that can be told by its package URL. */
  readonly subject: { readonly ref: string | null; readonly purl: string } | null
}

function authorOf(metadata: DataObject | null): string | null {
  const [author] = objectsOf(metadata, 'authors')
  const parties = [
    author ?? null,
    objectOf(metadata, 'supplier'),
    objectOf(metadata, 'manufacturer'),
    objectOf(metadata, 'manufacture'),
  ]
  for (const party of parties) {
    const name = textOf(party, 'name')
    if (name !== null) return name
  }
  return null
}

function subjectOf(component: DataObject | null): Whole['subject'] {
  const purl = textOf(component, 'purl')
  return purl === null || readPurl(purl)?.type !== 'pypi' ? null : { ref: textOf(component, 'bom-ref'), purl }
}

function componentsOf(document: DataObject, reading: VexReading): ReadonlyMap<string, DataObject> {
  const found = new Map<string, DataObject>()
  const walk = (component: DataObject, depth: number): void => {
    const ref = textOf(component, 'bom-ref')
    if (ref !== null && found.has(ref))
      reading.note(
        'error',
        'DUPLICATE_REF',
        reading.at(component),
        `\`${cut(ref)}\` is the ref of another component too; the first counts.`,
      )
    else if (ref !== null) found.set(ref, component)
    if (depth < vexLimits.depth) for (const part of objectsOf(component, 'components')) walk(part, depth + 1)
  }
  const subject = objectOf(objectOf(document, 'metadata'), 'component')
  if (subject !== null) walk(subject, 0)
  for (const component of objectsOf(document, 'components')) walk(component, 0)
  return found
}

function readVulnerability(object: DataObject, whole: Whole, reading: VexReading): void {
  const analysis = objectOf(object, 'analysis')
  const state = textOf(analysis, 'state')
  if (state === null) return
  const at = reading.at(object)
  const word = textOf(analysis, 'justification')
  const status = statusOfState.get(state) ?? null
  const detail = textOf(analysis, 'detail')
  const remedies = ['recommendation', 'workaround'].flatMap((key) => textOf(object, key) ?? [])
  const isOpen = status === 'affected' || status === 'under_investigation'
  const time = reading.time(textOf(analysis, 'lastUpdated') ?? textOf(analysis, 'firstIssued'), at)
  reading.add(
    {
      id: textOf(object, 'bom-ref'),
      vulnerability: {
        id: textOf(object, 'id'),
        aliases: objectsOf(object, 'references').flatMap((reference) => textOf(reference, 'id') ?? []),
        description: textOf(object, 'description'),
      },
      status: status ?? state,
      justification: word === null ? null : (justificationOfWord.get(word) ?? word),
      cyclonedx: finerStates.has(state) ? state : word,
      impact: isOpen ? null : (detail ?? (state === 'false_positive' ? 'A false positive.' : null)),
      action: isOpen && remedies.length > 0 ? remedies.join(' ') : null,
      notes: isOpen ? detail : null,
      responses: listOf(analysis, 'response').flatMap((response) => asText(response) ?? []),
      products: objectsOf(object, 'affects').flatMap((affected) =>
        productsOf(affected, { status, whole, reading, at }),
      ),
      supplier: null,
      time: time ?? whole.issued,
      issued: reading.time(textOf(analysis, 'firstIssued'), at) ?? whole.issued,
      author: whole.author,
    },
    at,
  )
}

interface Around {
  readonly status: VexStatus | null
  readonly whole: Whole
  readonly reading: VexReading
  readonly at: Location
}

function productsOf(affected: DataObject, around: Around): readonly VexProduct[] {
  const { reading, at, whole } = around
  const ref = textOf(affected, 'ref')
  const found = ref === null ? null : identify(ref, around)
  if (found === null) {
    reading.note(
      'error',
      'DANGLING_REF',
      at,
      `The document holds no component \`${cut(ref ?? '')}\`, and it is no package URL.`,
    )
    return []
  }
  return versionsOf(found, affected, around).flatMap((product) => {
    if (whole.subject === null || ref === whole.subject.ref) return [product]
    const { purl } = whole.subject
    const owner = reading.product(
      { ...product, id: purl, purl, versions: null, cpe: null, hashes: [], ref: null, subcomponents: [product] },
      at,
    )
    return owner === null ? [] : [owner]
  })
}

/** A component of this document, a link into another one, or a package URL in the place of a ref. */
function identify(ref: string, { whole, reading, at }: Around): VexProduct | null {
  const link = /^urn:cdx:([0-9a-f-]{36})\/\d+#(.+)$/i.exec(ref)
  const isHere = link !== null && whole.serial?.toLowerCase() === `urn:uuid:${link[1]?.toLowerCase()}`
  const local = link === null ? ref : isHere ? decoded(link[2] ?? '') : null
  const component = local === null ? undefined : whole.components.get(local)
  if (component !== undefined) return productOf(component, ref, reading)
  const name = link === null ? ref : decoded(link[2] ?? '')
  const purl = readPurl(name) === null ? null : name
  if (purl === null && link === null) return null
  const plain = { id: ref, versions: null, cpe: null, hashes: [], subcomponents: [] }
  return reading.product({ ...plain, purl, ref: link === null ? null : ref }, at)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function productOf(component: DataObject, ref: string, reading: VexReading): VexProduct | null {
  const at = reading.at(component)
  return reading.product(
    {
      id: ref,
      purl: textOf(component, 'purl'),
      versions: null,
      cpe: textOf(component, 'cpe'),
      hashes: objectsOf(component, 'hashes').flatMap((hash) => {
        const read = readDigest(textOf(hash, 'alg') ?? '', textOf(hash, 'content') ?? '')
        return typeof read === 'string' ? [] : [read]
      }),
      ref: null,
      subcomponents: [],
    },
    at,
  )
}

/** The versions that the statement is about: those that the document does not say the opposite of. */
function versionsOf(product: VexProduct, affected: DataObject, { status, reading, at }: Around): readonly VexProduct[] {
  const versions = objectsOf(affected, 'versions')
  if (versions.length === 0) return [product]
  const isClosed = status === 'not_affected' || status === 'fixed'
  const opposite = isClosed ? 'affected' : 'unaffected'
  const meant = versions.filter((version) => textOf(version, 'status') !== opposite)
  if (meant.length === 0)
    reading.note(
      'error',
      'CONTRADICTION',
      at,
      `\`${cut(product.id)}\` is ${status} by the analysis, and every version of it is ${opposite}.`,
    )
  const purl = readPurl(product.purl)
  return meant.flatMap((version): readonly VexProduct[] => {
    const one = textOf(version, 'version')
    const range = textOf(version, 'range')
    const name = parseName(purl?.name ?? '')
    // The hashes are those of the one version that the document holds.
    if (range !== null && purl?.type === 'pypi' && name !== null)
      return [{ ...product, purl: purlOf(name, null, purl.qualifiers), versions: range, hashes: [] }]
    if (one === null || purl?.type !== 'pypi' || name === null) {
      reading.note(
        'error',
        'BAD_VERSION',
        at,
        `A version of \`${cut(product.id)}\` that nothing can be compared with is left out.`,
      )
      return []
    }
    return [{ ...product, purl: purlOf(name, one, purl.qualifiers) }]
  })
}
