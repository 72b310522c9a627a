/**
 * uv's cache. It keeps archives unpacked; a small MessagePack file for each says which digest the archive had, and where its content
 * lies. Only read.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { PackageName } from '@cordon/pypa'

/** An archive that uv fetched, verified and unpacked. */
export interface UnpackedArchive {
  readonly filename: string
  /** As uv measured it when it unpacked the archive. */
  readonly sha256: string
  /** The folder of its content; a source distribution's own top folder is left out. */
  readonly path: string
}

const largestPointer = 256 * 1024
const mostPointers = 10_000

/** What a uv cache holds of a project, with a digest: where uv recorded none, nothing ties the content to a lock. */
export function unpackedByUv(folder: string, name: PackageName): readonly UnpackedArchive[] {
  const buckets = namesIn(folder)
  const archives = join(folder, 'archive-v0')
  const wheels = pointersOf(folder, name, buckets.filter(isBucketOf('wheels')), 0)
  const sdists = pointersOf(folder, name, buckets.filter(isBucketOf('sdists')), 1)
  return [
    ...wheels.flatMap((path) => wheelOf(path, archives)),
    ...sdists.filter((path) => basename(path).startsWith('revision.')).flatMap((path) => sdistOf(path, name)),
  ]
}

function isBucketOf(kind: string): (name: string) => boolean {
  return (name) => new RegExp(`^${kind}-v\\d{1,4}$`).test(name)
}

/** Pointers lie in `<bucket>/pypi/<name>/`, or in `<bucket>/index/<digest of the index>/<name>/`, or a version deeper. */
function pointersOf(folder: string, name: PackageName, buckets: readonly string[], depth: 0 | 1): readonly string[] {
  const projects = buckets.flatMap((bucket) => [
    join(folder, bucket, 'pypi', name),
    ...namesIn(join(folder, bucket, 'index')).map((index) => join(folder, bucket, 'index', index, name)),
  ])
  const holders = depth === 0 ? projects : projects.flatMap((at) => namesIn(at).map((version) => join(at, version)))
  const found = holders.flatMap((at) => namesIn(at).map((each) => join(at, each)))
  return found.filter((path) => /\.(?:http|rev)$/.test(path)).slice(0, mostPointers)
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

interface Pointer {
  /** Every text in it that may be a name, in its order. */
  readonly words: readonly string[]
  readonly sha256: readonly string[]
}

/** Strings of MessagePack stand between bytes that no name has, so they can be told without reading its structure. */
function readPointer(path: string): Pointer | null {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isFile() !== true || stats.size > largestPointer) return null
  const words = readFileSync(path, 'latin1').match(/[\w.+!-]{6,255}/g) ?? []
  return { words, sha256: words.filter((word) => /^[0-9a-f]{64}$/.test(word)) }
}

function wheelOf(path: string, archives: string): readonly UnpackedArchive[] {
  const pointer = readPointer(path)
  const [sha256, ...others] = new Set(pointer?.sha256)
  const filename = pointer?.words.find((word) => word.endsWith('.whl'))
  const content = pointer?.words.map((word) => join(archives, basename(word))).find(isFolder)
  if (sha256 === undefined || others.length > 0 || filename === undefined || content === undefined) return []
  return [{ filename, sha256, path: content }]
}

function sdistOf(path: string, name: PackageName): readonly UnpackedArchive[] {
  const pointer = readPointer(path)
  const [sha256, ...others] = new Set(pointer?.sha256)
  const content = pointer?.words.map((word) => join(dirname(path), basename(word), 'src')).find(isFolder)
  if (sha256 === undefined || others.length > 0 || content === undefined) return []
  return [{ filename: `${name.replaceAll('-', '_')}-${basename(dirname(path))}.tar.gz`, sha256, path: content }]
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
