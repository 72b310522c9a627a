import { realpathSync, statSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { lockfileFormats, parseRequirementsText } from '@cordon/lockfiles'
import type { FailedFile, Include, Lockfile, SkipCode, Skipped } from '@cordon/model'
import { displayPath } from './discover.ts'
import { formatOf } from './formats.ts'
import { type ReadFile, readLockfile } from './read.ts'

/** A file that was read, with where it truly lies. */
export interface Placed extends ReadFile {
  readonly absolute: string
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
  /** Include edges between real paths, for cycles. */
  readonly edges: Map<string, Set<string>>
  readonly added: Placed[]
  readonly failed: FailedFile[]
  readonly skipped: Skipped[]
}

/** Reads what `-r` and `-c` name and discovery did not find: any name, inside the repository, cycles and gaps reported. */
export function followIncludes(found: readonly Placed[], cwd: string): Followed {
  const work: Work = { cwd, known: new Map(), edges: new Map(), added: [], failed: [], skipped: [] }
  for (const each of found) work.known.set(realpathSync(each.absolute), each)
  const queue: Placed[] = [...found]
  for (let next = queue.shift(); next !== undefined; next = queue.shift())
    for (const include of next.file.includes) {
      const added = follow(work, next, include)
      if (added !== null) queue.push(added)
    }
  return { ...work, includes: includedBy(work) }
}

function includedBy({ known, edges }: Work): Map<Lockfile, Placed[]> {
  const includes = new Map<Lockfile, Placed[]>()
  for (const [from, targets] of edges) {
    const file = known.get(from)?.file
    if (file !== undefined)
      includes.set(
        file,
        [...targets].flatMap((target) => known.get(target) ?? []),
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
  if (real !== from.boundary && !real.startsWith(from.boundary + sep))
    return skip(work, include, 'INCLUDE_OUTSIDE', 'leads out of the repository; it is not read')
  const origin = realpathSync(from.absolute)
  work.edges.set(origin, (work.edges.get(origin) ?? new Set()).add(real))
  if (reaches(work.edges, real, origin))
    return skip(
      work,
      include,
      'INCLUDE_CYCLE',
      'includes a file that includes this one; pip would not end. Remove one of the two',
    )
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
  const name = written.slice(written.lastIndexOf('/') + 1)
  return [...work.known.keys()].some((path) => path.endsWith(`${sep}${name}`))
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
  work.known.set(real, null)
  if (result === null) return null
  if ('code' in result) {
    work.failed.push(result)
    return null
  }
  const placed = { ...result, absolute: real, boundary: from.boundary }
  work.known.set(real, placed)
  work.added.push(placed)
  return placed
}

function reaches(edges: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set<string>([from])
  const stack = [from]
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at === to) return true
    for (const next of edges.get(at) ?? [])
      if (!seen.has(next)) {
        seen.add(next)
        stack.push(next)
      }
  }
  return false
}
