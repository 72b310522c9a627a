import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { LockfileFormat } from '@cordon/lockfiles'
import type { Coverage, FailedFile, SkipCode } from '@cordon/model'
import ignore, { type Ignore } from 'ignore'
import { EngineError } from './error.ts'
import { formatOf, unsupportedFormatOf } from './formats.ts'

export interface DiscoverRequest {
  /** Files and folders as the person wrote them, relative to `cwd` or absolute. */
  readonly targets: readonly string[]
  readonly cwd: string
  /** Patterns of .gitignore's grammar, relative to each target folder. */
  readonly exclude: readonly string[]
  /** The same from a configuration file, relative to its folder. */
  readonly configured?: { readonly folder: string; readonly exclude: readonly string[] }
  readonly includeEnvironments: boolean
  /** Whether installed files are compared with their RECORD. */
  readonly verify?: boolean
}

/** A file that a format claims. */
export interface Candidate {
  /** For people: relative to `cwd` where it lies below it, with `/`. */
  readonly path: string
  readonly absolute: string
  /** Where it truly lies, all links followed. */
  readonly real: string
  readonly format: LockfileFormat
  /** True when the person named this very file. */
  readonly named: boolean
  /** Includes may not leave this folder. */
  readonly boundary: string
}

export interface Discovery {
  readonly candidates: readonly Candidate[]
  readonly failed: readonly FailedFile[]
  readonly passedOver: Coverage['passedOver']
  /** Virtual environments that were walked into, absolute. */
  readonly environments: readonly string[]
}

interface Walk {
  readonly request: DiscoverRequest
  readonly candidates: Map<string, Candidate>
  readonly failed: FailedFile[]
  readonly passedOver: { path: string; reason: string }[]
  readonly environments: string[]
  readonly boundary: string
  /** The target folder as joined, and where it truly lies: no linked folder is entered, so all below follows from these. */
  readonly root: string
  readonly realRoot: string
}

/** One folder of .gitignore rules: paths are tested relative to where the file lies. */
interface IgnoreRules {
  readonly folder: string
  readonly rules: Ignore
}

const neverEntered: Readonly<Record<string, string>> = {
  '.git': '',
  '.hg': '',
  '.svn': '',
  __pycache__: '',
  node_modules: 'node_modules',
  '.tox': 'tox environments',
  '.nox': 'nox environments',
  '.mypy_cache': '',
  '.ruff_cache': '',
  '.pytest_cache': '',
  'site-packages': 'installed packages',
}

/** Deeper trees than this are made to exhaust a walker. */
const maximumDepth = 64

/** The path as a person would write it: relative to `cwd` where it is below it, always with `/`. */
export function displayPath(absolute: string, cwd: string): string {
  const path = relative(cwd, absolute)
  const shown = path === '' ? '.' : leadsOut(path) ? absolute : path
  return sep === '/' ? shown : shown.split(sep).join('/')
}

/** True where a relative path leaves its folder; `..data` does not. */
function leadsOut(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`)
}

/** True for what lies below a folder, which may be the root of the file system. */
export function liesBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

/** Finds every file below the targets that says what gets installed. Order is by path and does not depend on the disk's. */
export function discover(request: DiscoverRequest): Discovery {
  const candidates = new Map<string, Candidate>()
  const failed: FailedFile[] = []
  const passedOver: { path: string; reason: string }[] = []
  const environments: string[] = []
  for (const target of request.targets) {
    const absolute = resolve(request.cwd, target)
    const stats = statOrNull(absolute)
    if (stats === null)
      throw new EngineError(
        'NO_TARGET',
        `${target}: no such file or folder, or none that can be reached. Name an existing path, or none for this folder.`,
      )
    const walk: Walk = {
      request,
      candidates,
      failed,
      passedOver,
      environments,
      boundary: repositoryRoot(stats.isDirectory() ? absolute : dirname(absolute)),
      root: absolute,
      realRoot: realpathSync(absolute),
    }
    if (stats.isDirectory()) walkFolder(walk, absolute, startingRules(walk, absolute), 0)
    else addNamedFile(walk, absolute)
  }
  return {
    candidates: [...candidates.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    failed,
    passedOver,
    environments: [...new Set(environments)].sort(),
  }
}

function addNamedFile(walk: Walk, absolute: string): void {
  const path = displayPath(absolute, walk.request.cwd)
  const format = formatOf(path, { named: true })
  if (format !== null) {
    const real = realpathSync(absolute)
    walk.candidates.set(real, { path, absolute, real, format, named: true, boundary: walk.boundary })
    return
  }
  walk.failed.push({
    path,
    format: null,
    code: 'UNSUPPORTED_FORMAT',
    message:
      unsupportedFormatOf(path) ?? 'no format has this file name; `cordon inventory --formats` lists what is read',
  })
}

/** The enclosing repository, so that `-r ../shared.txt` inside one repository works and `/etc/passwd` does not. */
function repositoryRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (statOrNull(join(at, '.git')) !== null) return realpathSync(at)
    if (dirname(at) === at) return realpathSync(folder)
  }
}

/** Rules that hold at a target folder: its own excludes, and each .gitignore from the repository's root down to it. */
function startingRules(walk: Walk, folder: string): readonly IgnoreRules[] {
  const { exclude, configured } = walk.request
  const own: IgnoreRules[] = [{ folder, rules: ignore().add([...exclude]) }]
  if (configured !== undefined) own.push({ folder: configured.folder, rules: ignore().add([...configured.exclude]) })
  const real = realpathSync(folder)
  const above: IgnoreRules[] = []
  for (let at = real; at !== walk.boundary && liesBelow(at, walk.boundary); ) {
    at = dirname(at)
    above.unshift(...rulesIn(at))
  }
  return [...above, ...own]
}

function rulesIn(folder: string): IgnoreRules[] {
  const path = join(folder, '.gitignore')
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (stats === undefined || !stats.isFile() || stats.size > 1_000_000) return []
    return [{ folder, rules: ignore().add(boundedRules(readFileSync(path, 'utf8'))) }]
  } catch {
    // An unreadable or absurd .gitignore hides nothing: more is scanned, never less.
    return []
  }
}

const maximumRules = 10_000
const maximumStars = 8
const maximumFolderStars = 3

/**
 * Rules that can be asked in bounded time: each wildcard may multiply the ways to match a path. What is over the bounds hides nothing,
 * so more is scanned, never less.
 */
function boundedRules(text: string): string {
  return text
    .split(/\r?\n/)
    .filter((line) => /^\s*[^#\s]/.test(line))
    .slice(0, maximumRules)
    .filter((line) => countOf(line, '**') <= maximumFolderStars && countOf(line, '*') <= maximumStars)
    .join('\n')
}

function countOf(text: string, part: string): number {
  return text.length > 4096 ? Number.POSITIVE_INFINITY : text.split(part).length - 1
}

function isIgnored(rules: readonly IgnoreRules[], absolute: string, isFolder: boolean): boolean {
  let ignored = false
  for (const { folder, rules: one } of rules) {
    const path = relative(folder, absolute).split(sep).join('/')
    if (path === '' || leadsOut(path)) continue
    const verdict = one.test(isFolder ? `${path}/` : path)
    if (verdict.ignored) ignored = true
    else if (verdict.unignored) ignored = false
  }
  return ignored
}

function entriesOf(walk: Walk, folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
    walk.failed.push({
      path: displayPath(folder, walk.request.cwd),
      format: null,
      code: 'UNREADABLE',
      message: `the folder cannot be listed (${code}); run with the rights to read it, or exclude it`,
    })
    return []
  }
}

function environmentKind(entries: readonly Dirent[]): string | null {
  for (const entry of entries) {
    if (entry.name === 'pyvenv.cfg') return 'virtual environment'
    if (entry.name === 'conda-meta' && entry.isDirectory()) return 'conda environment'
  }
  return null
}

function walkFolder(walk: Walk, folder: string, inherited: readonly IgnoreRules[], depth: number): void {
  const shown = displayPath(folder, walk.request.cwd)
  if (depth > maximumDepth) {
    walk.failed.push({
      path: shown,
      format: null,
      code: 'TOO_MANY',
      message: `more than ${maximumDepth} folders deep; what lies below is not read. Name the folder to scan it, or exclude it`,
    })
    return
  }
  const entries = entriesOf(walk, folder)
  const environment = depth > 0 ? environmentKind(entries) : null
  if (environment !== null && walk.request.includeEnvironments) walk.environments.push(folder)
  else if (environment !== null) {
    walk.passedOver.push({ path: shown, reason: `${environment}; --include-environments reads it` })
    return
  }
  const rules = entries.some((entry) => entry.name === '.gitignore') ? [...inherited, ...rulesIn(folder)] : inherited
  for (const entry of entries) {
    const absolute = join(folder, entry.name)
    if (entry.isDirectory()) enterFolder(walk, absolute, rules, depth)
    else addFoundFile(walk, absolute, rules, entry)
  }
}

function enterFolder(walk: Walk, absolute: string, rules: readonly IgnoreRules[], depth: number): void {
  const name = basename(absolute)
  const never = Object.hasOwn(neverEntered, name) ? neverEntered[name] : undefined
  if (never !== undefined && !(walk.request.includeEnvironments && name !== '.git')) {
    if (never !== '') walk.passedOver.push({ path: displayPath(absolute, walk.request.cwd), reason: never })
    return
  }
  if (isIgnored(rules, absolute, true)) {
    walk.passedOver.push({ path: displayPath(absolute, walk.request.cwd), reason: 'ignored by .gitignore or exclude' })
    return
  }
  const format = formatOf(displayPath(absolute, walk.request.cwd), { named: false })
  if (format !== null && format.marks === undefined)
    walk.failed.push({
      path: displayPath(absolute, walk.request.cwd),
      format: format.id,
      code: 'NOT_A_FILE',
      message: `a folder has the name of a ${format.title}; its files are scanned one by one`,
    })
  walkFolder(walk, absolute, rules, depth + 1)
}

function addFoundFile(walk: Walk, absolute: string, rules: readonly IgnoreRules[], entry: Dirent): void {
  const path = displayPath(absolute, walk.request.cwd)
  const format = formatOf(path, { named: false })
  const unsupported = format === null ? unsupportedFormatOf(path) : null
  if (format === null && unsupported === null) {
    noteFolderLink(walk, absolute, entry)
  } else if (isIgnored(rules, absolute, false)) {
    walk.passedOver.push({ path, reason: 'ignored by .gitignore or exclude' })
  } else if (format === null) {
    walk.failed.push({ path, format: null, code: 'UNSUPPORTED_FORMAT', message: unsupported ?? '' })
  } else {
    const place = placeOf(walk, absolute, entry)
    if ('code' in place) walk.failed.push({ path, format: format.id, ...place })
    else if (!walk.candidates.has(place.real))
      walk.candidates.set(place.real, {
        path,
        absolute,
        real: place.real,
        format,
        named: false,
        boundary: walk.boundary,
      })
  }
}

/** A link to a folder is passed over and said so: what it points at is found at its own place, or lies outside. */
function noteFolderLink(walk: Walk, absolute: string, entry: Dirent): void {
  if (!entry.isSymbolicLink() || statOrNull(absolute)?.isDirectory() !== true) return
  walk.passedOver.push({ path: displayPath(absolute, walk.request.cwd), reason: 'symbolic link to a folder' })
}

/** Where a directory entry's file truly lies, or why it is not opened. */
function placeOf(
  walk: Walk,
  absolute: string,
  entry: Dirent,
): { readonly real: string } | { readonly code: SkipCode; readonly message: string } {
  if (!entry.isSymbolicLink())
    return entry.isFile()
      ? { real: walk.realRoot + absolute.slice(walk.root.length) }
      : { code: 'NOT_A_FILE', message: 'neither a file nor a folder (a device, a pipe or a socket); it is not opened' }
  const target = statOrNull(absolute)
  if (target === null) return { code: 'UNREADABLE', message: 'a symbolic link that leads nowhere or in a circle' }
  if (!target.isFile()) return { code: 'NOT_A_FILE', message: 'a symbolic link to something that is not a file' }
  const real = realpathSync(absolute)
  return liesBelow(real, walk.boundary)
    ? { real }
    : { code: 'UNREADABLE', message: 'a symbolic link out of the scanned tree; name its target to scan it' }
}

function statOrNull(path: string): Stats | null {
  try {
    return statSync(path)
  } catch {
    // ENOENT, ELOOP, EACCES: for a link these are one answer, it cannot be followed.
    return null
  }
}
