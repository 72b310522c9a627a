import { Bytes } from './bytes.ts'

/** One installed package, as the header in rpm's database tells. */
export interface RpmPackage {
  readonly name: string
  readonly epoch: number | null
  readonly version: string
  readonly release: string
  readonly architecture: string | null
  /** File name of the package it was built from. */
  readonly sourceRpm: string | null
  /** Its files, from the root, one after another. */
  files(): Generator<RpmFile>
}

export interface RpmFile {
  readonly path: string
  /** Null for folders, links, and what is only reserved. */
  readonly sum: { readonly algorithm: 'md5' | 'sha256'; readonly digest: string } | null
}

/** Tags of rpm (rpmtag.h). */
const tags = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  architecture: 1022,
  oldFileNames: 1027,
  fileDigests: 1035,
  fileFlags: 1037,
  sourceRpm: 1044,
  folderIndexes: 1116,
  baseNames: 1117,
  folderNames: 1118,
  digestAlgorithm: 5011,
} as const

const mostEntries = 10_000
const mostFiles = 500_000
const longestText = 4096

interface Entry {
  readonly offset: number
  readonly count: number
}

interface Header {
  readonly data: Bytes
  readonly entries: ReadonlyMap<number, Entry>
}

/** Reads a header as it lies in the database: two counts, an index, and the data that the index points into. Null when it is none. */
export function readRpmHeader(blob: Uint8Array): RpmPackage | null {
  const bytes = new Bytes(blob, 'big')
  const count = bytes.four(0)
  const length = bytes.four(4)
  if (count === 0 || count > mostEntries || 8 + count * 16 + length > bytes.size) return null
  const entries = new Map<number, Entry>()
  for (let index = 0; index < count; index++) {
    const at = 8 + index * 16
    const tag = bytes.four(at)
    if (!entries.has(tag)) entries.set(tag, { offset: bytes.four(at + 8), count: bytes.four(at + 12) })
  }
  const header: Header = { data: new Bytes(bytes.slice(8 + count * 16, length), 'big'), entries }
  const name = textAt(header, tags.name)
  const version = textAt(header, tags.version)
  if (name === null || version === null) return null
  return {
    name,
    epoch: numbersAt(header, tags.epoch)[0] ?? null,
    version,
    release: textAt(header, tags.release) ?? '',
    architecture: textAt(header, tags.architecture),
    sourceRpm: textAt(header, tags.sourceRpm),
    files: () => filesOf(header),
  }
}

function textAt({ data, entries }: Header, tag: number): string | null {
  const entry = entries.get(tag)
  const text = entry === undefined ? '' : data.text(entry.offset, longestText)
  return text === '' ? null : text
}

function textsAt({ data, entries }: Header, tag: number): readonly string[] {
  const entry = entries.get(tag)
  const texts: string[] = []
  let at = entry?.offset ?? 0
  for (let left = Math.min(entry?.count ?? 0, mostFiles); left > 0 && at < data.size; left--) {
    const text = data.text(at, longestText)
    texts.push(text)
    at += Buffer.byteLength(text) + 1
  }
  return texts
}

function numbersAt({ data, entries }: Header, tag: number): readonly number[] {
  const entry = entries.get(tag)
  if (entry === undefined) return []
  const count = Math.min(entry.count, mostFiles, Math.floor(data.size / 4))
  return Array.from({ length: count }, (_, index) => data.four(entry.offset + index * 4))
}

/** RPMFILE_CONFIG and RPMFILE_GHOST: meant to be changed, and not there at all. */
const changing = 1 | 64

function* filesOf(header: Header): Generator<RpmFile> {
  for (const path of textsAt(header, tags.oldFileNames)) yield { path, sum: null }
  const names = textsAt(header, tags.baseNames)
  const folders = textsAt(header, tags.folderNames)
  const places = numbersAt(header, tags.folderIndexes)
  const digests = textsAt(header, tags.fileDigests)
  const flags = numbersAt(header, tags.fileFlags)
  // PGPHASHALGO: 8 is SHA-256; without the tag it is MD5, as old packages have it.
  const algorithm = numbersAt(header, tags.digestAlgorithm)[0] === 8 ? 'sha256' : 'md5'
  const isDigest = algorithm === 'sha256' ? /^[0-9a-f]{64}$/ : /^[0-9a-f]{32}$/
  for (const [index, name] of names.entries()) {
    const digest = digests[index] ?? ''
    const isFixed = ((flags[index] ?? 0) & changing) === 0 && isDigest.test(digest)
    const path = `${folders[places[index] ?? 0] ?? '/'}${name}`
    yield { path, sum: isFixed ? { algorithm, digest } : null }
  }
}
