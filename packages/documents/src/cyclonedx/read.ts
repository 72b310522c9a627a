import type { Annotation, Bom, BomEdge, Component, LicenseText, Party } from '../bom.ts'
import { asText, type DataObject, lineOf, listOf, member, objectOf, objectsOf, textOf } from '../data.ts'
import { componentOf, emptyBom, inOrder } from '../draft.ts'
import { withNamedLicenses } from '../license-forms.ts'
import { type At, knownEdges, type Reading, readTime, withoutCircles } from '../reading.ts'
import { inferredKind } from './fit.ts'
import {
  noteOthers,
  readContact,
  readHashes,
  readLicenses,
  readOrganization,
  readProperties,
  readReferences,
  readTools,
} from './read-parts.ts'
import { componentTypes } from './versions.ts'

const documentKeys = new Set([
  '$schema',
  'bomFormat',
  'specVersion',
  'serialNumber',
  'version',
  'metadata',
  'components',
  'dependencies',
  'annotations',
  'formulation',
])
const metadataKeys = new Set([
  'timestamp',
  'lifecycles',
  'tools',
  'manufacturer',
  'manufacture',
  'authors',
  'component',
  'supplier',
  'properties',
])
const componentKeys = new Set([
  'type',
  'bom-ref',
  'supplier',
  'manufacturer',
  'authors',
  'author',
  'publisher',
  'group',
  'name',
  'version',
  'description',
  'scope',
  'hashes',
  'licenses',
  'copyright',
  'cpe',
  'purl',
  'externalReferences',
  'components',
  'evidence',
  'properties',
])
const evidenceKeys = new Set(['occurrences'])
const formulaKeys = new Set(['bom-ref', 'components'])

/** Components that come in one list, and where that list stands. */
interface Siblings {
  readonly within: string | null
  readonly phase: Component['phase']
  readonly place: string
  readonly texts: Map<string, LicenseText>
}

/**
 * A CycloneDX document of any version, as JSON or as the JSON that its XML stands for. Whatever is out of order is noted in
 * `reading`, and reading goes on.
 */
export function readCyclonedx(document: DataObject, reading: Reading): Bom {
  noteOthers(document, documentKeys, 'document', reading)
  const metadata = objectOf(document, 'metadata')
  if (metadata !== null) noteOthers(metadata, metadataKeys, 'metadata', reading)
  const texts = new Map<string, LicenseText>()
  const about = objectOf(metadata, 'component')
  const top = { within: null, phase: 'delivered' as const, texts }
  const subject = about === null ? null : readComponent(about, { ...top, place: 'metadata.component' }, reading)
  for (const [index, value] of listOf(document, 'components').entries())
    readOne(value, { ...top, place: `components[${index}]` }, reading)
  for (const [index, formula] of objectsOf(document, 'formulation').entries()) {
    noteOthers(formula, formulaKeys, 'formulation', reading)
    for (const [at, value] of listOf(formula, 'components').entries())
      readOne(value, { within: null, phase: 'build', place: `formulation[${index}].components[${at}]`, texts }, reading)
  }
  const components = withoutCircles(reading.components, reading)
  const { edges, needsKnown } = readDependencies(document, components, reading)
  const created = readTime(textOf(metadata, 'timestamp'))
  const identity = textOf(document, 'serialNumber')
  return inOrder(
    withNamedLicenses(
      emptyBom({
        identity,
        revision: revisionOf(document),
        created,
        tools: readTools(metadata),
        authors: objectsOf(metadata, 'authors').flatMap((each) => readContact(each) ?? []),
        supplier: readOrganization(objectOf(metadata, 'supplier')),
        manufacturer: readOrganization(objectOf(metadata, 'manufacturer') ?? objectOf(metadata, 'manufacture')),
        lifecycles: objectsOf(metadata, 'lifecycles').flatMap(
          (each) => textOf(each, 'phase') ?? textOf(each, 'name') ?? [],
        ),
        properties: readProperties(metadata),
        subject,
        components: components.map((each) => (needsKnown.has(each.ref) ? { ...each, needsKnown: true } : each)),
        edges,
        licenseTexts: [...texts.values()],
        annotations: objectsOf(document, 'annotations').flatMap((each) => readAnnotation(each, identity, reading)),
      }),
    ),
  )
}

function revisionOf(document: DataObject): number {
  const version = Number(member(document, 'version') ?? 1)
  return Number.isSafeInteger(version) && version >= 1 ? version : 1
}

function readOne(value: unknown, siblings: Siblings, reading: Reading): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    readComponent(value as DataObject, siblings, reading)
  else reading.note('BAD_COMPONENT', { place: siblings.place, line: 0 }, 'it is no component')
}

/** Reads a component and what lies within; its ref, or null for one that is none. */
function readComponent(object: DataObject, siblings: Siblings, reading: Reading): string | null {
  const at: At = { place: siblings.place, line: lineOf(object) }
  const name = textOf(object, 'name')
  const given = textOf(object, 'bom-ref')
  if (name === null) {
    reading.note('BAD_COMPONENT', at, 'a component without a name is left out')
    return null
  }
  noteOthers(object, componentKeys, 'component', reading)
  const purl = reading.purl(textOf(object, 'purl'), at)
  const version = textOf(object, 'version')
  const ref = reading.claim(given ?? purl ?? (version === null ? name : `${name}@${version}`), at, given !== null)
  reading.add(
    componentOf({
      ref,
      name,
      version,
      purl,
      type: typeOf(object, at, reading),
      group: textOf(object, 'group'),
      description: textOf(object, 'description'),
      cpe: reading.cpe(textOf(object, 'cpe'), at),
      hashes: readHashes(object, at, reading),
      licenses: readLicenses(object, siblings.texts, { at, reading }),
      copyright: textOf(object, 'copyright'),
      supplier: readOrganization(objectOf(object, 'supplier')),
      manufacturer: readOrganization(objectOf(object, 'manufacturer')),
      authors: authorsOf(object),
      publisher: textOf(object, 'publisher'),
      references: readReferences(object, at, reading),
      properties: readProperties(object),
      occurrences: occurrencesOf(object, reading),
      scope: scopeOf(object),
      within: siblings.within,
      phase: siblings.phase,
    }),
    at.line,
  )
  for (const [index, value] of listOf(object, 'components').entries())
    readOne(value, { ...siblings, within: ref, place: `${at.place}.components[${index}]` }, reading)
  return ref
}

function typeOf(object: DataObject, at: At, reading: Reading): Component['type'] {
  const type = textOf(object, 'type')
  if (type !== null && isComponentType(type)) return type
  if (type !== null)
    reading.note('BAD_VALUE', at, `\`${type.slice(0, 40)}\` is no kind of component; it is taken for a library`)
  return 'library'
}

function isComponentType(type: string): type is Component['type'] {
  return componentTypes.has(type)
}

function authorsOf(object: DataObject): readonly Party[] {
  const people = objectsOf(object, 'authors').flatMap((each) => readContact(each) ?? [])
  const author = textOf(object, 'author')
  if (people.length > 0 || author === null) return people
  return [{ kind: 'person', name: author, email: null, url: null }]
}

function occurrencesOf(object: DataObject, reading: Reading): Component['occurrences'] {
  const evidence = objectOf(object, 'evidence')
  if (evidence === null) return []
  noteOthers(evidence, evidenceKeys, 'evidence', reading)
  return objectsOf(evidence, 'occurrences').flatMap((each) => {
    const location = textOf(each, 'location')
    const line = Number(member(each, 'line') ?? Number.NaN)
    return location === null ? [] : [{ location, line: Number.isSafeInteger(line) && line >= 0 ? line : null }]
  })
}

function scopeOf(object: DataObject): Component['scope'] {
  const scope = textOf(object, 'scope')
  return scope === 'required' || scope === 'optional' || scope === 'excluded' ? scope : null
}

function readDependencies(
  document: DataObject,
  components: readonly Component[],
  reading: Reading,
): { readonly edges: readonly BomEdge[]; readonly needsKnown: ReadonlySet<string> } {
  const known = new Map(components.map((component) => [component.ref, component]))
  const needsKnown = new Set<string>()
  const found: BomEdge[] = []
  for (const entry of objectsOf(document, 'dependencies')) {
    const from = textOf(entry, 'ref')
    if (from === null) continue
    needsKnown.add(from)
    for (const to of listOf(entry, 'dependsOn').map(asText))
      if (to !== null) found.push({ from, to, kind: kindOf(known.get(from), known.get(to)) })
  }
  return { edges: knownEdges(found, reading), needsKnown }
}

function kindOf(from: Component | undefined, to: Component | undefined): BomEdge['kind'] {
  return from === undefined || to === undefined ? 'runtime' : inferredKind(from, to)
}

function readAnnotation(object: DataObject, identity: string | null, reading: Reading): readonly Annotation[] {
  const text = textOf(object, 'text')
  const who = objectOf(object, 'annotator')
  const tool = textOf(objectOf(who, 'component') ?? objectOf(who, 'service'), 'name')
  const annotator: Party | null =
    tool === null
      ? (readContact(objectOf(who, 'individual')) ?? readOrganization(objectOf(who, 'organization')))
      : { kind: 'tool', name: tool, email: null, url: null }
  const at: At = { place: 'annotations', line: lineOf(object) }
  if (text === null || annotator === null) {
    reading.note('BAD_VALUE', at, 'an annotation lacks its text or who wrote it')
    return []
  }
  const time = readTime(textOf(object, 'timestamp'))
  return listOf(object, 'subjects').flatMap((value): Annotation[] => {
    const subject = asText(value)
    if (subject === null) return []
    if (subject === identity) return [{ subject: null, annotator, time, text }]
    if (reading.isTaken(subject)) return [{ subject, annotator, time, text }]
    reading.note('DANGLING_REF', at, 'an annotation is about something that is not there')
    return []
  })
}
