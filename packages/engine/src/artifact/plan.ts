import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Dependency } from '@cordon/model'
import { distributionOf, lastSegment, type PackageName, parseName, parseVersion, type ReleaseFile } from '@cordon/pypa'
import { chooseFiles, filesOf, type IndexClient, type LocalArtifacts, SourceError } from '@cordon/sources'
import { isLibrary, isVirtual, statOf } from '../environment/target.ts'
import { EngineError } from '../error.ts'
import { findSitePackages, installedIn } from './environment.ts'
import type { ArtifactJob } from './job.ts'
import type { Publication } from './publication.ts'
import {
  isListed,
  type ReleaseAsked,
  type ReleaseFound,
  type ReleaseMissing,
  releaseFiles,
  thisMachine,
} from './release-files.ts'

/** A job and what is to be done when it is over, whatever came of it. */
export interface PlannedJob {
  readonly job: ArtifactJob
  /** Where an index lists the file; left out for what came from none. */
  readonly published?: Publication
  release(): void
}

export interface PlanContext {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Opened when the first project is looked for. */
  readonly index: () => IndexClient
  /** What installers left on this disk, asked before anything is fetched; null: it is not looked at. */
  readonly atHand: (() => LocalArtifacts) | null
  /** Every file of a release, not only its sdist and the wheel for this machine. */
  readonly allFiles: boolean
  /** Whether the result for a file is kept, which then need not be fetched. */
  readonly isKept: (sha256: string, filename: string) => boolean
}

/** One target of the command line, read. */
export type Target =
  | { readonly kind: 'file'; readonly label: string; readonly path: string }
  | { readonly kind: 'folder'; readonly label: string; readonly path: string }
  | { readonly kind: 'project'; readonly label: string; readonly name: PackageName; readonly version: string | null }

const distributionName = /\.(?:whl|egg|zip|tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz|lzma|zst|Z))$/i
const projectText = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:\[[^\]]*\])?(?:\s*===?\s*(\S+))?$/

/** What a target means: a file or folder that is there, else a project of an index. Throws `EngineError('NO_TARGET')`. */
export function readTarget(text: string, cwd: string): Target {
  const path = resolve(cwd, text)
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isDirectory() === true) return { kind: 'folder', label: text, path }
  if (stats !== undefined) return { kind: 'file', label: text, path }
  const match = distributionName.test(text) || /[/\\]/.test(text) ? null : projectText.exec(text.trim())
  const name = parseName(match?.[1] ?? '')
  if (match !== null && name !== null) return { kind: 'project', label: text, name, version: match[2] ?? null }
  throw new EngineError(
    'NO_TARGET',
    `${text}: no such file or folder, and no NAME or NAME==VERSION that an index could have; check how it is spelt`,
  )
}

/** The jobs of one target, as they can be had. What an index does not give is a job that says so. */
export async function* planTarget(target: Target, context: PlanContext): AsyncGenerator<PlannedJob, void> {
  if (target.kind === 'file') yield local({ label: target.label, source: fileSource(target.path) })
  else if (target.kind === 'project') yield* planProject(target, context)
  else yield* planFolder(target)
}

/** The installed distributions of an environment, and the files that belong to none of them. */
export function* planEnvironment(
  named: string | null,
  context: Pick<PlanContext, 'cwd' | 'env'>,
): Generator<PlannedJob, void> {
  for (const sitePackages of findSitePackages(named, context)) {
    for (const distInfo of installedIn(sitePackages))
      yield local({
        label: distInfo.slice(0, -'.dist-info'.length),
        source: { kind: 'installed', sitePackages, distInfo },
      })
    yield local({ label: `${sitePackages} (files of no package)`, source: { kind: 'loose', sitePackages } })
  }
}

function fileSource(path: string): ArtifactJob['source'] {
  return { kind: 'file', path, filename: basename(path) }
}

function local(job: ArtifactJob): PlannedJob {
  return { job, release: () => undefined }
}

/** How many artifacts a target is; null where only an index knows. */
export function countArtifacts(target: Target): number | null {
  if (target.kind === 'project') return null
  return target.kind === 'file' ? 1 : [...planFolder(target)].length
}

/** An environment is what is installed in it, a folder of distributions each of them; any other folder is one artifact. */
function* planFolder({ label, path }: Extract<Target, { kind: 'folder' }>): Generator<PlannedJob, void> {
  if (isVirtual(path) || isLibrary(path)) return yield* planEnvironment(path, { cwd: path, env: {} })
  const names = readdirSync(path).sort()
  const distributions = names.filter((name) => distributionName.test(name))
  const others = names.filter(
    (name) => !distributions.includes(name) && !/^\.|^index\.|\.(?:asc|sig|attestation|metadata)$/.test(name),
  )
  if (distributions.length === 0 || others.length > 0) yield local({ label, source: { kind: 'directory', path } })
  else for (const name of distributions) yield local({ label: join(label, name), source: fileSource(join(path, name)) })
}

async function* planProject(
  target: Extract<Target, { kind: 'project' }>,
  context: PlanContext,
): AsyncGenerator<PlannedJob, void> {
  const { name, version, label } = target
  const found = await reaching(() => releaseFiles({ name, version }, context))
  if (found instanceof SourceError) return yield absent(label, found.message)
  if ('others' in found) return yield absent(label, whatThereIs(target, found))
  for (const file of found.files) yield await fetched(file, context, found)
}

/** What a person who asked for a release needs to know when there is none: whether the name or the version is wrong. */
function whatThereIs({ name, version }: ReleaseAsked, { others }: ReleaseMissing): string {
  return others.length === 0 || version === null
    ? `no index that was asked has files of ${name}; check how it is spelt, and --index-url`
    : `there is no ${name} ${version}; ${others.join(', ')}; check the version`
}

type Fetchable = Pick<ReleaseFile, 'filename' | 'url' | 'hashes'>

/** `listing` is where an index lists the file; left out where none does. */
async function fetched(
  file: Fetchable,
  { index, atHand, isKept }: PlanContext,
  listing?: Omit<ReleaseFound, 'files'>,
): Promise<PlannedJob> {
  const { filename } = file
  const published =
    listing === undefined
      ? {}
      : { published: { page: listing.page, rivals: listing.rivals, unasked: listing.unasked, filename } }
  const sha256 = file.hashes.get('sha256')
  if (sha256 !== undefined && isKept(sha256, filename))
    return { ...local({ label: filename, source: { kind: 'kept', sha256, filename } }), ...published }
  const found = atHand?.().find(file) ?? null
  if (found?.kind === 'unpacked')
    return { ...local({ label: filename, source: { kind: 'unpacked', path: found.path, filename } }), ...published }
  const there = found ?? (await reaching(() => index().fetchFile(file)))
  if (there instanceof SourceError) return absent(filename, there.message)
  const source = { kind: 'file', path: there.path, filename } as const
  return { job: { label: filename, source }, ...published, release: () => there.release() }
}

/**
 * The artifacts of a dependency that something pins: those that its lock lists, by their hashes, from an index of this machine where it
 * has them, else from where the lock says; without a list those of the index. What cannot be had is a job that says so.
 */
export async function* planDependency(dependency: Dependency, context: PlanContext): AsyncGenerator<PlannedJob, void> {
  const { name, version, origin } = dependency
  const label = `${name} ${version?.raw ?? ''}`.trim()
  const installed =
    dependency.installed === undefined ? null : installedSource(resolve(context.cwd, dependency.at.path))
  if (installed !== null) return yield local({ label, source: installed })
  if (origin.kind === 'path') return yield* planPath(label, resolve(context.cwd, origin.path))
  if (origin.kind !== 'index' && origin.kind !== 'url')
    return yield absent(label, `it comes from ${origin.kind}, and not from an index`)
  const listed = dependency.artifacts.flatMap(lockedFile)
  if (origin.kind === 'index') {
    const found = await reaching(() => releaseFiles({ name, version: version?.raw ?? null }, context, dependency))
    const listing = found instanceof SourceError || 'others' in found ? null : found
    const files = listing?.files ?? []
    if (files.length > 0) {
      for (const file of files) yield await fetched(file, context, listing ?? undefined)
      return
    }
    if (listed.length === 0) {
      const files = filesAtHand(dependency, context)
      for (const file of files) yield await fetched(file, context)
      if (files.length > 0) return
      return yield absent(
        label,
        found instanceof SourceError ? found.message : 'no index that was asked has the files that are pinned',
      )
    }
  }
  const chosen = context.allFiles ? listed : chooseFiles(listed, thisMachine)
  for (const file of chosen.length > 0 ? chosen : listed.slice(0, 1)) yield await fetched(file, context)
  if (listed.length === 0) yield absent(label, 'nothing says where its file lies')
}

/** The files of a pinned release that are known on this disk: only those with a digest that is pinned. */
function filesAtHand(dependency: Dependency, { atHand, allFiles }: PlanContext): readonly ReleaseFile[] {
  const { name, version, artifacts } = dependency
  if (atHand === null || version === null || artifacts.every(({ hashes }) => hashes.length === 0)) return []
  const files = filesOf({ files: atHand().filesOf(name) }, version).filter((file) => isListed(file, dependency))
  const unique = [...new Map(files.map((file) => [file.hashes.get('sha256'), file])).values()]
  return allFiles ? unique : chooseFiles(unique, thisMachine)
}

/** What stands there itself, rather than what an index has under its name: by its metadata, or the archive that holds that. */
function installedSource(metadata: string): ArtifactJob['source'] | null {
  const folder = dirname(metadata)
  if (folder.endsWith('.dist-info') && statOf(folder)?.isDirectory() === true)
    return { kind: 'installed', sitePackages: dirname(folder), distInfo: basename(folder) }
  for (let at = folder; dirname(at) !== at; at = dirname(at)) {
    const stats = statOf(at)
    if (stats?.isFile() === true) return fileSource(at)
    if (stats?.isDirectory() === true) return null
  }
  return null
}

function* planPath(label: string, path: string): Generator<PlannedJob, void> {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isDirectory() === true) yield local({ label, source: { kind: 'directory', path } })
  else if (stats !== undefined) yield local({ label, source: fileSource(path) })
  else yield absent(label, `${path}: there is no such file or folder`)
}

/** An artifact of a lock as an index would list it; none where the lock does not say where it lies. */
function lockedFile({ filename, url, hashes }: Dependency['artifacts'][number]): readonly ReleaseFile[] {
  if (url === null || !URL.canParse(url)) return []
  const name = filename ?? lastSegment(new URL(url).pathname) ?? ''
  return [
    {
      filename: name,
      url,
      hashes: new Map(hashes.map(({ algorithm, value }) => [algorithm, value])),
      distribution: distributionOf(name),
      requiresPython: null,
      size: null,
      uploadTime: null,
      yanked: null,
      coreMetadata: null,
      provenance: null,
    },
  ]
}

/** What an index could not give is data: the others are inspected all the same. */
async function reaching<T>(work: () => Promise<T>): Promise<T | SourceError> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SourceError) return error
    throw error
  }
}

function absent(label: string, detail: string): PlannedJob {
  return local({ label, source: { kind: 'absent', code: 'NOT_REACHED', detail } })
}

/** What `--against` means for a target: a path or project as it is, a bare version of the same project. */
export function readAgainst(text: string, targets: readonly Target[], cwd: string): Target {
  const path = resolve(cwd, text)
  if (statSync(path, { throwIfNoEntry: false }) !== undefined || parseVersion(text) === null)
    return readTarget(text, cwd)
  const [project] = targets.flatMap((target) => (target.kind === 'project' ? [target] : []))
  if (project === undefined)
    throw new EngineError(
      'NO_TARGET',
      `${text}: a version alone is compared with a project; name an older file instead`,
    )
  return { kind: 'project', label: `${project.name}==${text}`, name: project.name, version: text }
}
