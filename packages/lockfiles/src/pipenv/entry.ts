import type { Artifact, Dependency, Hash, Location, Origin, Scope, SkipCode, Skipped } from '@cordon/model'
import {
  type Marker,
  markerVariables,
  PypaError,
  parseMarker,
  parseName,
  parseSpecifiers,
  pinnedVersion,
} from '@cordon/pypa'
import { artifactOf, dependencyOf, readHash, skip } from '../builder.ts'
import { readTarget } from '../requirements/requirement.ts'

/** One package of a Pipfile or its lock, whichever syntax holds it: a bare version, or a table of fields. */
export interface PipenvEntry {
  readonly key: string
  readonly at: Location
  readonly scope: Scope
  /** The entry as evidence, e.g. `"django": "==4.2"`. */
  readonly text: string
  /** The version where the entry is nothing else; null for a table. */
  readonly bare: string | null
  /** A text field; null where there is none. */
  field(name: string): string | null
  /** A list of texts; empty where there is none. */
  list(name: string): readonly string[]
  /** True where the field is true. */
  flag(name: string): boolean
}

export interface PipenvSource {
  readonly name: string | null
  readonly url: string
  readonly verifies: boolean
  readonly at: Location
}

const versionControl = ['git', 'hg', 'svn', 'bzr'] as const
// Pipfile allows each marker variable as a field of its own: sys_platform = "== 'win32'".
const markerFields = markerVariables.filter((name) => !/^(?:extras?|dependency_groups)$/.test(name))
const wholeCommit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
// Older locks name a package without a known name by seven digits of a hash.
const standInName = /^[0-9a-f]{7}$/

/** Reads one entry; what cannot be understood is pushed to `skipped`. Null where the entry names no package. */
export function readPipenvEntry(
  entry: PipenvEntry,
  sources: readonly PipenvSource[],
  skipped: Skipped[],
): Dependency | null {
  const complain = (code: SkipCode, reason: string, text = entry.text): void => {
    skipped.push(skip(entry.at, code, text, reason))
  }
  const origin = originOf(entry, sources, complain)
  const isPath = origin.kind === 'path'
  const name = parseName(entry.key)
  if (isPath && standInName.test(entry.key)) {
    if (!/^\.\/?$/.test(origin.path))
      complain('NO_NAME', 'The entry has no package name; name the package in the Pipfile.')
    return null
  }
  if (name === null) {
    complain('BAD_NAME', `${JSON.stringify(entry.key.slice(0, 80))} is not the name of a package.`)
    return null
  }
  const written = (entry.bare ?? entry.field('version') ?? '').trim()
  const specifier = origin.kind === 'index' ? parseSpecifiers(written === '*' ? '' : written) : null
  if (specifier === null && origin.kind === 'index') {
    complain('BAD_VERSION', 'The version is no specifier such as `==1.2` or `*`; lock again.')
    return null
  }
  return dependencyOf({
    name,
    at: entry.at,
    text: entry.text,
    specifier,
    version: specifier === null ? fileVersion(entry) : pinnedVersion(specifier),
    origin,
    editable: entry.flag('editable'),
    artifacts: artifactsOf(entry, complain),
    scopes: [entry.scope],
    extras: entry.list('extras').flatMap((extra) => parseName(extra) ?? []),
    marker: markerOf(entry, complain),
    own: isPath && /^\.\/?$/.test(origin.path),
  })
}

type Complain = (code: SkipCode, reason: string, text?: string) => void

function originOf(entry: PipenvEntry, sources: readonly PipenvSource[], complain: Complain): Origin {
  for (const vcs of versionControl) {
    const url = entry.field(vcs)
    if (url !== null) return vcsOrigin(entry, vcs, url)
  }
  const path = entry.field('path')
  if (path !== null) return { kind: 'path', path }
  const file = entry.field('file') ?? entry.field('url')
  if (file !== null) return readTarget(file).origin
  const index = entry.field('index')
  if (index === null) return { kind: 'index', url: sources[0]?.url ?? null }
  const source = sources.find((one) => one.name === index)
  // The index may be given by its address.
  if (source === undefined && /^https?:\/\//.test(index)) return { kind: 'index', url: index }
  if (source === undefined) complain('UNKNOWN_SOURCE', 'No source has this name; the index is not known.', index)
  return { kind: 'index', url: source?.url ?? null }
}

function vcsOrigin(entry: PipenvEntry, vcs: (typeof versionControl)[number], address: string): Origin {
  const url = address.startsWith(`${vcs}+`) ? address.slice(vcs.length + 1) : address
  const ref = entry.field('ref')
  const commit = ref !== null && wholeCommit.test(ref) ? ref : null
  return { kind: 'git', vcs, url: url.split('#')[0] ?? '', ref, commit, subdirectory: entry.field('subdirectory') }
}

/** Only a file's own name fixes the version of what does not come from an index. */
function fileVersion(entry: PipenvEntry): Dependency['version'] {
  const target = entry.field('file') ?? entry.field('url') ?? entry.field('path')
  const archive = target === null ? null : readTarget(target).archive
  return archive === null || archive.filename === null ? null : archive.version
}

function artifactsOf(entry: PipenvEntry, complain: Complain): readonly Artifact[] {
  const hashes: Hash[] = []
  for (const text of entry.list('hashes')) {
    const hash = readHash(text)
    if (hash === null) complain('BAD_HASH', 'It is no `algorithm:digest` with all its hex digits; lock again.', text)
    else hashes.push(hash)
  }
  return hashes.map((hash) => artifactOf({ hashes: [hash] }))
}

function markerOf(entry: PipenvEntry, complain: Complain): Marker | null {
  const parts: string[] = []
  const whole = entry.field('markers')
  if (whole !== null) parts.push(whole)
  for (const field of markerFields) {
    const condition = entry.field(field)
    if (condition !== null) parts.push(`${field} ${condition}`)
  }
  const text = parts.length === 1 ? (parts[0] ?? '') : parts.map((part) => `(${part})`).join(' and ')
  if (text === '') return null
  try {
    return parseMarker(text)
  } catch (error) {
    if (!(error instanceof PypaError)) throw error
    complain('BAD_MARKER', `${error.message} The package counts for every environment.`, text)
    return null
  }
}
