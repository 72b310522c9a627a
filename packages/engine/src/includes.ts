import { realpathSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { lockfileFormats, parseRequirementsText } from '@cordon/lockfiles'
import type { FailedFile, Include, Lockfile, SkipCode, Skipped } from '@cordon/model'
import { displayPath, liesBelow } from './discover.ts'
import { formatOf } from './formats.ts'
import { type ReadFile, readLockfile } from './read.ts'

/** A file that was read, with where it truly lies. */
export interface Placed extends ReadFile {
  readonly absolute: string
  /** Where it truly lies, all links followed. */
  readonly real: string
  readonly boundary: string
}

export interface Followed {
  /** By file: the files that it names, found ones and added ones. */
  readonly includes: ReadonlyMap<Lockfile, readonly Placed[]>
  readonly added: readonly Placed[]
  readonly failed: readonly FailedFile[]
  readonly skipped: readonly Skipped[]
}

/** More included files than this is an attack or a mistake. */
const maximumIncluded = 2_000

interface Work {
  readonly cwd: string
  /** Real path → what was read there, found ones and included ones. */
  readonly known: Map<string, Placed | null>
  /** Names of the files in `known`. */
  readonly names: Set<string>
  /** Include edges between real paths, with the first line that makes each; for cycles. */
  readonly edges: Map<string, Map<string, Include>>
  readonly added: Placed[]
  readonly failed: FailedFile[]
  readonly skipped: Skipped[]
}

/** Reads what `-r` and `-c` name and discovery did not find: any name, inside the repository, cycles and gaps reported. */
export function followIncludes(found: readonly Placed[], cwd: string): Followed {
  const work: Work = { cwd, known: new Map(), names: new Set(), edges: new Map(), added: [], failed: [], skipped: [] }
  for (const each of found) know(work, each.real, each)
  const queue: Placed[] = [...found]
  for (let next = queue.shift(); next !== undefined; next = queue.shift())
    for (const include of next.file.includes) {
      const added = follow(work, next, include)
      if (added !== null) queue.push(added)
    }
  for (const include of closingIncludes(work.edges))
    skip(
      work,
      include,
      'INCLUDE_CYCLE',
      'includes a file that includes this one; pip would not end. Remove one of the two',
    )
  return { ...work, includes: includedBy(work) }
}

function know(work: Work, real: string, placed: Placed | null): void {
  work.known.set(real, placed)
  work.names.add(basename(real))
}

function includedBy({ known, edges }: Work): Map<Lockfile, Placed[]> {
  const includes = new Map<Lockfile, Placed[]>()
  for (const [from, targets] of edges) {
    const file = known.get(from)?.file
    if (file !== undefined)
      includes.set(
        file,
        [...targets.keys()].flatMap((target) => known.get(target) ?? []),
      )
  }
  return includes
}

function skip(work: Work, include: Include, code: SkipCode, reason: string): null {
  const flag = include.kind === 'constraints' ? '-c' : '-r'
  work.skipped.push({ at: include.at, code, text: `${flag} ${include.path}`.slice(0, 200), reason })
  return null
}

function follow(work: Work, from: Placed, include: Include): Placed | null {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(include.path) && !include.path.startsWith('file://'))
    return skip(
      work,
      include,
      'REMOTE_INCLUDE',
      'a remote file is not fetched; keep it in the repository so that it can be judged',
    )
  const written = include.path.replace(/^file:\/\//, '')
  const real = locate(work, from, written)
  if (real === null) {
    if (from.file.role === 'command' && alreadyRead(work, written)) return null
    return skip(
      work,
      include,
      'MISSING_INCLUDE',
      `no such file beside ${from.file.path}; what it asks for is not judged`,
    )
  }
  if (!liesBelow(real, from.boundary))
    return skip(work, include, 'INCLUDE_OUTSIDE', 'leads out of the repository; it is not read')
  const targets = work.edges.get(from.real) ?? new Map<string, Include>()
  work.edges.set(from.real, targets)
  if (!targets.has(real)) targets.set(real, include)
  if (work.known.has(real)) return null
  if (work.added.length >= maximumIncluded)
    return skip(work, include, 'TOO_MANY', `more than ${maximumIncluded} included files`)
  return readIncluded(work, from, include, real)
}

/** pip resolves against the including file; a Dockerfile's path is one inside the image, so the context root is tried too. */
function locate(work: Work, from: Placed, written: string): string | null {
  const folders =
    from.file.role === 'command' ? [dirname(from.absolute), from.boundary, work.cwd] : [dirname(from.absolute)]
  for (const folder of folders) {
    const path = resolve(folder, from.file.role === 'command' ? written.replace(/^\/+/, '') : written)
    try {
      if (statSync(path).isFile()) return realpathSync(path)
    } catch {
      // Not there, or not followable: the caller reports it with its place.
    }
  }
  return null
}

/** `COPY deploy/requirements.txt /tmp/` then `-r /tmp/requirements.txt`: the file was found by its own name. */
function alreadyRead(work: Work, written: string): boolean {
  return work.names.has(written.slice(written.lastIndexOf('/') + 1))
}

function readIncluded(work: Work, from: Placed, include: Include, real: string): Placed | null {
  const path = displayPath(real, work.cwd)
  const requirements = lockfileFormats.find((format) => format.id === 'requirements')
  const format = formatOf(path, { named: false }) ?? requirements
  if (format === undefined) return null
  const result = readLockfile({ path, absolute: real, format }, (text, at) =>
    format.id === 'requirements'
      ? parseRequirementsText(text, at, { constraint: include.kind === 'constraints' })
      : format.parse(text, at),
  )
  know(work, real, null)
  if (result === null) return null
  if ('code' in result) {
    work.failed.push(result)
    return null
  }
  const placed = { ...result, absolute: real, real, boundary: from.boundary }
  work.known.set(real, placed)
  work.added.push(placed)
  return placed
}

/** The includes that close a circle: one walk over all edges, each edge once. */
function closingIncludes(edges: Work['edges']): readonly Include[] {
  const closing: Include[] = []
  const open = new Set<string>()
  const done = new Set<string>()
  for (const start of edges.keys()) {
    const path: { readonly file: string; readonly rest: Iterator<[string, Include]> }[] = []
    const enter = (file: string): void => {
      open.add(file)
      path.push({ file, rest: (edges.get(file) ?? new Map<string, Include>()).entries() })
    }
    if (!done.has(start)) enter(start)
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.next()
      if (next.done === true) {
        path.pop()
        open.delete(top.file)
        done.add(top.file)
        continue
      }
      const [target, include] = next.value
      if (open.has(target)) closing.push(include)
      else if (!done.has(target)) enter(target)
    }
  }
  return closing
}
