import type { Location, VexDocument, VexProduct, VexStatus } from '@cordon/model'
import { readPurl } from '@cordon/pypa'
import { asText, type DataObject, listOf, objectOf, objectsOf, textOf } from '../data.ts'
import { cut } from '../reading.ts'
import { finerStates, justificationOfWord, statusOfState } from './cyclonedx-words.ts'
import { withVersion } from './purl-version.ts'
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
    products: new Map(),
    subject: subjectOf(objectOf(metadata, 'component'), reading),
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
    problems: reading.allProblems(),
  }
}

interface Whole {
  readonly author: string
  readonly issued: string | null
  readonly serial: string | null
  readonly revision: number
  readonly components: ReadonlyMap<string, DataObject>
  /** Each component is read once, however many statements name it; by the ref that they use. */
  readonly products: Map<string, VexProduct | null>
  /** What the bill is about: its components are parts of that. */
  readonly subject: Subject | null
}

interface Subject {
  readonly ref: string | null
  readonly component: DataObject
  readonly product: VexProduct
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

/** A project that is no release of any index has no package URL: it is `pkg:generic/<name>@<version>`, never a package of its name. */
function subjectOf(component: DataObject | null, reading: VexReading): Subject | null {
  if (component === null) return null
  const ref = textOf(component, 'bom-ref')
  const purl = textOf(component, 'purl') ?? genericPurl(component)
  const product = productOf(component, ref ?? purl ?? '', { reading, purl })
  return product === null ? null : { ref, component, product: { ...product, id: purl ?? product.id } }
}

function genericPurl(component: DataObject): string | null {
  const [name, version] = [textOf(component, 'name'), textOf(component, 'version')]
  if (name === null) return null
  const group = textOf(component, 'group')
  const path = [...(group === null ? [] : [group]), name].map(encodeURIComponent).join('/')
  return `pkg:generic/${path}${version === null ? '' : `@${encodeURIComponent(version)}`}`
}

/** By their refs. Of two components with one ref nobody can tell which is meant, unless they are the same: then neither is there. */
function componentsOf(document: DataObject, reading: VexReading): ReadonlyMap<string, DataObject> {
  const found = new Map<string, DataObject>()
  const twice = new Set<string>()
  const walk = (component: DataObject, depth: number): void => {
    const ref = textOf(component, 'bom-ref')
    const before = ref === null ? undefined : found.get(ref)
    if (ref !== null && before !== undefined && identityText(before) !== identityText(component)) {
      twice.add(ref)
      const detail = `\`${cut(ref)}\` is the ref of another component too; neither is used.`
      reading.note('error', 'DUPLICATE_REF', reading.at(component), detail)
    } else if (ref !== null) found.set(ref, component)
    const parts = objectsOf(component, 'components')
    if (depth < vexLimits.depth) for (const part of parts) walk(part, depth + 1)
    else if (parts.length > 0)
      reading.note('error', 'TOO_DEEP', reading.at(component), 'Components nest too deep; the rest is left out.')
  }
  const subject = objectOf(objectOf(document, 'metadata'), 'component')
  if (subject !== null) walk(subject, 0)
  for (const component of objectsOf(document, 'components')) walk(component, 0)
  for (const ref of twice) found.delete(ref)
  return found
}

function identityText(component: DataObject): string {
  const texts = ['name', 'version', 'group', 'purl', 'cpe'].map((key) => textOf(component, key))
  return JSON.stringify([...texts, objectsOf(component, 'hashes')])
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
  const written = textOf(analysis, 'lastUpdated') ?? textOf(analysis, 'firstIssued')
  const time = reading.time(written, at)
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
      responses: [
        ...listOf(analysis, 'response').flatMap((response) => asText(response) ?? []),
        ...objectsOf(analysis, 'responses').flatMap((response) => textOf(response, 'word') ?? []),
      ],
      products: objectsOf(object, 'affects').flatMap((affected) =>
        productsOf(affected, { status, whole, reading, at }),
      ),
      supplier: null,
      time: reading.dated(written, time, status, whole.issued),
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
  const { subject } = whole
  return versionsOf(found, affected, around).map((product) =>
    // A link leads into another bill: what stands there is no part of what this one is about.
    subject === null || found.isSubject || product.ref !== null
      ? product
      : { ...subject.product, subcomponents: [product] },
  )
}

interface Identified {
  readonly product: VexProduct
  readonly isSubject: boolean
}

/** A component of this document, a link into another one, or a package URL in the place of a ref. */
function identify(ref: string, { whole, reading, at }: Around): Identified | null {
  const link = /^urn:cdx:([0-9a-f-]{36})\/(\d{1,9})#(.+)$/is.exec(ref)
  // Another version of this bill may have something else at that place.
  const isHere =
    link !== null &&
    whole.serial?.toLowerCase() === `urn:uuid:${link[1]?.toLowerCase()}` &&
    Number(link[2]) === whole.revision
  const local = link === null ? ref : isHere ? decoded(link[3] ?? '') : null
  const component = local === null ? undefined : whole.components.get(local)
  if (component !== undefined) {
    if (component === whole.subject?.component) return { product: whole.subject.product, isSubject: true }
    const known = whole.products.get(ref)
    const product =
      known === undefined ? productOf(component, ref, { reading, purl: textOf(component, 'purl') }) : known
    whole.products.set(ref, product)
    return product === null ? null : { product, isSubject: false }
  }
  const name = link === null ? ref : decoded(link[3] ?? '')
  const purl = readPurl(name) === null ? null : name
  if (purl === null && link === null) return null
  const plain = { id: ref, versions: null, cpe: null, hashes: [], subcomponents: [] }
  const product = reading.product({ ...plain, purl, ref: link === null ? null : ref }, at)
  return product === null ? null : { product, isSubject: false }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function productOf(
  component: DataObject,
  id: string,
  { reading, purl }: { readonly reading: VexReading; readonly purl: string | null },
): VexProduct | null {
  const at = reading.at(component)
  const hashes = reading.hashes(
    objectsOf(component, 'hashes').map((hash) => ({
      word: textOf(hash, 'alg') ?? '',
      value: textOf(hash, 'content') ?? '',
    })),
    at,
  )
  if (hashes === null) return null
  const cpe = textOf(component, 'cpe')
  return reading.product({ id, purl, versions: null, cpe, hashes, ref: null, subcomponents: [] }, at)
}

/** The versions that the statement is about: those that the document does not say the opposite of. */
function versionsOf(
  { product }: Identified,
  affected: DataObject,
  { status, reading, at }: Around,
): readonly VexProduct[] {
  const versions = objectsOf(affected, 'versions')
  if (versions.length === 0) return [product]
  const isClosed = status === 'not_affected' || status === 'fixed'
  const others = isClosed ? ['affected', 'unknown'] : ['unaffected']
  const meant = versions.filter((version) => !others.includes(textOf(version, 'status') ?? ''))
  if (meant.length === 0)
    reading.note(
      'error',
      'CONTRADICTION',
      at,
      `\`${cut(product.id)}\` is ${status} by the analysis, and every version of it is ${others.join(' or ')}.`,
    )
  const purl = readPurl(product.purl)
  const bare = purl === null ? null : withVersion(purl, null)
  return meant.flatMap((version): readonly VexProduct[] => {
    const one = textOf(version, 'version')
    const range = textOf(version, 'range')
    if (purl !== null && bare !== null) {
      // The hashes are those of the one version that the document holds.
      if (range !== null) return [{ ...product, purl: bare, versions: range, hashes: [] }]
      if (one !== null) {
        const isOwn = one === purl.version
        const id = isOwn ? product.id : `${product.id}@${one}`
        return [{ ...product, id, purl: withVersion(purl, one), hashes: isOwn ? product.hashes : [] }]
      }
    }
    const detail = `A version of \`${cut(product.id)}\` that nothing can be compared with is left out.`
    reading.note('error', 'BAD_VERSION', at, detail)
    return []
  })
}
