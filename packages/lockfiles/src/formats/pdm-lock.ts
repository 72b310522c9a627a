import type { Dependency, Edge, Lockfile, Scope } from '@cordon/model'
import { type Requirement, satisfies } from '@cordon/pypa'
import { dependencyOf, lockfileOf } from '../builder.ts'
import { LockfileError } from '../error.ts'
import type { LockfileFormat } from '../format.ts'
import { edgesOf, extrasAsked, indexByName, unaskedFor, type Wish } from '../lock-edges.ts'
import { type PdmEntry, type PdmPart, readPdmEntries } from '../pdm/entries.ts'
import { leaveOut, locate, type Reading, readingOf, requirementOf } from '../reading.ts'
import { readString, readTable, readTables } from '../toml.ts'

/** pdm's lock, lock versions up to 4.x. */
export const pdmLock = {
  id: 'pdm-lock',
  title: 'PDM lock file',
  files: ['pdm.lock', 'pdm.*.lock'],
  role: 'lock',
  matches: (path) => /(?:^|\/)pdm(?:\.(?!py\.)[^/]+)?\.lock$/.test(path),
  parse: parsePdmLock,
} as const satisfies LockfileFormat

function parsePdmLock(text: string, path: string): Lockfile {
  const reading = readingOf(text, path)
  checkVersion(reading)
  const entries = readPdmEntries(reading)
  const byName = indexByName(entries.map((entry) => entry.name))
  // Requirements of what no target of the project needs are not in the lock: no error.
  const edges = edgesOf(reading, byName, allWishes(reading, entries))
  return lockfileOf({
    path,
    format: 'pdm-lock',
    role: 'lock',
    dependencies: relate(reading, entries, edges),
    edges,
    skipped: reading.skipped,
    requiresPython: pythonOf(reading),
    contentHash: contentHashOf(reading),
  })
}

function checkVersion(reading: Reading): void {
  const metadata = readTable(reading.root, 'metadata')
  if (metadata === null)
    throw new LockfileError('MALFORMED', `${reading.path} has no [metadata]; lock again with pdm.`, { line: 1 })
  const version = readString(metadata, 'lock_version') ?? readString(metadata, 'lock-version') ?? '0'
  if (!/^[0-4](?:\.|$)/.test(version))
    throw new LockfileError('UNSUPPORTED_VERSION', `${reading.path} is a pdm lock of version ${version}; 4 is known.`, {
      line: reading.document.lineOf(['metadata', 'lock_version']),
    })
}

function contentHashOf(reading: Reading): Lockfile['contentHash'] {
  const metadata = readTable(reading.root, 'metadata')
  const text = metadata === null ? null : (readString(metadata, 'content_hash') ?? readString(metadata, 'content-hash'))
  if (text === null) return null
  const colon = text.indexOf(':')
  return colon < 0
    ? { algorithm: 'sha256', value: text }
    : { algorithm: text.slice(0, colon).toLowerCase(), value: text.slice(colon + 1) }
}

/** A lock for several targets has no one range of Python. */
function pythonOf(reading: Reading): string | null {
  const metadata = readTable(reading.root, 'metadata')
  if (metadata === null) return null
  const targets = readTables(metadata, 'targets')
  const ranges = new Set(targets.map((target) => readString(target, 'requires_python')))
  return ranges.size === 1 ? ([...ranges][0] ?? null) : readString(metadata, 'requires_python')
}

/** Every requirement of a table counts once for each of its extras. */
const mostExtras = 100

/** One by one, since a part's extras times its requirements can be many. */
function* allWishes(reading: Reading, entries: readonly PdmEntry[]): Generator<Wish> {
  for (const [from, entry] of entries.entries())
    for (const part of entry.parts) yield* wishesOf(reading, entries, from, part)
}

function* wishesOf(reading: Reading, entries: readonly PdmEntry[], from: number, part: PdmPart): Generator<Wish> {
  const entry = entries[from]
  const scopes = scopesOf(reading, part, entry?.rawName ?? '')
  for (const [index, text] of part.dependencies.entries()) {
    const at = ['package', part.position, 'dependencies', index]
    const requirement = requirementOf(reading, text, at)
    // `name[extra]` requires `name` itself: no edge, it is the same package.
    if (requirement === null || (part.extras.length > 0 && requirement.name === entry?.name)) continue
    const { name, marker, extras, specifier } = requirement
    const fits = (candidate: number): boolean => answers(entries[candidate], requirement)
    for (const scope of scopes) yield { from, name, scope, marker, extras, specifier, at, fits }
  }
}

function scopesOf(reading: Reading, part: PdmPart, name: string): readonly (Scope | null)[] {
  if (part.extras.length > mostExtras) {
    const text = `${name}[${part.extras.length} extras]`
    const reason = `What a package needs for its extras is followed for the first ${mostExtras} of them.`
    leaveOut(reading, ['package', part.position], 'TOO_MANY', { text, reason })
  }
  if (part.extras.length === 0) return [null]
  return part.extras.slice(0, mostExtras).map((extra) => ({ kind: 'extra', name: extra }))
}

function answers(entry: PdmEntry | undefined, requirement: Requirement): boolean {
  if (entry === undefined) return false
  if (requirement.url !== null) return entry.origin.kind !== 'index'
  return entry.version === null || satisfies(entry.version, requirement.specifier, true)
}

function relate(reading: Reading, entries: readonly PdmEntry[], edges: readonly Edge[]): readonly Dependency[] {
  const asked = extrasAsked(entries.length, edges)
  const unasked = unaskedFor(entries.length, edges)
  return entries.map((entry, index) =>
    dependencyOf({
      name: entry.name,
      version: entry.version,
      origin: entry.origin,
      editable: entry.editable,
      artifacts: entry.artifacts,
      scopes: entry.scopes,
      extras: [...new Set([...(asked[index] ?? []), ...entry.parts.flatMap((part) => part.extras)])].sort(),
      marker: entry.marker,
      at: locate(reading, ['package', entry.position]),
      text: `name = "${entry.rawName}"${entry.version === null ? '' : `, version = "${entry.version.raw}"`}`,
      // The lock does not list what the project asks for; what nothing else asks for can only be asked by the project.
      direct: unasked.has(index) ? true : null,
    }),
  )
}
