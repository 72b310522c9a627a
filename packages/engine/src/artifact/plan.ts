import { readdirSync, statSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { type PackageName, parseName, parseVersion, readVersion } from '@cordon/pypa'
import { chooseFiles, chooseVersion, filesOf, type IndexClient, SourceError } from '@cordon/sources'
import { EngineError } from '../error.ts'
import { findSitePackages, installedIn } from './environment.ts'
import type { ArtifactJob } from './job.ts'

/** A job and what is to be done when it is over, whatever came of it. */
export interface PlannedJob {
  readonly job: ArtifactJob
  release(): void
}

export interface PlanContext {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Opened when the first project is looked for. */
  readonly index: () => IndexClient
  /** Every file of a release, not only its sdist and the wheel for this machine. */
  readonly allFiles: boolean
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
export function* planEnvironment(named: string | null, context: PlanContext): Generator<PlannedJob, void> {
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

/** A folder of distributions is each of them; any other folder is one artifact. */
function* planFolder({ label, path }: Extract<Target, { kind: 'folder' }>): Generator<PlannedJob, void> {
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
  { index, allFiles }: PlanContext,
): AsyncGenerator<PlannedJob, void> {
  const { name, version, label } = target
  const found = await reaching(() => index().findPage(name))
  if (found instanceof SourceError) return yield absent(label, found.message)
  if (found === null) return yield absent(label, `no index that was asked has a project named ${name}`)
  const wanted = version === null ? chooseVersion(found.page) : readVersion(version)
  const all = wanted === null ? [] : filesOf(found.page, wanted)
  const chosen = allFiles ? all : chooseFiles(all, { platform: platform(), arch: arch() })
  if (chosen.length === 0)
    return yield absent(label, `${found.index} has no files of ${name} ${version ?? 'in any version'} that are known`)
  for (const file of chosen) {
    const fetched = await reaching(() => index().fetchFile(file))
    if (fetched instanceof SourceError) yield absent(file.filename, fetched.message)
    else {
      const source = { kind: 'file', path: fetched.path, filename: file.filename } as const
      yield { job: { label: file.filename, source }, release: () => fetched.release() }
    }
  }
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
