import type { Annotation, Bom, BomEdge, Component, License, LicenseText, Party, Property } from '../bom.ts'
import { asObject, asText, type DataObject, lineOf, listOf, member, objectsOf, textOf } from '../data.ts'
import { componentOf, emptyBom, inOrder } from '../draft.ts'
import type { Json } from '../json.ts'
import { licenseOf } from '../license.ts'
import { withNamedLicenses } from '../license-forms.ts'
import { type At, knownEdges, type Reading, readTime, withoutCircles } from '../reading.ts'
import { inferPhases } from '../spdx-ids.ts'
import { readTool } from '../spdx2/actor.ts'
import { readPlaces, referenceOf } from '../spdx2/reference.ts'
import { core, lifecycleWords, purposes, referencesByWord } from './words.ts'

/** A document's elements by identifier, and what was found of relationships. */
interface Context {
  readonly byId: ReadonlyMap<string, DataObject>
  readonly elements: readonly DataObject[]
  readonly reading: Reading
  readonly within: Map<string, string>
  readonly edges: BomEdge[]
  readonly known: Set<string>
  /** Identifiers of licence elements, by package. */
  readonly licenses: Map<string, { readonly id: string; readonly acknowledgement: 'declared' | 'concluded' }[]>
  readonly texts: Map<string, LicenseText>
}

const types: ReadonlyMap<string, Component['type']> = new Map(
  Object.entries(purposes).map(([ours, theirs]) => [theirs, ours as Component['type']] as const),
)
const phases: ReadonlyMap<string, string> = new Map([
  ...[...lifecycleWords].map(([ours, theirs]) => [theirs, ours] as const),
  ['runtime', 'operations'],
])
const packageTypes = new Set(['software_Package', 'ai_AIPackage', 'dataset_DatasetPackage'])
const ownTypes = new Set([
  'Agent',
  'Annotation',
  'CreationInfo',
  'LifecycleScopedRelationship',
  'Organization',
  'Person',
  'Relationship',
  'SoftwareAgent',
  'SpdxDocument',
  'Tool',
  'simplelicensing_LicenseExpression',
  'simplelicensing_SimpleLicensingText',
  'software_File',
  'software_Sbom',
  ...packageTypes,
])

/** True for a JSON document of SPDX 3. */
export function isSpdx3(document: DataObject): boolean {
  const contexts = listOf(document, '@context').map(asText)
  return contexts.some((text) => text !== null && /^https:\/\/spdx\.org\/rdf\/3\.\d/.test(text))
}

/** An SPDX 3.0 document in its JSON-LD form, read as plain JSON in the names of SPDX's own context. */
export function readSpdx3(document: DataObject, reading: Reading): Bom {
  const graph = objectsOf(document, '@graph')
  const elements = graph.length > 0 ? graph : [document]
  const context: Context = {
    byId: new Map(elements.flatMap((each) => (idOf(each) === null ? [] : [[idOf(each) ?? '', each] as const]))),
    elements,
    reading,
    within: new Map(),
    edges: [],
    known: new Set(),
    licenses: new Map(),
    texts: new Map(),
  }
  for (const each of elements) readRelationship(each, context)
  for (const each of elements) readElement(each, context)
  const head = elements.find((each) => typeOf(each) === 'SpdxDocument') ?? null
  const sbom = elements.find((each) => typeOf(each) === 'software_Sbom') ?? null
  const info = creationOf(head ?? sbom ?? elements[0] ?? null, context)
  const subject = subjectOf(head, sbom, context)
  const bom = emptyBom({
    identity: spaceOf(idOf(head)),
    name: textOf(head, 'name'),
    comment: textOf(head, 'comment'),
    properties: readProperties(head),
    created: readTime(textOf(info, 'created')),
    tools: listOf(info, 'createdUsing').flatMap((value) => {
      const name = textOf(resolve(value, context), 'name')
      return name === null ? [] : [readTool(name)]
    }),
    authors: listOf(info, 'createdBy')
      .flatMap((value) => readAgent(value, context) ?? [])
      .filter(({ kind }) => kind !== 'tool'),
    lifecycles: listOf(sbom, 'software_sbomType').flatMap((value) => phases.get(asText(value) ?? '') ?? []),
    subject,
    components: withoutCircles(reading.components, reading).map((each) =>
      context.known.has(each.ref) ? { ...each, needsKnown: true } : each,
    ),
    edges: knownEdges(context.edges, reading),
    licenseTexts: [...context.texts.values()],
    annotations: elements.flatMap((each) => readAnnotation(each, context, idOf(head))),
  })
  return inOrder(withNamedLicenses(inferPhases(bom)))
}

function typeOf(object: DataObject): string {
  return textOf(object, 'type') ?? textOf(object, '@type') ?? ''
}

function idOf(object: DataObject | null): string | null {
  return textOf(object, 'spdxId') ?? textOf(object, '@id')
}

/** An element's own part of its identifier. */
function refOf(id: string): string {
  const hash = id.lastIndexOf('#')
  return (hash === -1 ? id : id.slice(hash + 1)).replace(/^SPDXRef-/, '')
}

function spaceOf(id: string | null): string | null {
  if (id === null) return null
  const hash = id.lastIndexOf('#')
  return hash === -1 ? id : id.slice(0, hash)
}

/** An element that stands there itself, or by its identifier. */
function resolve(value: Json | undefined, { byId }: Context): DataObject | null {
  return typeof value === 'string' ? (byId.get(value) ?? null) : asObject(value)
}

function creationOf(object: DataObject | null, context: Context): DataObject | null {
  return resolve(member(object, 'creationInfo'), context)
}

function readAgent(value: Json | undefined, context: Context): Party | null {
  const object = resolve(value, context)
  if (object === null) return null
  const kind = { Person: 'person', SoftwareAgent: 'tool', Tool: 'tool' }[typeOf(object)] ?? 'organization'
  const address = objectsOf(object, 'externalIdentifier').find(
    (each) => textOf(each, 'externalIdentifierType') === 'email',
  )
  const [page] = objectsOf(object, 'externalRef').flatMap((each) => listOf(each, 'locator').map(asText))
  const party: Party = {
    kind: kind as Party['kind'],
    name: textOf(object, 'name'),
    email: address === undefined ? null : textOf(address, 'identifier'),
    url: page ?? null,
  }
  return (party.name ?? party.email ?? party.url) === null ? null : party
}

function readProperties(object: DataObject | null): readonly Property[] {
  return objectsOf(object, 'extension').flatMap((extension) =>
    objectsOf(extension, 'extension_cdxProperty').flatMap((entry) => {
      const name = textOf(entry, 'extension_cdxPropName')
      const value = member(entry, 'extension_cdxPropValue')
      return name === null ? [] : [{ name, value: value === undefined || value === null ? '' : String(value) }]
    }),
  )
}

function subjectOf(head: DataObject | null, sbom: DataObject | null, { byId, reading }: Context): string | null {
  const roots = [...listOf(sbom, 'rootElement'), ...(sbom === null ? listOf(head, 'rootElement') : [])]
  const refs = roots.flatMap((value) => {
    const id = asText(value)
    return id !== null && byId.has(id) && reading.isTaken(refOf(id)) ? [refOf(id)] : []
  })
  const [only, ...more] = new Set(refs)
  return only !== undefined && more.length === 0 ? only : null
}

const dependencyTypes: Readonly<Record<string, BomEdge['kind']>> = {
  dependsOn: 'runtime',
  hasPrerequisite: 'runtime',
  hasStaticLink: 'runtime',
  hasDynamicLink: 'runtime',
  hasOptionalDependency: 'optional',
  hasOptionalComponent: 'optional',
  hasProvidedDependency: 'provided',
  usesTool: 'build',
}
const scopeKinds: Readonly<Record<string, BomEdge['kind']>> = { development: 'dev', build: 'build', test: 'test' }
const ignoredRelationships = new Set(['describes', 'serializedInArtifact'])

function readRelationship(object: DataObject, context: Context): void {
  if (!typeOf(object).endsWith('Relationship')) return
  const type = textOf(object, 'relationshipType') ?? ''
  const from = refOf(textOf(object, 'from') ?? '')
  const ids = listOf(object, 'to').flatMap((value) => asText(value) ?? [])
  const base = Object.hasOwn(dependencyTypes, type) ? dependencyTypes[type] : undefined
  if (base !== undefined) {
    const scope = textOf(object, 'scope') ?? ''
    const kind = base === 'runtime' && Object.hasOwn(scopeKinds, scope) ? (scopeKinds[scope] ?? base) : base
    if (ids.includes(`${core}NoneElement`)) context.known.add(from)
    for (const id of ids) if (!id.startsWith(core)) context.edges.push({ from, to: refOf(id), kind })
  } else if (type === 'contains') {
    for (const id of ids) if (!context.within.has(refOf(id)) && refOf(id) !== from) context.within.set(refOf(id), from)
  } else if (type === 'hasDeclaredLicense' || type === 'hasConcludedLicense') {
    const acknowledgement = type === 'hasDeclaredLicense' ? 'declared' : 'concluded'
    const known = context.licenses.get(from) ?? []
    known.push(...ids.map((id) => ({ id, acknowledgement }) as const))
    context.licenses.set(from, known)
  } else if (!ignoredRelationships.has(type))
    context.reading.notHeld(`relationship ${type.slice(0, 40)}`, { place: 'relationships', line: lineOf(object) })
}

function readElement(object: DataObject, context: Context): void {
  const type = typeOf(object)
  const id = idOf(object)
  const at: At = { place: id ?? type, line: lineOf(object) }
  if (packageTypes.has(type) || type === 'software_File') readPackage(object, at, context)
  else if (!ownTypes.has(type)) context.reading.notHeld(`element ${type.slice(0, 60)}`, at)
}

function readPackage(object: DataObject, at: At, context: Context): void {
  const { reading } = context
  const name = textOf(object, 'name')
  const id = idOf(object)
  if (name === null) {
    reading.note('BAD_COMPONENT', at, 'a package without a name is left out')
    return
  }
  const ref = reading.claim(refOf(id ?? name), at, id !== null)
  const makers = listOf(object, 'originatedBy').flatMap((value) => readAgent(value, context) ?? [])
  const maker = makers.find(({ kind }) => kind !== 'person')
  const source = textOf(object, 'software_sourceInfo')
  const places = source === null ? [] : readPlaces(source)
  if (places === null) reading.notHeld('package.sourceInfo', at)
  const identifiers = objectsOf(object, 'externalIdentifier')
  reading.add(
    componentOf({
      ref,
      name,
      type:
        typeOf(object) === 'software_File'
          ? 'file'
          : (types.get(textOf(object, 'software_primaryPurpose') ?? '') ?? 'library'),
      version: textOf(object, 'software_packageVersion'),
      description: textOf(object, 'description') ?? textOf(object, 'summary'),
      purl: reading.purl(textOf(object, 'software_packageUrl') ?? identified(identifiers, 'packageUrl'), at),
      cpe: reading.cpe(identified(identifiers, 'cpe23') ?? identified(identifiers, 'cpe22'), at),
      hashes: objectsOf(object, 'verifiedUsing').flatMap((each) =>
        reading.hash('spdx3', { word: textOf(each, 'algorithm') ?? '', digest: textOf(each, 'hashValue') ?? '' }, at),
      ),
      licenses: (context.licenses.get(ref) ?? []).flatMap((each) => readLicense(each, at, context)),
      copyright: said(textOf(object, 'software_copyrightText')),
      supplier: readAgent(member(object, 'suppliedBy'), context),
      manufacturer: maker === undefined ? null : { ...maker, kind: 'organization' },
      authors: makers.filter(({ kind }) => kind === 'person'),
      references: readReferences(object),
      properties: readProperties(object),
      occurrences: places ?? [],
      within: context.within.get(ref) ?? null,
    }),
    at.line,
  )
}

function said(text: string | null): string | null {
  return text === null || /^(?:NONE|NOASSERTION)$/.test(text.trim()) ? null : text
}

function identified(identifiers: readonly DataObject[], kind: string): string | null {
  const found = identifiers.find((each) => textOf(each, 'externalIdentifierType') === kind)
  return found === undefined ? null : textOf(found, 'identifier')
}

function readReferences(object: DataObject): Component['references'] {
  const found = objectsOf(object, 'externalRef').flatMap((each) => {
    const type = referencesByWord.get(textOf(each, 'externalRefType') ?? 'other') ?? 'other'
    return listOf(each, 'locator').flatMap((value) => {
      const url = asText(value)
      return url === null ? [] : [referenceOf(type, url, textOf(each, 'comment'))]
    })
  })
  const more = (type: string, url: string | null): Component['references'] =>
    url === null || found.some((each) => each.url === url) ? [] : [referenceOf(type, url, null)]
  const download = said(textOf(object, 'software_downloadLocation'))
  const isSource = /^(?:git|hg|svn|bzr)\+/.test(download ?? '')
  return [
    ...found,
    ...more(isSource ? 'vcs' : 'distribution', download),
    ...more('website', said(textOf(object, 'software_homePage'))),
  ]
}

function readLicense(
  { id, acknowledgement }: { readonly id: string; readonly acknowledgement: 'declared' | 'concluded' },
  at: At,
  context: Context,
): readonly License[] {
  const object = context.byId.get(id) ?? null
  const listed = /^https?:\/\/spdx\.org\/licenses\/([A-Za-z0-9.+-]+)$/.exec(id)?.[1]
  const text = textOf(object, 'simplelicensing_licenseExpression') ?? listed ?? null
  if (text === null) {
    if (!/\/(?:NoAssertion|None)License$/.test(id)) context.reading.notHeld('a licence that is no expression', at)
    return []
  }
  for (const entry of objectsOf(object, 'simplelicensing_customIdToUri')) {
    const key = textOf(entry, 'key')
    const body = context.byId.get(textOf(entry, 'value') ?? '')
    if (key !== null && body !== undefined && /^LicenseRef-[A-Za-z0-9.-]+$/.test(key)) readText(key, body, context)
  }
  return [licenseOf(text, { acknowledgement })]
}

function readText(id: string, object: DataObject, { texts }: Context): void {
  const name = textOf(object, 'name')
  const text = textOf(object, 'simplelicensing_licenseText') ?? name ?? id
  const [url] = objectsOf(object, 'externalRef').flatMap((each) => listOf(each, 'locator').map(asText))
  texts.set(id, { id, name, text, url: url ?? null })
}

function readAnnotation(object: DataObject, context: Context, documentId: string | null): readonly Annotation[] {
  if (typeOf(object) !== 'Annotation') return []
  const id = textOf(object, 'subject')
  const info = creationOf(object, context)
  const [annotator] = listOf(info, 'createdBy').flatMap((value) => readAgent(value, context) ?? [])
  const text = textOf(object, 'statement')
  const isAbout = id !== null && (id === documentId || context.reading.isTaken(refOf(id)))
  if (annotator === undefined || text === null || id === null || !isAbout) {
    context.reading.note(
      'BAD_VALUE',
      { place: 'annotations', line: lineOf(object) },
      'an annotation lacks its subject, text or author',
    )
    return []
  }
  return [{ subject: id === documentId ? null : refOf(id), annotator, time: readTime(textOf(info, 'created')), text }]
}
