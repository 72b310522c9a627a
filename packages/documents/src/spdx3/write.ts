import type { Annotation, Bom, BomEdge, Component, License, LicenseText, Party, Property } from '../bom.ts'
import { hashWord } from '../hash.ts'
import { compact, type Json, type JsonObject } from '../json.ts'
import { referencesIn } from '../license.ts'
import { textOfName } from '../license-forms.ts'
import { byText } from '../order.ts'
import { describedBy } from '../spdx-ids.ts'
import { writeTool } from '../spdx2/actor.ts'
import { commentOf, placesText } from '../spdx2/reference.ts'
import { context, core, edgeWords, lifecycleWords, purposes, referenceWords } from './words.ts'

const creation = '_:creation'

/** The graph that is being made: elements under identifiers of one name space. */
interface Graph {
  readonly space: string
  readonly elements: JsonObject[]
  /** Identifiers of what was made already, by what it says. */
  readonly made: Map<string, string>
}

/** An SPDX 3.0.1 document as its JSON-LD. The bill must fit it (`fitSpdx3`). */
export function spdx3Document(bom: Bom): JsonObject {
  const graph: Graph = { space: bom.identity ?? 'urn:cordon', elements: [], made: new Map() }
  const createdBy = bom.authors.map((party) => agent(graph, party))
  const tools = bom.tools.map((tool) => make(graph, 'Tool', { name: writeTool(tool).slice('Tool: '.length) }))
  const info = {
    type: 'CreationInfo',
    '@id': creation,
    specVersion: '3.0.1',
    created: bom.created,
    createdBy: createdBy.length > 0 ? createdBy : [agent(graph, writer)],
    createdUsing: tools,
  }
  for (const component of bom.components) graph.elements.push(packageJson(graph, component))
  for (const component of bom.components) addLicenses(graph, component, bom)
  addRelationships(graph, bom)
  const infos = bom.annotations.map((annotation, index) => addAnnotation(graph, annotation, index + 1))
  const elements = graph.elements.map((element) => element.spdxId ?? '').filter((id) => id !== '')
  const roots = describedBy(bom).map((ref) => idOf(graph, ref))
  const sbom = `${graph.space}#SBOM`
  return {
    '@context': context,
    '@graph': [
      compact(info),
      ...infos,
      compact({
        type: 'SpdxDocument',
        spdxId: documentId(graph),
        creationInfo: creation,
        name: bom.name,
        comment: bom.comment,
        extension: propertiesJson(bom.properties),
        profileConformance: ['core', 'software', 'simpleLicensing'],
        rootElement: [sbom],
        element: [sbom, ...elements],
      }),
      compact({
        type: 'software_Sbom',
        spdxId: sbom,
        creationInfo: creation,
        software_sbomType: bom.lifecycles.flatMap((phase) => lifecycleWords.get(phase) ?? []),
        rootElement: roots,
        element: elements,
      }),
      ...graph.elements,
    ],
  }
}

/** Where nobody signs for a document, the program that writes it does. */
const writer: Party = { kind: 'tool', name: 'cordon', email: null, url: null }

function documentId({ space }: Graph): string {
  return `${space}#SPDXRef-DOCUMENT`
}

function idOf({ space }: Graph, ref: string): string {
  return `${space}#SPDXRef-${ref}`
}

/** Makes an element once for each thing that it says. */
function make(graph: Graph, type: string, parts: Readonly<Record<string, Json | undefined>>): string {
  const body = compact(parts)
  const key = `${type} ${JSON.stringify(body)}`
  const known = graph.made.get(key)
  if (known !== undefined) return known
  const spdxId = `${graph.space}#${type.replace(/^.*_/, '')}-${graph.made.size + 1}`
  graph.made.set(key, spdxId)
  graph.elements.push({ type, spdxId, creationInfo: creation, ...body })
  return spdxId
}

function agent(graph: Graph, { kind, name, email, url }: Party): string {
  const type = { person: 'Person', organization: 'Organization', tool: 'SoftwareAgent' }[kind]
  return make(graph, type, {
    name,
    externalIdentifier: email === null ? [] : [identifier('email', email)],
    externalRef: url === null ? [] : [{ type: 'ExternalRef', externalRefType: 'altWebPage', locator: [url] }],
  })
}

function identifier(kind: string, text: string): JsonObject {
  return { type: 'ExternalIdentifier', externalIdentifierType: kind, identifier: text }
}

function packageJson(graph: Graph, component: Component): JsonObject {
  const { supplier, manufacturer, authors, hashes, cpe, references } = component
  const makers = [...(manufacturer === null ? [] : [manufacturer]), ...authors]
  return compact({
    type: 'software_Package',
    spdxId: idOf(graph, component.ref),
    creationInfo: creation,
    name: component.name,
    description: component.description,
    extension: propertiesJson(component.properties),
    externalIdentifier: cpe === null ? [] : [identifier(cpe.startsWith('cpe:2.3') ? 'cpe23' : 'cpe22', cpe)],
    externalRef: references.map((reference) =>
      compact({
        type: 'ExternalRef',
        externalRefType: referenceWords.get(reference.type) ?? 'other',
        locator: [reference.url],
        comment: commentOf(reference),
      }),
    ),
    verifiedUsing: hashes.map(({ algorithm, value }) => ({
      type: 'Hash',
      algorithm: hashWord('spdx3', algorithm) ?? 'other',
      hashValue: value,
    })),
    originatedBy: makers.map((party) => agent(graph, party)),
    suppliedBy: supplier === null ? null : agent(graph, supplier),
    software_primaryPurpose: purposes[component.type] ?? 'library',
    software_copyrightText: component.copyright,
    software_packageVersion: component.version,
    software_packageUrl: component.purl,
    software_sourceInfo: component.occurrences.length === 0 ? null : placesText(component.occurrences),
  })
}

function propertiesJson(properties: readonly Property[]): readonly JsonObject[] {
  if (properties.length === 0) return []
  const entries = properties.map(({ name, value }) => ({
    type: 'extension_CdxPropertyEntry',
    extension_cdxPropName: name,
    extension_cdxPropValue: value,
  }))
  return [{ type: 'extension_CdxPropertiesExtension', extension_cdxProperty: entries }]
}

function addLicenses(graph: Graph, { ref, licenses }: Component, bom: Bom): void {
  for (const license of licenses) {
    const type = license.acknowledgement === 'concluded' ? 'hasConcludedLicense' : 'hasDeclaredLicense'
    relate(graph, { type, from: idOf(graph, ref), to: [expression(graph, license, bom)] })
  }
}

function expression(graph: Graph, license: License, bom: Bom): string {
  const text = license.kind === 'name' ? textOfName(license) : null
  const named = text === null ? referencesIn(license.value) : [text.id]
  const known = new Map([...bom.licenseTexts, ...(text === null ? [] : [text])].map((each) => [each.id, each]))
  return make(graph, 'simplelicensing_LicenseExpression', {
    simplelicensing_licenseExpression: text === null ? license.value : text.id,
    simplelicensing_customIdToUri: named.flatMap((id) => {
      const found = known.get(id)
      return found === undefined ? [] : [{ type: 'DictionaryEntry', key: id, value: licenseText(graph, found) }]
    }),
  })
}

function licenseText(graph: Graph, { name, text, url }: LicenseText): string {
  return make(graph, 'simplelicensing_SimpleLicensingText', {
    name,
    externalRef: url === null ? [] : [{ type: 'ExternalRef', externalRefType: 'license', locator: [url] }],
    simplelicensing_licenseText: text,
  })
}

interface Relationship {
  readonly type: string
  readonly from: string
  readonly to: readonly string[]
  readonly scope?: string | null
  readonly isComplete?: boolean
}

function relate(graph: Graph, { type, from, to, scope = null, isComplete = false }: Relationship): void {
  make(graph, scope === null ? 'Relationship' : 'LifecycleScopedRelationship', {
    relationshipType: type,
    from,
    to,
    scope,
    completeness: isComplete ? 'complete' : null,
  })
}

function addRelationships(graph: Graph, bom: Bom): void {
  const held = Map.groupBy(
    bom.components.filter(({ within }) => within !== null),
    ({ within }) => within ?? '',
  )
  for (const [parent, inside] of [...held].sort(([a], [b]) => byText(a, b)))
    relate(graph, { type: 'contains', from: idOf(graph, parent), to: inside.map(({ ref }) => idOf(graph, ref)) })
  const groups = Map.groupBy(bom.edges, ({ from, kind }: BomEdge) => `${from} ${kind}`)
  for (const [, edges] of groups) {
    const [first] = edges
    if (first === undefined) continue
    const { type, scope } = edgeWords[first.kind]
    relate(graph, {
      type,
      scope,
      from: idOf(graph, first.from),
      to: edges.map(({ to }) => idOf(graph, to)),
      isComplete: true,
    })
  }
  const needy = new Set(bom.edges.map(({ from }) => from))
  for (const { ref, needsKnown } of bom.components)
    if (needsKnown && !needy.has(ref))
      relate(graph, {
        type: 'dependsOn',
        scope: 'runtime',
        from: idOf(graph, ref),
        to: [`${core}NoneElement`],
        isComplete: true,
      })
}

/** An annotation has a maker and a time of its own; they are returned. */
function addAnnotation(graph: Graph, { subject, annotator, time, text }: Annotation, index: number): JsonObject {
  const info = `_:annotation-${index}`
  graph.elements.push({
    type: 'Annotation',
    spdxId: `${graph.space}#Annotation-${index}`,
    creationInfo: info,
    annotationType: 'other',
    subject: subject === null ? documentId(graph) : idOf(graph, subject),
    statement: text,
  })
  return {
    type: 'CreationInfo',
    '@id': info,
    specVersion: '3.0.1',
    created: time ?? '',
    createdBy: [agent(graph, annotator)],
  }
}
