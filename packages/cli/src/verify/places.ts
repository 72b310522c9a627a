import { platform } from 'node:os'
import { join } from 'node:path'
import type { Taken } from '@cordon/engine'
import { type VouchContext, type VouchedDependency, vouchAll, withDemands } from '@cordon/engine/vouch'
import { selectDependencies } from '@cordon/lockfiles'
import type { Artifact, Dependency, Lockfile } from '@cordon/model'
import type { AnyVersion, PackageName } from '@cordon/pypa'
import {
  homeFolder,
  openSeal,
  openSealedCache,
  type SealedCache,
  SourceError,
  stateFolder,
  useProxyOf,
  userCacheFolder,
} from '@cordon/sources'
import type { Io } from '../command.ts'
import { harmless } from '../harmless.ts'
import { offlineBy, openAccess } from '../inspect/index-access.ts'
import { type ProgressLine, progressLine } from '../progress.ts'
import { takeTargets } from '../take.ts'
import { loadConfig, selectionOf, selectionWarnings } from '../target-options.ts'
import type { PlacesAnswer } from './answer.ts'
import type { VerifyCommandOptions } from './options.ts'
import { judgeOverTime } from './over-time.ts'
import { openVerifying, readIdentities } from './verifying.ts'

/** Who vouches for what these projects, locks and environments pin or hold. Throws `UsageError`. */
export async function answerPlaces(
  targets: readonly string[],
  options: VerifyCommandOptions,
  io: Io,
): Promise<PlacesAnswer> {
  const identities = readIdentities(options)
  const cache = openCache(io)
  const verifying = await openVerifying(options, cache, io)
  const config = await loadConfig(targets, options, io)
  const progress = progressLine(io)
  const taken = takeTargets(targets, options, config, { io, progress })
  const selection = selectionOf(options, config)
  const judged = taken.files.flatMap(({ file }) => {
    const selected = selectDependencies(file, selection)
    return file.dependencies.filter((each, index) => !each.own && !each.constraint && selected.has(index))
  })
  const pinned = judged.filter((each) => each.version !== null && isFromIndex(each))
  const context = { ...contextOf(taken, options, io), cache, verifying }
  const withoutProxy = await useProxyOf(io.env)
  try {
    const packages: VouchedDependency[] = []
    const bar = progressBar(progress, pinned.length)
    for await (const { dependency, release } of vouchAll(pinned, context)) {
      packages.push({ dependency, release: withDemands(release, identities) })
      bar(dependency.name)
    }
    const vouched = new Map(packages.map(({ dependency, release }) => [dependency, release]))
    const overTime = judgeOverTime({ taken, selection, vouched, config }, io)
    return {
      packages,
      verdicts: overTime.verdicts,
      unpinned: judged.filter((each) => each.version === null && isFromIndex(each) && isAsked(each, taken)),
      elsewhere: judged.filter((each) => !isFromIndex(each)),
      unread: unreadOf(taken),
      warnings: [...selectionWarnings(taken, selection), ...overTime.warnings],
    }
  } finally {
    withoutProxy()
    progress.clear()
  }
}

function contextOf(taken: Taken, options: VerifyCommandOptions, io: Io): Omit<VouchContext, 'cache' | 'verifying'> {
  const access = openAccess(options, io)
  const isOffline = options.offline ?? offlineBy(io)
  const ofFiles = indexesOfFiles(taken)
  return {
    client: isOffline ? null : access.index(),
    indexes(dependency) {
      // A person's word counts more than a file's, and the word of the entry more than that of its file.
      if (options.indexUrl !== undefined) return options.indexUrl
      if (dependency.origin.kind === 'index' && dependency.origin.url !== null) return [dependency.origin.url]
      const named = ofFiles.get(dependency)
      if (named === undefined) return access.indexes()
      return named.first.length > 0 ? [...named.first, ...named.more] : [...access.indexes(), ...named.more]
    },
    locked: lockedArtifacts(taken),
    now: io.now(),
    refresh: options.refresh ?? false,
  }
}

interface FileIndexes {
  readonly first: readonly string[]
  readonly more: readonly string[]
}

/** The indexes that a file names for all that it lists (`--index-url` in a requirements file, `[[source]]` of a Pipfile). */
function indexesOfFiles({ files }: Taken): ReadonlyMap<Dependency, FileIndexes> {
  const found = new Map<Dependency, FileIndexes>()
  for (const { file } of files) {
    const of = (wanted: string): readonly string[] =>
      file.options.flatMap(({ kind, value, explicit }) =>
        kind === wanted && value !== null && !explicit ? [value] : [],
      )
    const named = { first: of('index-url').slice(-1), more: of('extra-index-url') }
    if (named.first.length > 0 || named.more.length > 0)
      for (const dependency of file.dependencies) found.set(dependency, named)
  }
  return found
}

/** What the locks among the files pin for a release. */
function lockedArtifacts({ files }: Taken): (name: PackageName, version: AnyVersion) => readonly Artifact[] {
  const found = new Map<string, Artifact[]>()
  for (const { file } of files) {
    if (file.role !== 'lock' && file.role !== 'requirements') continue
    for (const { name, version, artifacts } of file.dependencies) {
      if (version === null || artifacts.every(({ hashes }) => hashes.length === 0)) continue
      const key = keyOf(name, version)
      found.set(key, [...(found.get(key) ?? []), ...artifacts])
    }
  }
  return (name, version) => found.get(keyOf(name, version)) ?? []
}

function keyOf(name: PackageName, version: AnyVersion): string {
  return `${name} ${version.kind === 'pep440' ? version.key : version.raw}`
}

/** What a system's own packages put there is another build than any index has. */
function isFromIndex({ origin, installed }: Dependency): boolean {
  return (origin.kind === 'index' || origin.kind === 'url') && (installed?.owner ?? null) === null
}

/** A manifest asks for ranges by its nature; a file that is to say what is installed, and does not, is told. */
function isAsked({ at }: Dependency, { files }: Taken): boolean {
  const file: Lockfile | undefined = files.find((each) => each.file.path === at.path)?.file
  return file?.role !== 'manifest' && file?.role !== 'command'
}

function unreadOf({ skipped, coverage }: Taken): PlacesAnswer['unread'] {
  return [
    ...coverage.failed.map(({ path, code, message }) => ({ at: { path, line: 0 }, code, detail: message })),
    ...skipped.map(({ at, code, ...each }) => ({ at, code, detail: each.text })),
  ]
}

/** What earlier runs of this user kept; null where there is no place for it, or none that only this user writes. */
function openCache(io: Io): SealedCache | null {
  const folder = stateFolder(io.env, platform(), homeFolder())
  const seal = folder === null ? null : openSeal(folder)
  if (seal === null) return null
  try {
    return openSealedCache(join(userCacheFolder(io.env), 'provenance'), seal, io.now())
  } catch (error) {
    if (error instanceof SourceError && error.code === 'NO_DATABASE') return null
    throw error
  }
}

const barWidth = 24

function progressBar(progress: ProgressLine, total: number): (label: string) => void {
  let done = 0
  return (label) => {
    done += 1
    const filled = Math.floor((done / total) * barWidth)
    progress.show(`verified [${'#'.repeat(filled).padEnd(barWidth, '-')}] ${done} of ${total}: ${harmless(label)}`)
  }
}
