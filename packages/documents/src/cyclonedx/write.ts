import type { Hash } from '@cordon/model'
import type { Annotation, Bom, Component, License, LicenseText, Party, Property, Reference, Tool } from '../bom.ts'
import { hashWord } from '../hash.ts'
import { compact, type Json, type JsonObject } from '../json.ts'
import { referencesIn } from '../license.ts'
import { byText } from '../order.ts'
import { type CyclonedxVersion, isSince, lifecyclePhases } from './versions.ts'

/** What is being written: components by what holds them. */
interface Writing {
  readonly version: CyclonedxVersion
  readonly inside: ReadonlyMap<string, readonly Component[]>
  /** Of licences that expressions name, since 1.7. */
  readonly texts: ReadonlyMap<string, LicenseText>
}

/**
 * A CycloneDX document as the JSON value of its version. The bill must fit it (`fitCyclonedx`): what the version cannot say
 * is not looked for here.
 */
export function cyclonedxDocument(bom: Bom, version: CyclonedxVersion): JsonObject {
  const inside = insideOf(bom)
  const texts = new Map(bom.licenseTexts.map((text) => [text.id, text]))
  const writing: Writing = { version, inside, texts }
  const subject = bom.components.find((component) => component.ref === bom.subject)
  const outer = bom.components.filter((component) => component.within === null && component !== subject)
  const parts = outer.filter((component) => component.phase === 'delivered')
  const build = outer.filter((component) => component.phase === 'build')
  return compact({
    $schema: `http://cyclonedx.org/schema/bom-${version}.schema.json`,
    bomFormat: 'CycloneDX',
    specVersion: version,
    serialNumber: bom.identity,
    version: bom.revision,
    metadata: metadataOf(bom, subject, writing),
    components: parts.map((component) => componentJson(component, writing)),
    dependencies: dependenciesOf(bom),
    annotations: bom.annotations.map((annotation) => annotationJson(annotation, bom)),
    formulation:
      build.length === 0 ? [] : [{ components: build.map((component) => componentJson(component, writing)) }],
  })
}

function insideOf(bom: Bom): ReadonlyMap<string, readonly Component[]> {
  const inside = new Map<string, Component[]>()
  for (const component of bom.components) {
    if (component.within === null) continue
    const siblings = inside.get(component.within)
    if (siblings === undefined) inside.set(component.within, [component])
    else siblings.push(component)
  }
  return inside
}

function metadataOf(bom: Bom, subject: Component | undefined, writing: Writing): JsonObject {
  const { version } = writing
  const manufacturer = bom.manufacturer === null ? null : organizationJson(bom.manufacturer)
  return compact({
    timestamp: bom.created,
    lifecycles: bom.lifecycles.map((phase) => (lifecyclePhases.has(phase) ? { phase } : { name: phase })),
    tools: toolsJson(bom.tools, version),
    manufacturer: isSince(version, '1.6') ? manufacturer : null,
    authors: bom.authors.map(contactJson),
    component: subject === undefined ? null : componentJson(subject, writing),
    manufacture: isSince(version, '1.6') ? null : manufacturer,
    supplier: bom.supplier === null ? null : organizationJson(bom.supplier),
    properties: bom.properties.map(propertyJson),
  })
}

function toolsJson(tools: readonly Tool[], version: CyclonedxVersion): Json {
  if (!isSince(version, '1.5')) return tools.map((tool) => compact({ ...tool }))
  const components = tools.map((tool) =>
    compact({ type: 'application', publisher: tool.vendor, name: tool.name, version: tool.version }),
  )
  return components.length === 0 ? [] : { components }
}

function organizationJson(party: Party): JsonObject {
  const isPerson = party.kind === 'person'
  const contact = isPerson ? contactJson(party) : compact({ email: party.email })
  return compact({
    name: isPerson ? null : party.name,
    url: party.url === null ? [] : [party.url],
    contact: Object.keys(contact).length === 0 ? [] : [contact],
  })
}

function contactJson(party: Party): JsonObject {
  return compact({ name: party.name, email: party.email })
}

function propertyJson({ name, value }: Property): JsonObject {
  return { name, value }
}

function componentJson(component: Component, writing: Writing): JsonObject {
  const { version } = writing
  const nested = writing.inside.get(component.ref) ?? []
  const hasAuthors = isSince(version, '1.6')
  return compact({
    type: component.type,
    'bom-ref': component.ref,
    supplier: component.supplier === null ? null : organizationJson(component.supplier),
    manufacturer: component.manufacturer === null ? null : organizationJson(component.manufacturer),
    authors: hasAuthors ? component.authors.map(contactJson) : [],
    author: hasAuthors ? null : (component.authors[0]?.name ?? null),
    publisher: component.publisher,
    group: component.group,
    name: component.name,
    version: component.version,
    description: component.description,
    scope: component.scope,
    hashes: component.hashes.flatMap(hashJson),
    licenses: component.licenses.map((license) => licenseJson(license, writing)),
    copyright: component.copyright,
    cpe: component.cpe,
    purl: component.purl,
    externalReferences: component.references.map(referenceJson),
    components: nested.map((each) => componentJson(each, writing)),
    evidence: compact({ occurrences: component.occurrences.map((each) => compact({ ...each })) }),
    properties: component.properties.map(propertyJson),
  })
}

function hashJson({ algorithm, value }: Hash): readonly JsonObject[] {
  const alg = hashWord('cyclonedx', algorithm)
  return alg === null ? [] : [{ alg, content: value }]
}

function licenseJson({ kind, value, text, url, acknowledgement }: License, { texts }: Writing): JsonObject {
  if (kind === 'expression') {
    const expressionDetails = referencesIn(value).flatMap((id) => {
      const known = texts.get(id)
      return known === undefined
        ? []
        : [compact({ licenseIdentifier: id, text: { content: known.text }, url: known.url })]
    })
    return compact({ expression: value, expressionDetails, acknowledgement })
  }
  const content = text === null ? null : { content: text }
  return { license: compact({ [kind]: value, acknowledgement, text: content, url }) }
}

function referenceJson({ type, url, comment, hashes }: Reference): JsonObject {
  return compact({ type, url, comment, hashes: hashes.flatMap(hashJson) })
}

/** One entry for each component whose needs are known; an entry without `dependsOn` says that it needs nothing. */
function dependenciesOf(bom: Bom): readonly JsonObject[] {
  const needs = new Map<string, string[]>()
  for (const component of bom.components) if (component.needsKnown) needs.set(component.ref, [])
  for (const { from, to } of bom.edges) needs.get(from)?.push(to)
  return [...needs]
    .sort(([a], [b]) => byText(a, b))
    .map(([ref, to]) => compact({ ref, dependsOn: [...new Set(to)].sort(byText) }))
}

function annotationJson({ subject, annotator, time, text }: Annotation, bom: Bom): JsonObject {
  const about = subject ?? bom.identity ?? ''
  return {
    subjects: [about],
    annotator: annotatorJson(annotator),
    timestamp: time ?? '',
    text,
  }
}

function annotatorJson(party: Party): JsonObject {
  if (party.kind === 'person') return { individual: contactJson(party) }
  if (party.kind === 'organization') return { organization: organizationJson(party) }
  return { component: { type: 'application', name: party.name ?? '' } }
}
