import type { Annotation, Bom, BomEdge, Component, EdgeKind, License, LicenseText, Reference } from '../bom.ts'
import { hashWord } from '../hash.ts'
import { compact, type Json, type JsonObject } from '../json.ts'
import { textOfName } from '../license-forms.ts'
import { describedBy } from '../spdx-ids.ts'
import { writeActor, writeTool } from './actor.ts'
import { commentOf, placesText } from './reference.ts'

const documentId = 'SPDXRef-DOCUMENT'

/** An SPDX 2.3 document as the value of its JSON. The bill must fit it (`fitSpdx2`). */
export function spdx2Document(bom: Bom): JsonObject {
  const notes = Map.groupBy(bom.annotations, (annotation) => annotation.subject)
  return compact({
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: documentId,
    name: bom.name,
    documentNamespace: bom.identity,
    comment: bom.comment,
    creationInfo: {
      created: bom.created ?? '',
      creators: [...bom.tools.map(writeTool), ...bom.authors.flatMap((party) => writeActor(party) ?? [])],
    },
    annotations: (notes.get(null) ?? []).map(annotationJson),
    packages: bom.components.map((component) => packageJson(component, notes.get(component.ref) ?? [])),
    relationships: relationshipsOf(bom),
    hasExtractedLicensingInfos: extractedOf(bom).map(textJson),
  })
}

/** Names of licences stand as texts under identifiers. */
function extractedOf(bom: Bom): readonly LicenseText[] {
  const named = bom.components.flatMap(({ licenses }) => licenses.filter(({ kind }) => kind === 'name').map(textOfName))
  return [...new Map([...bom.licenseTexts, ...named].map((text) => [text.id, text])).values()]
}

function packageJson(component: Component, notes: readonly Annotation[]): JsonObject {
  const { licenses, references, hashes } = component
  return compact({
    name: component.name,
    SPDXID: idOf(component.ref),
    versionInfo: component.version,
    packageFileName: fileNameOf(component),
    supplier: component.supplier === null ? null : writeActor(component.supplier),
    originator: originatorOf(component),
    downloadLocation: downloadLocationOf(references),
    filesAnalyzed: false,
    checksums: hashes.flatMap(({ algorithm, value }) => {
      const word = hashWord('spdx2', algorithm)
      return word === null ? [] : [{ algorithm: word, checksumValue: value }]
    }),
    homepage: references.find(({ type, url }) => type === 'website' && /^https?:\/\/[^\s]+$/.test(url))?.url,
    sourceInfo: component.occurrences.length === 0 ? null : placesText(component.occurrences),
    licenseConcluded: expressionOf(licenses, 'concluded'),
    licenseDeclared: expressionOf(licenses, 'declared'),
    copyrightText: component.copyright ?? 'NOASSERTION',
    description: component.description,
    externalRefs: externalRefsOf(component),
    annotations: notes.map(annotationJson),
    primaryPackagePurpose: component.type.toUpperCase().replaceAll('-', '_'),
  })
}

function idOf(ref: string): string {
  return `SPDXRef-${ref}`
}

function fileNameOf({ purl }: Component): string | null {
  const match = /[?&]file_name=([^&#]{1,300})/.exec(purl ?? '')
  if (match === null) return null
  return match[1]?.replaceAll('%2B', '+').replaceAll('%20', ' ') ?? null
}

function originatorOf({ manufacturer, authors }: Component): string | null {
  const [author] = authors
  const maker = manufacturer ?? author
  return maker === undefined ? null : writeActor(maker)
}

/** Where it is fetched from: its repository, or the one file that it is. */
function downloadLocationOf(references: readonly Reference[]): string {
  const source = references.find(
    ({ type, url }) => type === 'vcs' && /^(?:git|hg|svn|bzr)\+[a-z]+:\/\/[^\s]+$/.test(url),
  )
  if (source !== undefined) return source.url
  const files = references.filter(
    ({ type, url }) => /distribution$/.test(type) && /^(?:https?|ftp):\/\/[^\s]+$/.test(url),
  )
  const [only, ...more] = files
  return only === undefined || more.length > 0 ? 'NOASSERTION' : only.url
}

function expressionOf(licenses: readonly License[], wanted: 'declared' | 'concluded'): string {
  const license = licenses.find(({ acknowledgement }) => acknowledgement === wanted)
  if (license === undefined) return 'NOASSERTION'
  return license.kind === 'name' ? textOfName(license).id : license.value
}

function externalRefsOf({ purl, cpe, references }: Component): readonly Json[] {
  const identifiers = [
    ...(purl === null ? [] : [refJson('PACKAGE-MANAGER', 'purl', purl)]),
    ...(cpe === null ? [] : [refJson('SECURITY', cpe.startsWith('cpe:2.3') ? 'cpe23Type' : 'cpe22Type', cpe)]),
  ]
  return [
    ...identifiers,
    ...references.map((reference) =>
      compact({
        ...(reference.type === 'advisories'
          ? refJson('SECURITY', 'advisory', reference.url)
          : refJson('OTHER', reference.type, reference.url)),
        comment: commentOf(reference),
      }),
    ),
  ]
}

function refJson(category: string, type: string, locator: string): JsonObject {
  return { referenceCategory: category, referenceType: type, referenceLocator: locator }
}

function annotationJson({ annotator, time, text }: Annotation): JsonObject {
  return {
    annotationDate: time ?? '',
    annotationType: 'OTHER',
    annotator: writeActor(annotator) ?? '',
    comment: text,
  }
}

function textJson({ id, name, text, url }: LicenseText): JsonObject {
  return compact({ licenseId: id, extractedText: text, name, seeAlsos: url === null ? [] : [url] })
}

/** How each kind of line is written: SPDX writes most of them from what is needed to what needs it. */
const relationshipOf: Readonly<Record<EdgeKind, string>> = {
  runtime: 'DEPENDS_ON',
  dev: 'DEV_DEPENDENCY_OF',
  optional: 'OPTIONAL_DEPENDENCY_OF',
  build: 'BUILD_DEPENDENCY_OF',
  test: 'TEST_DEPENDENCY_OF',
  provided: 'PROVIDED_DEPENDENCY_OF',
}

function relationshipsOf(bom: Bom): readonly JsonObject[] {
  const needy = new Set(bom.edges.map(({ from }) => from))
  return [
    ...describedBy(bom).map((ref) => relationship(documentId, 'DESCRIBES', idOf(ref))),
    ...bom.components.flatMap(({ ref, within }) =>
      within === null ? [] : [relationship(idOf(within), 'CONTAINS', idOf(ref))],
    ),
    ...bom.edges.map(edgeJson),
    ...bom.components.flatMap(({ ref, needsKnown }) =>
      needsKnown && !needy.has(ref) ? [relationship(idOf(ref), 'DEPENDS_ON', 'NONE')] : [],
    ),
  ]
}

function edgeJson({ from, to, kind }: BomEdge): JsonObject {
  const type = relationshipOf[kind]
  return kind === 'runtime' ? relationship(idOf(from), type, idOf(to)) : relationship(idOf(to), type, idOf(from))
}

function relationship(from: string, relationshipType: string, to: string): JsonObject {
  return { spdxElementId: from, relationshipType, relatedSpdxElement: to }
}
