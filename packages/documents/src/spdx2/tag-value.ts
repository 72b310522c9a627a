import { asObject, type DataObject, lineKey, listOf, objectsOf, textOf } from '../data.ts'
import { DocumentError } from '../error.ts'
import type { Json, JsonObject } from '../json.ts'
import { limits } from '../limits.ts'

/** One tag with its value, and where it stands. */
interface Tag {
  readonly name: string
  readonly value: string
  readonly line: number
}

/** Writes the tag-value form of an SPDX 2.3 document from its JSON form. */
export function tagValueText(document: JsonObject): string {
  const lines: string[] = []
  const put = (name: string, value: Json | undefined): void => {
    if (typeof value === 'string') lines.push(`${name}: ${wrapped(value)}`)
  }
  const info = asObject(document.creationInfo)
  for (const name of ['spdxVersion', 'dataLicense', 'SPDXID', 'name', 'documentNamespace', 'comment'] as const)
    put(documentTags[name], document[name])
  for (const creator of listOf(info, 'creators')) put('Creator', creator)
  put('Created', info?.created)
  for (const each of objectsOf(document, 'annotations')) putAnnotation(each, 'SPDXRef-DOCUMENT', put)
  for (const each of objectsOf(document, 'packages')) {
    lines.push('')
    putPackage(each, put)
  }
  if (listOf(document, 'relationships').length > 0) lines.push('')
  for (const each of objectsOf(document, 'relationships'))
    put('Relationship', [each.spdxElementId, each.relationshipType, each.relatedSpdxElement].join(' '))
  for (const each of objectsOf(document, 'hasExtractedLicensingInfos')) {
    lines.push('')
    put('LicenseID', each.licenseId)
    lines.push(`ExtractedText: <text>${textOf(each, 'extractedText') ?? ''}</text>`)
    put('LicenseName', each.name)
    for (const url of listOf(each, 'seeAlsos')) put('LicenseCrossReference', url)
  }
  return `${lines.join('\n')}\n`
}

const documentTags = {
  spdxVersion: 'SPDXVersion',
  dataLicense: 'DataLicense',
  SPDXID: 'SPDXID',
  name: 'DocumentName',
  documentNamespace: 'DocumentNamespace',
  comment: 'DocumentComment',
} as const

/** Text of several lines, or with space at its ends, stands between `<text>` and `</text>`. */
function wrapped(value: string): string {
  return /[\n\r]/.test(value) || value !== value.trim() || value.includes('<text>') ? `<text>${value}</text>` : value
}

const packageTags: readonly (readonly [string, string])[] = [
  ['PackageName', 'name'],
  ['SPDXID', 'SPDXID'],
  ['PackageVersion', 'versionInfo'],
  ['PackageFileName', 'packageFileName'],
  ['PackageSupplier', 'supplier'],
  ['PackageOriginator', 'originator'],
  ['PackageDownloadLocation', 'downloadLocation'],
]
const laterTags: readonly (readonly [string, string])[] = [
  ['PackageHomePage', 'homepage'],
  ['PackageSourceInfo', 'sourceInfo'],
  ['PackageLicenseConcluded', 'licenseConcluded'],
  ['PackageLicenseDeclared', 'licenseDeclared'],
  ['PackageCopyrightText', 'copyrightText'],
  ['PackageSummary', 'summary'],
  ['PackageDescription', 'description'],
  ['PackageComment', 'comment'],
]

function putPackage(object: DataObject, put: (name: string, value: Json | undefined) => void): void {
  for (const [tag, key] of packageTags) put(tag, object[key])
  put('FilesAnalyzed', 'false')
  for (const each of objectsOf(object, 'checksums')) put('PackageChecksum', `${each.algorithm}: ${each.checksumValue}`)
  for (const [tag, key] of laterTags) put(tag, object[key])
  for (const each of objectsOf(object, 'externalRefs')) {
    put('ExternalRef', `${each.referenceCategory} ${each.referenceType} ${each.referenceLocator}`)
    put('ExternalRefComment', each.comment)
  }
  put('PrimaryPackagePurpose', textOf(object, 'primaryPackagePurpose')?.replaceAll('_', '-'))
  for (const each of objectsOf(object, 'annotations')) putAnnotation(each, textOf(object, 'SPDXID') ?? '', put)
}

function putAnnotation(object: DataObject, about: string, put: (name: string, value: Json | undefined) => void): void {
  put('Annotator', object.annotator)
  put('AnnotationDate', object.annotationDate)
  put('AnnotationType', object.annotationType)
  put('SPDXREF', about)
  put('AnnotationComment', object.comment)
}

/** True for a text that begins as SPDX tags do. */
export function isTagValue(start: string): boolean {
  return /^(?:\s*(?:#[^\n]*)?\n){0,200}\s*SPDXVersion\s*:/.test(start)
}

/** The JSON form of an SPDX 2.x document in tags. Lines that are no tags are told. Throws `DocumentError`. */
export function readTagValue(text: string, strange: (line: number) => void): DataObject {
  const building: Building = { document: fresh(1), section: null, last: new Map() }
  const info = fresh(1)
  building.document.creationInfo = info as Json
  for (const tag of tagsOf(text, strange)) {
    if (tag.name === 'Creator') push(info, 'creators', tag.value)
    else if (tag.name === 'Created') info.created = tag.value
    else place(tag, building)
  }
  return building.document as DataObject
}

type Fresh = Record<string | symbol, Json>

interface Building {
  readonly document: Fresh
  /** The package, file or snippet that the tags now speak of. */
  section: Fresh | null
  /** What the tags that follow belong to: the last external reference, annotation and licence. */
  readonly last: Map<'annotation' | 'license' | 'reference', Fresh>
}

function fresh(line: number): Fresh {
  return { [lineKey]: line }
}

function push(object: Fresh, key: string, value: Json): void {
  const list = object[key]
  if (Array.isArray(list)) list.push(value)
  else object[key] = [value]
}

function* tagsOf(text: string, strange: (line: number) => void): Generator<Tag> {
  let line = 1
  let count = 0
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const end = newline === -1 ? text.length : newline
    const written = text.slice(at, end)
    const colon = written.indexOf(':')
    const name = colon === -1 ? '' : written.slice(0, colon).trim()
    const start = written.slice(colon + 1).trimStart()
    const startLine = line
    if (/^[A-Za-z][A-Za-z0-9]{0,60}$/.test(name) && start.startsWith('<text>')) {
      const open = text.indexOf('<text>', at) + 6
      const close = text.indexOf('</text>', open)
      if (close === -1) throw new DocumentError('MALFORMED', 'A `<text>` does not end.', { line })
      const value = text.slice(open, close)
      const next = text.indexOf('\n', close)
      line += value.split('\n').length
      at = next === -1 ? text.length : next + 1
      yield { name, value, line: startLine }
    } else {
      line += 1
      at = end + 1
      if (/^[A-Za-z][A-Za-z0-9]{0,60}$/.test(name))
        yield { name, value: written.slice(colon + 1).trim(), line: startLine }
      else if (written.trim() !== '' && !written.trimStart().startsWith('#')) strange(startLine)
    }
    count += 1
    if (count > limits.values) throw new DocumentError('TOO_LARGE', `The document holds over ${limits.values} tags.`)
  }
}

const documentKeys: ReadonlyMap<string, string> = new Map(
  Object.entries(documentTags).map(([key, tag]) => [tag, key] as const),
)
const packageKeys: ReadonlyMap<string, string> = new Map(
  [...packageTags, ...laterTags, ['PrimaryPackagePurpose', 'primaryPackagePurpose'] as const].filter(
    ([tag]) => tag !== 'SPDXID',
  ),
)
const fileKeys: ReadonlyMap<string, string> = new Map([
  ['LicenseConcluded', 'licenseConcluded'],
  ['FileCopyrightText', 'copyrightText'],
])

function place({ name, value, line }: Tag, building: Building): void {
  const { document } = building
  if (name === 'PackageName') open(building, 'packages', { key: 'name', value, line })
  else if (name === 'FileName') open(building, 'files', { key: 'fileName', value, line })
  else if (name === 'SnippetSPDXID') open(building, 'snippets', { key: 'SPDXID', value, line })
  else if (name === 'SPDXID') (building.section ?? document).SPDXID = value
  else if (name === 'Relationship') push(document, 'relationships', relationshipOf(value, line))
  else if (!placeInLast({ name, value, line }, building)) {
    const section = building.section ?? document
    const key = documentKeys.get(name) ?? packageKeys.get(name) ?? fileKeys.get(name)
    if (key !== undefined && name.startsWith('Document')) document[key] = value
    else if (key !== undefined) section[key] = value
    else if (name === 'PackageChecksum' || name === 'FileChecksum') push(section, 'checksums', checksumOf(value))
  }
}

function open(
  building: Building,
  key: 'files' | 'packages' | 'snippets',
  first: { readonly key: string; readonly value: string; readonly line: number },
): void {
  const section = fresh(first.line)
  section[first.key] = first.value
  push(building.document, key, section as Json)
  building.section = section
}

/** Tags that begin or continue a part of several tags; false for others. */
function placeInLast({ name, value, line }: Tag, { document, section, last }: Building): boolean {
  const begin = (kind: 'annotation' | 'license' | 'reference', owner: Fresh, key: string): Fresh => {
    const part = fresh(line)
    push(owner, key, part as Json)
    last.set(kind, part)
    return part
  }
  const set = (kind: 'annotation' | 'license' | 'reference', key: string): boolean => {
    const part = last.get(kind)
    if (part !== undefined) part[key] = value
    return part !== undefined
  }
  switch (name) {
    case 'ExternalRef': {
      const [category = '', type = '', ...rest] = value.split(/\s+/)
      const part = begin('reference', section ?? document, 'externalRefs')
      Object.assign(part, { referenceCategory: category, referenceType: type, referenceLocator: rest.join(' ') })
      return true
    }
    case 'ExternalRefComment':
      return set('reference', 'comment')
    case 'Annotator':
      begin('annotation', document, 'annotations').annotator = value
      return true
    case 'AnnotationDate':
      return set('annotation', 'annotationDate')
    case 'AnnotationType':
      return set('annotation', 'annotationType')
    case 'AnnotationComment':
      return set('annotation', 'comment')
    case 'SPDXREF':
      return set('annotation', 'spdxElementId')
    case 'LicenseID':
      begin('license', document, 'hasExtractedLicensingInfos').licenseId = value
      return true
    case 'ExtractedText':
      return set('license', 'extractedText')
    case 'LicenseName':
      return set('license', 'name')
    case 'LicenseCrossReference': {
      const part = last.get('license')
      if (part !== undefined) push(part, 'seeAlsos', value)
      return true
    }
    default:
      return false
  }
}

function relationshipOf(value: string, line: number): Json {
  const [spdxElementId = '', relationshipType = '', relatedSpdxElement = ''] = value.split(/\s+/)
  const part = fresh(line)
  return Object.assign(part, { spdxElementId, relationshipType, relatedSpdxElement }) as Json
}

function checksumOf(value: string): Json {
  const colon = value.indexOf(':')
  return { algorithm: value.slice(0, colon).trim(), checksumValue: value.slice(colon + 1).trim() }
}
