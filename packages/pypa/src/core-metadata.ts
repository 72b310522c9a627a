import { PypaError } from './error.ts'
import { parseHeaderBlock } from './header-block.ts'
import { type PackageName, parseName } from './name.ts'
import { parseRequirement, type Requirement } from './requirement.ts'
import { parseSpecifiers, type SpecifierSet } from './specifier.ts'
import { type AnyVersion, readVersion } from './version.ts'

/** METADATA of a wheel or PKG-INFO of an sdist: core metadata 1.0 to 2.6. Every text in it is the author's, and hostile. */
export interface CoreMetadata {
  readonly metadataVersion: string | null
  readonly name: PackageName | null
  /** As written. */
  readonly rawName: string | null
  readonly version: AnyVersion | null
  readonly rawVersion: string | null
  readonly summary: string | null
  /** Characters of the long description, in the body or in its header; 0 when there is none. */
  readonly descriptionLength: number
  readonly author: string | null
  readonly maintainer: string | null
  /** Addresses of author and maintainer, lower case, each once. */
  readonly emails: readonly string[]
  readonly homePage: string | null
  readonly downloadUrl: string | null
  readonly projectUrls: readonly ProjectUrl[]
  /** `License-Expression` (2.4), else `License`. */
  readonly license: string | null
  /** `License-Expression` alone. */
  readonly licenseExpression: string | null
  readonly licenseFiles: readonly string[]
  readonly keywords: string | null
  readonly classifiers: readonly string[]
  readonly requires: readonly Requirement[]
  readonly requiresPython: SpecifierSet | null
  readonly extras: readonly string[]
  /** Fields that a build may still change (2.2), lower case. */
  readonly dynamic: readonly string[]
  /** `Import-Name` and `Import-Namespace` (2.5). */
  readonly importNames: readonly string[]
  readonly problems: readonly MetadataProblem[]
}

export interface ProjectUrl {
  readonly label: string
  readonly url: string
}

/**
 * `HEADERS` not headers from some line on · `MISSING` a field that must be there · `REPEATED` a field of one value that is there
 * twice · `NAME`, `VERSION`, `REQUIREMENT`, `SPECIFIER` a value that cannot be read · `VERSION_OF_METADATA` a version that is not known.
 */
export type MetadataProblemCode =
  | 'HEADERS'
  | 'MISSING'
  | 'REPEATED'
  | 'NAME'
  | 'VERSION'
  | 'REQUIREMENT'
  | 'SPECIFIER'
  | 'VERSION_OF_METADATA'

export interface MetadataProblem {
  readonly code: MetadataProblemCode
  readonly field: string
  readonly detail: string
}

const knownVersions = /^(?:1\.[0-2]|2\.[0-6])$/
const maxRequirements = 10_000
const singleFields = [
  'metadata-version',
  'name',
  'version',
  'summary',
  'description',
  'keywords',
  'home-page',
  'download-url',
  'author',
  'author-email',
  'maintainer',
  'maintainer-email',
  'license',
  'license-expression',
  'requires-python',
] as const

type Fields = ReadonlyMap<string, readonly string[]>

/** Reads METADATA or PKG-INFO; never throws: what is wrong is in `problems`. */
export function parseCoreMetadata(text: string): CoreMetadata {
  const block = parseHeaderBlock(text)
  const fields = gather(block.headers)
  const problems: MetadataProblem[] = []
  if (!block.isWhole) problems.push({ code: 'HEADERS', field: '', detail: 'a line that is no header' })
  for (const field of singleFields)
    if ((fields.get(field)?.length ?? 0) > 1) problems.push({ code: 'REPEATED', field, detail: 'more than once' })
  const metadataVersion = first(fields, 'metadata-version')
  if (metadataVersion !== null && !knownVersions.test(metadataVersion))
    problems.push({ code: 'VERSION_OF_METADATA', field: 'metadata-version', detail: cut(metadataVersion) })
  return {
    metadataVersion,
    ...readIdentity(fields, problems),
    summary: first(fields, 'summary'),
    descriptionLength: Math.max(block.body.trim().length, (first(fields, 'description') ?? '').length),
    ...readPeople(fields),
    homePage: first(fields, 'home-page'),
    downloadUrl: first(fields, 'download-url'),
    projectUrls: all(fields, 'project-url').map(readProjectUrl),
    license: first(fields, 'license-expression') ?? first(fields, 'license'),
    licenseExpression: first(fields, 'license-expression'),
    licenseFiles: all(fields, 'license-file'),
    keywords: first(fields, 'keywords'),
    classifiers: all(fields, 'classifier'),
    requires: readRequirements(fields, problems),
    requiresPython: readRequiresPython(fields, problems),
    extras: all(fields, 'provides-extra'),
    dynamic: all(fields, 'dynamic').map((field) => field.toLowerCase()),
    importNames: [...all(fields, 'import-name'), ...all(fields, 'import-namespace')],
    problems,
  }
}

function gather(headers: readonly { readonly name: string; readonly value: string }[]): Fields {
  const fields = new Map<string, string[]>()
  for (const { name, value } of headers) {
    const key = name.toLowerCase()
    const values = fields.get(key)
    if (values === undefined) fields.set(key, [value])
    else values.push(value)
  }
  return fields
}

/** Null for what is missing, empty or the `UNKNOWN` of old tools. */
function first(fields: Fields, name: string): string | null {
  const value = fields.get(name)?.[0]?.trim() ?? ''
  return value === '' || value === 'UNKNOWN' ? null : value
}

function all(fields: Fields, name: string): readonly string[] {
  return (fields.get(name) ?? []).filter((value) => value !== '' && value !== 'UNKNOWN')
}

function readIdentity(
  fields: Fields,
  problems: MetadataProblem[],
): Pick<CoreMetadata, 'name' | 'rawName' | 'version' | 'rawVersion'> {
  const rawName = first(fields, 'name')
  const rawVersion = first(fields, 'version')
  const name = rawName === null ? null : parseName(rawName)
  const version = rawVersion === null ? null : readVersion(rawVersion)
  for (const field of ['metadata-version', 'name', 'version'])
    if (first(fields, field) === null) problems.push({ code: 'MISSING', field, detail: 'must be there' })
  if (rawName !== null && name === null) problems.push({ code: 'NAME', field: 'name', detail: cut(rawName) })
  if (rawVersion !== null && (version === null || version.kind === 'legacy'))
    problems.push({ code: 'VERSION', field: 'version', detail: cut(rawVersion) })
  return { name, rawName, version, rawVersion }
}

function readPeople(fields: Fields): Pick<CoreMetadata, 'author' | 'maintainer' | 'emails'> {
  const emails = new Set<string>()
  for (const field of ['author-email', 'maintainer-email'])
    for (const part of (first(fields, field) ?? '').slice(0, 10_000).split(/[\s,;<>"()]+/))
      if (part.length <= 254 && /^[^@]+@[^@]+\.[^@]+$/.test(part)) emails.add(part.toLowerCase())
  return { author: first(fields, 'author'), maintainer: first(fields, 'maintainer'), emails: [...emails] }
}

/** `label, url`; without a comma it is all address. */
function readProjectUrl(value: string): ProjectUrl {
  const comma = value.indexOf(',')
  return comma < 0
    ? { label: '', url: value.trim() }
    : { label: value.slice(0, comma).trim(), url: value.slice(comma + 1).trim() }
}

function readRequirements(fields: Fields, problems: MetadataProblem[]): readonly Requirement[] {
  const written = all(fields, 'requires-dist')
  if (written.length > maxRequirements)
    problems.push({ code: 'REQUIREMENT', field: 'requires-dist', detail: `more than ${maxRequirements} are not read` })
  return written.slice(0, maxRequirements).flatMap((text) => {
    try {
      return [parseRequirement(text)]
    } catch (error) {
      if (!(error instanceof PypaError)) throw error
      problems.push({ code: 'REQUIREMENT', field: 'requires-dist', detail: cut(text) })
      return []
    }
  })
}

function readRequiresPython(fields: Fields, problems: MetadataProblem[]): SpecifierSet | null {
  const written = first(fields, 'requires-python')
  const parsed = written === null ? null : parseSpecifiers(written)
  if (written !== null && parsed === null)
    problems.push({ code: 'SPECIFIER', field: 'requires-python', detail: cut(written) })
  return parsed
}

function cut(text: string): string {
  return text.slice(0, 200)
}
