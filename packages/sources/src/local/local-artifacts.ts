/** What installers left on this disk: looked for before anything is fetched, taken only where the digest is the pinned one. */
import { createHash, randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type PackageName, PypaError, parseProjectPage, type ReleaseFile } from '@cordon/pypa'
import { makeFolder } from '../disk.ts'
import { SourceError } from '../error.ts'
import { digestFile } from '../local-file.ts'
import { listDistributions, listedDistributionOf, listedFile, type NamedFile, type NamedFiles } from './named-files.ts'
import { type CachedBody, findCachedBody } from './pip-http.ts'
import type { CachePlaces } from './places.ts'
import { unpackedByUv } from './uv-cache.ts'

/** An artifact on this disk. `unpacked` is the content of an archive whose digest its installer verified and recorded. */
export type LocalArtifact =
  | { readonly kind: 'file'; readonly path: string; release(): void }
  | { readonly kind: 'unpacked'; readonly path: string }

export interface LocalArtifacts {
  /** The file with the promised SHA-256; null where it is not here, or where no SHA-256 is promised. */
  find(file: Pick<ReleaseFile, 'filename' | 'url' | 'hashes'>): LocalArtifact | null
  /** What is known here of a project's files, with their digests: from pages that pip keeps, and from the files themselves. */
  filesOf(name: PackageName): readonly ReleaseFile[]
}

export interface LocalSettings {
  readonly caches: CachePlaces
  /** Indexes whose pages pip may have kept. */
  readonly indexes: readonly string[]
  /** Folder for what must be taken out of a larger file first. */
  readonly folder: string
}

const mostPageBytes = 64 * 1024 * 1024

/** Reads lazily: a folder is listed when it is first asked. Nothing is written to a cache of another program. */
export function openLocalArtifacts({ caches, indexes, folder }: LocalSettings): LocalArtifacts {
  let listed: readonly NamedFiles[] | null = null
  const named = (name: PackageName): readonly NamedFile[] => {
    listed ??= [
      ...caches.pip.map((each) => listDistributions(join(each, 'wheels'))),
      ...caches.poetry.map((each) => listDistributions(join(each, 'artifacts'))),
    ]
    return listed.flatMap((files) => files.get(name) ?? [])
  }
  return {
    find(file) {
      const sha256 = file.hashes.get('sha256')
      if (sha256 === undefined) return null
      const name = listedDistributionOf(file.filename)?.name ?? null
      return (
        fromPip(caches.pip, file.url, { sha256, folder }) ??
        (name === null ? null : (fromNamed(named(name), file.filename, sha256) ?? fromUv(caches.uv, name, sha256)))
      )
    },
    filesOf: (name) => [
      ...caches.pip.flatMap((cache) => indexes.flatMap((index) => keptPage(cache, index, name))),
      ...named(name).flatMap((file) => {
        const sha256 = digestOf(file.path)
        return sha256 === null ? [] : [listedFile(file, pathToFileURL(file.path).href, sha256)]
      }),
      ...caches.uv
        .flatMap((cache) => unpackedByUv(cache, name))
        .flatMap(({ filename, path, sha256 }) => {
          const distribution = listedDistributionOf(filename)
          return distribution === null ? [] : [listedFile({ filename, distribution }, pathToFileURL(path).href, sha256)]
        }),
    ],
  }
}

interface Wanted {
  readonly sha256: string
  readonly folder: string
}

function fromPip(caches: readonly string[], url: string, { sha256, folder }: Wanted): LocalArtifact | null {
  for (const cache of caches) {
    const body = findCachedBody(cache, url)
    if (body === null) continue
    if (body.offset === 0) {
      if (hasDigest(body.path, sha256)) return { kind: 'file', path: body.path, release: () => undefined }
      continue
    }
    const bytes = readBody(body)
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) continue
    makeFolder(folder)
    const path = join(folder, `${randomUUID()}.part`)
    writeFileSync(path, bytes, { flag: 'wx', mode: 0o600 })
    return { kind: 'file', path, release: () => rmSync(path, { force: true }) }
  }
  return null
}

function fromNamed(files: readonly NamedFile[], filename: string, sha256: string): LocalArtifact | null {
  const found = files.find((file) => file.filename === filename && hasDigest(file.path, sha256))
  return found === undefined ? null : { kind: 'file', path: found.path, release: () => undefined }
}

function fromUv(caches: readonly string[], name: PackageName, sha256: string): LocalArtifact | null {
  const found = caches.flatMap((cache) => unpackedByUv(cache, name)).find((each) => each.sha256 === sha256)
  return found === undefined ? null : { kind: 'unpacked', path: found.path }
}

function hasDigest(path: string, sha256: string): boolean {
  return digestOf(path) === sha256
}

/** Null for what cannot be read: then it is not here. */
function digestOf(path: string): string | null {
  try {
    return digestFile({ kind: 'file', label: path, path })
  } catch (error) {
    if (error instanceof SourceError) return null
    throw error
  }
}

function readBody({ path, offset, length }: CachedBody): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  const descriptor = openSync(path, 'r')
  try {
    const count = readSync(descriptor, bytes, 0, length, offset)
    return bytes.subarray(0, count)
  } finally {
    closeSync(descriptor)
  }
}

/** The files on a page that pip fetched at some time: it tells digests and addresses, and nothing of today. */
function keptPage(cache: string, index: string, name: PackageName): readonly ReleaseFile[] {
  const url = `${index.endsWith('/') ? index : `${index}/`}${name}/`
  const body = findCachedBody(cache, url)
  if (body === null || body.length > mostPageBytes) return []
  try {
    return parseProjectPage({ text: readBody(body).toString('utf8'), url, contentType: null }).files
  } catch (error) {
    if (error instanceof PypaError) return []
    throw error
  }
}
