import { PypaError } from './error.ts'
import { distributionOf, type FileDistribution } from './filename.ts'
import { htmlTags } from './html-tags.ts'
import { type PackageName, parseName } from './name.ts'
import { lastSegment } from './percent.ts'

/** PEP 792: what its owners or the index say of a whole project. */
export type ProjectStatus = 'active' | 'archived' | 'deprecated' | 'quarantined'

/** What an index says of one project: its page (PEP 503, 592, 629, 658, 691, 700, 708, 714, 740, 792). */
export interface ProjectPage {
  /** Null on an HTML page, which does not name its project. */
  readonly name: PackageName | null
  /** `1.0` where the page does not tell (PEP 629). */
  readonly apiVersion: string
  /** `active` where the page is silent; null where it says a status that this version does not know. */
  readonly status: ProjectStatus | null
  readonly statusReason: string | null
  /** PEP 700: every version, also those without files; null where the page does not list them. */
  readonly versions: readonly string[] | null
  /** PEP 708, absolute URLs. */
  readonly tracks: readonly string[]
  readonly alternateLocations: readonly string[]
  readonly files: readonly ReleaseFile[]
  /** Entries that could not be understood, with the reason: an installer may understand them differently. */
  readonly skipped: readonly SkippedFile[]
}

export interface ReleaseFile {
  /** As JSON tells it; on an HTML page the last part of the URL's path (PEP 503). */
  readonly filename: string
  /** Absolute, without the hash fragment. */
  readonly url: string
  /** Algorithm to hex digits, both in lower case. */
  readonly hashes: ReadonlyMap<string, string>
  /** What the file name says; null for formats other than wheel and sdist, and for names that break their rules. */
  readonly distribution: FileDistribution | null
  readonly requiresPython: string | null
  /** Bytes (PEP 700), where the page tells. */
  readonly size: number | null
  /** ISO time (PEP 700), where the page tells. */
  readonly uploadTime: string | null
  /** PEP 592. */
  readonly yanked: { readonly reason: string | null } | null
  /** PEP 658 and 714: whether METADATA can be fetched at `url` + `.metadata`, and its digests where they are told. */
  readonly coreMetadata: { readonly hashes: ReadonlyMap<string, string> } | null
  /** PEP 740: absolute URL of the file's provenance; as it is written where it is none; null only where the page has none. */
  readonly provenance: string | null
}

export interface SkippedFile {
  readonly text: string
  readonly reason: string
}

/** A project page as it was served. All of it is what the index says: untrusted. */
export interface ProjectPageText {
  readonly text: string
  /** Address of the answer, after redirects: relative links start here. */
  readonly url: string
  readonly contentType: string | null
}

const mostFiles = 200_000
const longestShown = 200
const statuses: ReadonlySet<string> = new Set(['active', 'archived', 'deprecated', 'quarantined'])

/**
 * Reads a project page, JSON or HTML by its content type (by its first character where there is none, as on a disk). Throws
 * `PypaError('INDEX_PAGE')` for what is no such page, and for a major version of the API other than 1 (PEP 629).
 */
export function parseProjectPage(page: ProjectPageText): ProjectPage {
  if (!URL.canParse(page.url)) throw notAPage('its address is no URL')
  const type = (page.contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const isJson = type === '' || type === 'application/octet-stream' ? /^\s*\{/.test(page.text) : /[/+]json$/.test(type)
  return isJson ? readJson(page) : readHtml(page)
}

function notAPage(why: string, cause?: unknown): PypaError {
  return new PypaError('INDEX_PAGE', `This is not the page of a project on an index: ${why}.`, { cause })
}

type Json = Readonly<Record<string, unknown>>

function readJson({ text, url }: ProjectPageText): ProjectPage {
  const root = objectOf(parsedJson(text))
  if (root === null || !Array.isArray(root.files)) throw notAPage('its JSON has no list of files')
  const meta = objectOf(root.meta)
  const status = objectOf(root['project-status'])
  const files = new FileList(url)
  for (const entry of root.files) files.add(jsonFile(objectOf(entry)))
  return {
    name: parseName(stringOf(root.name) ?? ''),
    apiVersion: apiVersionOf(stringOf(meta?.['api-version'])),
    ...statusOf(stringOf(status?.status), stringOf(status?.reason)),
    versions: Array.isArray(root.versions) ? stringsOf(root.versions) : null,
    tracks: absolute(stringsOf(meta?.tracks), url),
    alternateLocations: absolute(stringsOf(root['alternate-locations']), url),
    ...files.result(),
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw notAPage('its JSON is broken', cause)
  }
}

function jsonFile(entry: Json | null): FileText {
  const size = entry?.size
  const yanked = entry?.yanked
  return {
    filename: stringOf(entry?.filename),
    href: stringOf(entry?.url),
    shown: stringOf(entry?.filename) ?? '',
    hashes: digestsOf(entry?.hashes),
    requiresPython: stringOf(entry?.['requires-python']),
    size: typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : null,
    uploadTime: timeOf(stringOf(entry?.['upload-time'])),
    // PEP 691: a boolean, or the reason. An empty reason is none, as installers read it.
    yanked: yanked === true ? '' : stringOf(yanked) || null,
    coreMetadata: metadataOf(entry?.['core-metadata'] ?? entry?.['dist-info-metadata']),
    // An address that is none is no statement that there is nothing.
    provenance: entry?.provenance == null ? null : (stringOf(entry.provenance) ?? ''),
  }
}

function metadataOf(value: unknown): ReadonlyMap<string, string> | null {
  if (value === true) return new Map()
  return objectOf(value) === null ? null : digestsOf(value)
}

function digestsOf(value: unknown): ReadonlyMap<string, string> {
  const entries = Object.entries(objectOf(value) ?? {}).flatMap(([algorithm, digest]) =>
    typeof digest === 'string' && isDigest(algorithm, digest)
      ? [[algorithm.toLowerCase(), digest.toLowerCase()] as const]
      : [],
  )
  return new Map(entries)
}

function isDigest(algorithm: string, digest: string): boolean {
  return /^[a-z0-9_-]{1,32}$/i.test(algorithm) && /^[0-9a-f]{1,256}$/i.test(digest)
}

function readHtml({ text, url }: ProjectPageText): ProjectPage {
  const meta = new Map<string, string[]>()
  let base: string | null = null
  const anchors: FileText[] = []
  for (const { name, attributes } of htmlTags(text)) {
    if (name === 'base') base ??= attributes.get('href') ?? null
    else if (name === 'a' && attributes.has('href') && anchors.length <= mostFiles) anchors.push(anchorFile(attributes))
    else if (name === 'meta') {
      const key = attributes.get('name')?.toLowerCase() ?? ''
      meta.set(key, [...(meta.get(key) ?? []), attributes.get('content') ?? ''].slice(0, 100))
    }
  }
  const start = base !== null && URL.canParse(base, url) ? new URL(base, url).href : url
  const files = new FileList(start)
  for (const anchor of anchors) files.add(anchor)
  const first = (key: string): string | null => meta.get(key)?.[0] ?? null
  return {
    name: null,
    apiVersion: apiVersionOf(first('pypi:repository-version')),
    ...statusOf(first('pypi:project-status'), first('pypi:project-status-reason')),
    versions: null,
    tracks: absolute(meta.get('pypi:tracks') ?? [], url),
    alternateLocations: absolute(meta.get('pypi:alternate-locations') ?? [], url),
    ...files.result(),
  }
}

function anchorFile(attributes: ReadonlyMap<string, string>): FileText {
  const metadata = attributes.get('data-core-metadata') ?? attributes.get('data-dist-info-metadata')
  return {
    filename: null,
    href: attributes.get('href') ?? null,
    shown: attributes.get('href') ?? '',
    hashes: new Map(),
    requiresPython: attributes.get('data-requires-python') ?? null,
    size: null,
    uploadTime: null,
    yanked: attributes.get('data-yanked') ?? null,
    coreMetadata: metadata === undefined || metadata === 'false' ? null : digestText(metadata),
    provenance: attributes.get('data-provenance') ?? null,
  }
}

/** `sha256=<hex>`, in a URL's fragment and in PEP 658's attribute. */
function digestText(text: string): ReadonlyMap<string, string> {
  const equals = text.indexOf('=')
  return equals <= 0 ? new Map() : digestsOf({ [text.slice(0, equals)]: text.slice(equals + 1) })
}

interface FileText {
  /** Null where only the URL tells it (PEP 503). */
  readonly filename: string | null
  readonly href: string | null
  readonly shown: string
  readonly hashes: ReadonlyMap<string, string>
  readonly requiresPython: string | null
  readonly size: number | null
  readonly uploadTime: string | null
  readonly yanked: string | null
  readonly coreMetadata: ReadonlyMap<string, string> | null
  readonly provenance: string | null
}

/** The files of a page, each made absolute and read by its name. */
class FileList {
  readonly #base: string
  readonly #files: ReleaseFile[] = []
  readonly #skipped: SkippedFile[] = []
  #isFull = false

  constructor(base: string) {
    this.#base = base
  }

  add(file: FileText): void {
    if (this.#files.length + this.#skipped.length >= mostFiles) this.#isFull = true
    else this.#take(file)
  }

  result(): { readonly files: readonly ReleaseFile[]; readonly skipped: readonly SkippedFile[] } {
    const full = { text: '', reason: `there are more than ${mostFiles} files; the rest was not read` }
    return { files: this.#files, skipped: this.#isFull ? [...this.#skipped, full] : this.#skipped }
  }

  #take(file: FileText): void {
    const read = readFile(file, this.#base)
    if (typeof read === 'string') this.#skipped.push({ text: file.shown.slice(0, longestShown), reason: read })
    else this.#files.push(read)
  }
}

/** The file, or why it is none. */
function readFile(file: FileText, base: string): ReleaseFile | string {
  const { href } = file
  if (href === null || !URL.canParse(href, base)) return 'it has no URL'
  const url = new URL(href, base)
  const filename = file.filename ?? lastSegment(url.pathname) ?? ''
  if (filename === '' || /[/\\\u0000-\u001f\u007f]/.test(filename)) return 'it has no file name'
  const fragment = digestText(url.hash.slice(1))
  url.hash = ''
  return {
    filename,
    url: url.href,
    hashes: file.hashes.size > 0 ? file.hashes : fragment,
    distribution: distributionOf(filename),
    requiresPython: file.requiresPython?.trim() || null,
    size: file.size,
    uploadTime: file.uploadTime,
    yanked: file.yanked === null ? null : { reason: file.yanked.trim() || null },
    coreMetadata: file.coreMetadata === null ? null : { hashes: file.coreMetadata },
    provenance: file.provenance === null ? null : addressIn(file.provenance, base),
  }
}

/** Absolute; what cannot be read stays as it is written, and leads nowhere. */
function addressIn(text: string, base: string): string {
  return text === '' ? text : (absolute([text], base)[0] ?? text)
}

/** PEP 629: another major version is not to be understood, a newer minor one is. */
function apiVersionOf(text: string | null): string {
  const version = (text ?? '1.0').trim()
  if (/^1(?:\.\d{1,9})?$/.test(version)) return version
  throw notAPage(`version ${version.slice(0, 20)} of the index API is not understood`)
}

function statusOf(status: string | null, reason: string | null): Pick<ProjectPage, 'status' | 'statusReason'> {
  const said = status === null ? 'active' : isStatus(status) ? status : null
  return { status: said, statusReason: reason?.trim() || null }
}

function isStatus(text: string): text is ProjectStatus {
  return statuses.has(text)
}

// PEP 700: `yyyy-mm-ddThh:mm:ss.ffffffZ`, the fraction may be missing.
const uploadTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/

function timeOf(text: string | null): string | null {
  if (text === null || !uploadTime.test(text)) return null
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

function absolute(links: readonly string[], base: string): readonly string[] {
  return links.filter((link) => URL.canParse(link, base)).map((link) => new URL(link, base).href)
}

function objectOf(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
}

function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}
