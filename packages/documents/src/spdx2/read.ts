import type { Annotation, Bom, BomEdge, Component, EdgeKind, License, LicenseText, Reference } from '../bom.ts'
import { asText, type DataObject, lineOf, listOf, objectOf, objectsOf, textOf } from '../data.ts'
import { componentOf, emptyBom, inOrder } from '../draft.ts'
import { licenseOf } from '../license.ts'
import { withNamedLicenses } from '../license-forms.ts'
import { type At, knownEdges, type Reading, readTime, withoutCircles } from '../reading.ts'
import { inferPhases } from '../spdx-ids.ts'
import { oneLine, readActor, readToolActor } from './actor.ts'
import { readPlaces, referenceOf } from './reference.ts'

/** Relationships that say what lies in what, or what needs what; `reversed` where the needed stands first. */
const contains: Readonly<Record<string, 'forward' | 'reversed'>> = {
  CONTAINS: 'forward',
  CONTAINED_BY: 'reversed',
  PACKAGE_OF: 'reversed',
}
const needs: Readonly<Record<string, { readonly kind: EdgeKind; readonly reversed: boolean }>> = {
  DEPENDS_ON: { kind: 'runtime', reversed: false },
  DEPENDENCY_OF: { kind: 'runtime', reversed: true },
  RUNTIME_DEPENDENCY_OF: { kind: 'runtime', reversed: true },
  HAS_PREREQUISITE: { kind: 'runtime', reversed: false },
  PREREQUISITE_FOR: { kind: 'runtime', reversed: true },
  STATIC_LINK: { kind: 'runtime', reversed: false },
  DYNAMIC_LINK: { kind: 'runtime', reversed: false },
  DEV_DEPENDENCY_OF: { kind: 'dev', reversed: true },
  DEV_TOOL_OF: { kind: 'dev', reversed: true },
  OPTIONAL_DEPENDENCY_OF: { kind: 'optional', reversed: true },
  OPTIONAL_COMPONENT_OF: { kind: 'optional', reversed: true },
  BUILD_DEPENDENCY_OF: { kind: 'build', reversed: true },
  BUILD_TOOL_OF: { kind: 'build', reversed: true },
  TEST_DEPENDENCY_OF: { kind: 'test', reversed: true },
  TEST_TOOL_OF: { kind: 'test', reversed: true },
  PROVIDED_DEPENDENCY_OF: { kind: 'provided', reversed: true },
}

const ignored = new Set(['DESCRIBES', 'DESCRIBED_BY'])
const notHeldOfDocument = ['snippets', 'externalDocumentRefs', 'revieweds']
const notHeldOfPackage = [
  'attributionTexts',
  'builtDate',
  'releaseDate',
  'validUntilDate',
  'packageVerificationCode',
  'licenseComments',
  'licenseInfoFromFiles',
]

/** What lines say, before it is known which of their ends are there. */
interface Lines {
  readonly within: Map<string, string>
  readonly edges: BomEdge[]
  readonly described: Set<string>
  /** Said to need nothing, or told what it needs. */
  readonly known: Set<string>
}

/** An SPDX 2.x document, from its JSON or the JSON that its tags stand for. What is out of order is noted. */
export function readSpdx2(document: DataObject, reading: Reading): Bom {
  for (const key of notHeldOfDocument)
    if (listOf(document, key).length > 0) reading.notHeld(key, { place: 'document', line: 0 })
  const lines = readLines(document, reading)
  for (const [index, value] of objectsOf(document, 'packages').entries())
    readPackage(value, { place: `packages[${index}]`, line: lineOf(value) }, { reading, lines })
  for (const [index, value] of objectsOf(document, 'files').entries())
    readFile(value, { place: `files[${index}]`, line: lineOf(value) }, { reading, lines })
  const edges = knownEdges(lines.edges, reading)
  const described = [...lines.described].filter((ref) => reading.isTaken(ref))
  const [subject, ...others] = described
  const info = objectOf(document, 'creationInfo')
  const creators = listOf(info, 'creators').map(asText)
  const bom = emptyBom({
    identity: textOf(document, 'documentNamespace'),
    name: textOf(document, 'name'),
    created: readTime(textOf(info, 'created')),
    tools: creators.flatMap((text) => readToolActor(text) ?? []),
    authors: creators.flatMap((text) => readActor(text) ?? []).filter(({ kind }) => kind !== 'tool'),
    comment: textOf(document, 'comment'),
    subject: subject !== undefined && others.length === 0 ? subject : null,
    components: withoutCircles(reading.components, reading).map((each) =>
      lines.known.has(each.ref) ? { ...each, needsKnown: true } : each,
    ),
    edges,
    licenseTexts: objectsOf(document, 'hasExtractedLicensingInfos').flatMap(readText),
    annotations: readAnnotations(document, reading),
  })
  return inOrder(withNamedLicenses(inferPhases(bom)))
}

function refOf(id: string): string {
  return id.replace(/^SPDXRef-/, '')
}

function readLines(document: DataObject, reading: Reading): Lines {
  const lines: Lines = { within: new Map(), edges: [], described: new Set(), known: new Set() }
  for (const id of listOf(document, 'documentDescribes').map(asText)) if (id !== null) lines.described.add(refOf(id))
  for (const each of objectsOf(document, 'relationships')) {
    const from = textOf(each, 'spdxElementId')
    const to = textOf(each, 'relatedSpdxElement')
    const type = textOf(each, 'relationshipType')?.toUpperCase().replaceAll('-', '_') ?? ''
    if (from === null || to === null) continue
    if (to !== 'NONE' && to !== 'NOASSERTION') readLine(type, { from: refOf(from), to: refOf(to) }, { lines, reading })
    else if (to === 'NONE' && type === 'DEPENDS_ON') lines.known.add(refOf(from))
  }
  for (const each of objectsOf(document, 'packages'))
    for (const file of listOf(each, 'hasFiles').map(asText))
      if (file !== null) hold(lines, { from: refOf(textOf(each, 'SPDXID') ?? ''), to: refOf(file) })
  return lines
}

interface Ends {
  readonly from: string
  readonly to: string
}

function readLine(
  type: string,
  ends: Ends,
  { lines, reading }: { readonly lines: Lines; readonly reading: Reading },
): void {
  const { from, to } = ends
  const holds = Object.hasOwn(contains, type) ? contains[type] : undefined
  const need = Object.hasOwn(needs, type) ? needs[type] : undefined
  if (type === 'DESCRIBES' && from === 'DOCUMENT') lines.described.add(to)
  else if (type === 'DESCRIBED_BY' && to === 'DOCUMENT') lines.described.add(from)
  else if (holds !== undefined) hold(lines, holds === 'forward' ? ends : { from: to, to: from })
  else if (need !== undefined) lines.edges.push({ ...(need.reversed ? { from: to, to: from } : ends), kind: need.kind })
  else if (!ignored.has(type)) reading.notHeld(`relationship ${type.slice(0, 40)}`, { place: 'relationships', line: 0 })
}

/** What lies in two packages lies in the first. */
function hold({ within }: Lines, { from, to }: Ends): void {
  if (from !== 'DOCUMENT' && from !== to && !within.has(to)) within.set(to, from)
}

interface Context {
  readonly reading: Reading
  readonly lines: Lines
}

function readPackage(object: DataObject, at: At, { reading, lines }: Context): void {
  const name = textOf(object, 'name')
  if (name === null) {
    reading.note('BAD_COMPONENT', at, 'a package without a name is left out')
    return
  }
  for (const key of notHeldOfPackage)
    if (textOf(object, key) !== null || listOf(object, key).length > 0) reading.notHeld(`package.${key}`, at)
  const id = textOf(object, 'SPDXID')
  const ref = reading.claim(refOf(id ?? name), at, id !== null)
  const originator = readActor(said(textOf(object, 'originator')))
  const source = textOf(object, 'sourceInfo')
  const places = source === null ? [] : readPlaces(source)
  if (places === null) reading.notHeld('package.sourceInfo', at)
  reading.add(
    componentOf({
      ref,
      name,
      type: typeOf(textOf(object, 'primaryPackagePurpose')),
      version: textOf(object, 'versionInfo'),
      description: textOf(object, 'description') ?? textOf(object, 'summary'),
      ...readIdentifiers(object, at, reading),
      hashes: readChecksums(object, at, reading),
      licenses: readLicenses(object, at, reading),
      copyright: said(textOf(object, 'copyrightText')),
      supplier: readActor(said(textOf(object, 'supplier'))),
      manufacturer:
        originator !== null && originator.kind !== 'person' ? { ...originator, kind: 'organization' } : null,
      authors: originator?.kind === 'person' ? [originator] : [],
      references: readReferences(object),
      occurrences: places ?? [],
      within: lines.within.get(ref) ?? null,
    }),
    at.line,
  )
}

function readFile(object: DataObject, at: At, { reading, lines }: Context): void {
  const name = textOf(object, 'fileName')
  if (name === null) {
    reading.note('BAD_COMPONENT', at, 'a file without a name is left out')
    return
  }
  const id = textOf(object, 'SPDXID')
  const ref = reading.claim(refOf(id ?? name), at, id !== null)
  const concluded = said(textOf(object, 'licenseConcluded'))
  reading.add(
    componentOf({
      ref,
      name: oneLine(name),
      type: 'file',
      hashes: readChecksums(object, at, reading),
      licenses: concluded === null ? [] : [licenseOf(concluded, { acknowledgement: 'concluded' })],
      copyright: said(textOf(object, 'copyrightText')),
      within: lines.within.get(ref) ?? null,
    }),
    at.line,
  )
}

/** Null for the words that say nothing. */
function said(text: string | null): string | null {
  return text === null || /^(?:NONE|NOASSERTION)$/.test(text.trim()) ? null : text
}

const purposes: Readonly<Record<string, Component['type']>> = {
  APPLICATION: 'application',
  FRAMEWORK: 'framework',
  LIBRARY: 'library',
  CONTAINER: 'container',
  OPERATING_SYSTEM: 'operating-system',
  DEVICE: 'device',
  FIRMWARE: 'firmware',
  FILE: 'file',
}

function typeOf(purpose: string | null): Component['type'] {
  const word = purpose?.toUpperCase().replaceAll('-', '_') ?? ''
  return Object.hasOwn(purposes, word) ? (purposes[word] ?? 'library') : 'library'
}

function readChecksums(object: DataObject, at: At, reading: Reading): Component['hashes'] {
  return objectsOf(object, 'checksums').flatMap((each) =>
    reading.hash('spdx2', { word: textOf(each, 'algorithm') ?? '', digest: textOf(each, 'checksumValue') ?? '' }, at),
  )
}

function readLicenses(object: DataObject, at: At, reading: Reading): readonly License[] {
  return (['declared', 'concluded'] as const).flatMap((acknowledgement) => {
    const text = said(textOf(object, acknowledgement === 'declared' ? 'licenseDeclared' : 'licenseConcluded'))
    if (text === null) return []
    const license = licenseOf(text, { acknowledgement })
    if (license.kind === 'name')
      reading.note('BAD_VALUE', at, 'a licence expression is none, or names an unknown licence')
    return [license]
  })
}

function readIdentifiers(object: DataObject, at: At, reading: Reading): Pick<Component, 'purl' | 'cpe'> {
  const found = { purl: [] as string[], cpe: [] as string[] }
  for (const each of objectsOf(object, 'externalRefs')) {
    const type = textOf(each, 'referenceType') ?? ''
    const locator = textOf(each, 'referenceLocator')
    if (locator === null) continue
    if (type === 'purl') found.purl.push(locator)
    else if (type === 'cpe23Type' || type === 'cpe22Type') found.cpe.push(locator)
  }
  if (found.purl.length > 1) reading.notHeld('a further package URL of a package', at)
  if (found.cpe.length > 1) reading.notHeld('a further CPE of a package', at)
  return { purl: reading.purl(found.purl[0] ?? null, at), cpe: reading.cpe(found.cpe[0] ?? null, at) }
}

const identifierTypes = new Set(['purl', 'cpe23Type', 'cpe22Type'])

function readReferences(object: DataObject): readonly Reference[] {
  const found = objectsOf(object, 'externalRefs').flatMap((each) => {
    const type = textOf(each, 'referenceType') ?? 'other'
    const url = textOf(each, 'referenceLocator')
    if (url === null || identifierTypes.has(type)) return []
    const isAdvisory = textOf(each, 'referenceCategory') === 'SECURITY' && type === 'advisory'
    return [referenceOf(isAdvisory ? 'advisories' : type, url, textOf(each, 'comment'))]
  })
  const more = (type: string, url: string | null): readonly Reference[] =>
    url === null || found.some((each) => each.url === url) ? [] : [referenceOf(type, url, null)]
  const download = said(textOf(object, 'downloadLocation'))
  const isSource = /^(?:git|hg|svn|bzr)(?:\+|:)/.test(download ?? '')
  return [
    ...found,
    ...more(isSource ? 'vcs' : 'distribution', download),
    ...more('website', said(textOf(object, 'homepage'))),
  ]
}

function readText(object: DataObject): readonly LicenseText[] {
  const id = textOf(object, 'licenseId')
  if (id === null || !/^LicenseRef-[A-Za-z0-9.-]+$/.test(id)) return []
  const url = listOf(object, 'seeAlsos')
    .map(asText)
    .find((each) => each !== null)
  const name = said(textOf(object, 'name'))
  return [{ id, name, text: textOf(object, 'extractedText') ?? name ?? id, url: url ?? null }]
}

function readAnnotations(document: DataObject, reading: Reading): readonly Annotation[] {
  const own = objectsOf(document, 'annotations').map((each) => [annotated(each), each] as const)
  const inside = [...objectsOf(document, 'packages'), ...objectsOf(document, 'files')].flatMap((element) =>
    objectsOf(element, 'annotations').map((each) => [refOf(textOf(element, 'SPDXID') ?? ''), each] as const),
  )
  return [...own, ...inside].flatMap(([subject, each]): Annotation[] => {
    const annotator = readActor(textOf(each, 'annotator'))
    const text = textOf(each, 'comment')
    if (annotator === null || text === null || (subject !== null && !reading.isTaken(subject))) {
      reading.note(
        'BAD_VALUE',
        { place: 'annotations', line: lineOf(each) },
        'an annotation lacks its subject, text or author',
      )
      return []
    }
    return [{ subject, annotator, time: readTime(textOf(each, 'annotationDate')), text }]
  })
}

/** Tag-value names what an annotation is about; in JSON it stands within. */
function annotated(object: DataObject): string | null {
  const about = refOf(textOf(object, 'spdxElementId') ?? 'DOCUMENT')
  return about === 'DOCUMENT' ? null : about
}
