import type { Artifact, Dependency, Location, Origin, Scope, SkipCode, Skipped } from '@cordon/model'
import {
  type ArchiveUrl,
  decodePercent,
  type Marker,
  type PackageName,
  PypaError,
  parseMarker,
  parseName,
  parseRequirement,
  parseVcsUrl,
  parseVersion,
  pinnedVersion,
  type Requirement,
  readArchiveUrl,
  type SpecifierSet,
} from '@cordon/pypa'
import { artifactOf, defaultIndex, dependencyOf, hashOf, skip } from '../builder.ts'

/** What is known of a requirement besides its own text. */
export interface RequirementContext {
  readonly at: Location
  /** Where an index dependency comes from; the installer's default when left out. */
  readonly index?: Origin
  readonly scopes?: readonly Scope[]
  readonly constraint?: boolean
  readonly direct?: boolean | null
  /** Distribution files known by other means, e.g. `--hash`. */
  readonly artifacts?: readonly Artifact[]
  /** True: a local project that does not say its name goes by the name of its folder. Otherwise it is skipped. */
  readonly namedByFolder?: boolean
}

/** What became of a text: a dependency, the parts that could not be understood, or neither for the project itself (`.`). */
export interface RequirementReading {
  readonly dependency: Dependency | null
  readonly skipped: readonly Skipped[]
}

const placeholder = /\$\{[A-Z0-9_]+\}/
const urlScheme = /^[a-z][a-z0-9+.-]*:(?!\\)/i
const drive = /^[a-z]:[\\/]/i
const archiveEnd = /\.(?:whl|zip|tar|tgz|tbz|txz|tlz|tar\.(?:gz|bz2|xz|lz|lzma))$/i
const extrasEnd = /\[([A-Za-z0-9._,\s-]*)\]$/
const ownProject = /^(?:file:)?\.(?:[\\/]\.?)*$/
const nothing: readonly never[] = []

/**
 * Reads what pip accepts as one requirement: a dependency specifier (PEP 508), a URL, a VCS address, a path to a project or
 * to a distribution file. Texts that cannot be understood come back as `skipped`; nothing is thrown.
 */
export function readRequirement(text: string, context: RequirementContext): RequirementReading {
  const pin = readPin(text, context)
  if (pin !== null) return kept(pin)
  const marked = splitMarker(text)
  if (isUrlOrPath(marked.before)) return readDirect(text, marked, { ...context, editable: false })
  return readSpecifier(text, () => parseRequirement(normalizeDirect(text)), context)
}

/** `name==version` and nothing else, which is nearly every line of a compiled file: the same answer as the long way, sooner. */
function readPin(text: string, context: RequirementContext): Dependency | null {
  const at = text.indexOf('==')
  const name = at < 1 ? null : parseName(text.slice(0, at))
  const version = name === null ? null : parseVersion(text.slice(at + 2).trim())
  if (name === null || version === null) return null
  const specifier: SpecifierSet = {
    raw: text.slice(at).trim(),
    clauses: [{ operator: '==', version, wildcard: false }],
  }
  return dependencyOf({
    name,
    at: context.at,
    text,
    version,
    specifier,
    origin: context.index ?? defaultIndex,
    artifacts: context.artifacts ?? nothing,
    scopes: context.scopes ?? nothing,
    constraint: context.constraint ?? false,
    direct: context.direct ?? null,
  })
}

/** Reads what follows `-e`: a project folder, a VCS address, or `name @ url`. */
export function readEditable(text: string, context: RequirementContext): RequirementReading {
  const marked = splitMarker(text)
  if (/^[A-Za-z0-9._-]+\s*(?:\[[^\]]*\]\s*)?@\s/.test(marked.before)) {
    const reading = readSpecifier(text, () => parseRequirement(normalizeDirect(text)), context)
    return reading.dependency === null ? reading : { ...reading, dependency: { ...reading.dependency, editable: true } }
  }
  return readDirect(text, marked, { ...context, editable: true })
}

/** Reads a dependency specifier (PEP 508) and nothing else: what manifests and metadata hold. */
export function readSpecifierText(text: string, context: RequirementContext): RequirementReading {
  return readSpecifier(text, () => parseRequirement(text), context)
}

function readSpecifier(text: string, parse: () => Requirement, context: RequirementContext): RequirementReading {
  let requirement: Requirement
  try {
    requirement = parse()
  } catch (error) {
    if (error instanceof PypaError) return refused(text, codeOf(error), error.message, context)
    throw error
  }
  const base = {
    name: requirement.name,
    at: context.at,
    text,
    extras: requirement.extras,
    marker: requirement.marker,
    scopes: context.scopes ?? nothing,
    constraint: context.constraint ?? false,
    direct: context.direct ?? null,
    artifacts: context.artifacts ?? nothing,
  }
  if (requirement.url === null) {
    const { specifier } = requirement
    const origin = context.index ?? defaultIndex
    return kept(dependencyOf({ ...base, specifier, version: pinnedVersion(specifier), origin }))
  }
  const target = readTarget(requirement.url)
  if (target.problem !== null) return refused(text, 'UNKNOWN_SOURCE', target.problem, context)
  const artifacts = [...base.artifacts, ...artifactsOf(requirement.url, target)]
  const version = target.archive.filename === null ? null : target.archive.version
  const dependency = dependencyOf({ ...base, version, origin: target.origin, artifacts })
  return { dependency, skipped: hashProblems(requirement.url, text, context) }
}

function kept(dependency: Dependency): RequirementReading {
  return { dependency, skipped: nothing }
}

function refused(text: string, code: SkipCode, reason: string, context: RequirementContext): RequirementReading {
  const unset = placeholder.exec(text)?.[0]
  const one =
    unset === undefined
      ? skip(context.at, code, text, reason)
      : skip(
          context.at,
          'UNSET_VARIABLE',
          text,
          `The value of ${unset} is not in the file; write it out to have it checked.`,
        )
  return { dependency: null, skipped: [one] }
}

/** The skip code for what a packaging standard refuses. */
export function codeOf(error: PypaError): SkipCode {
  if (error.code === 'NAME') return 'BAD_NAME'
  if (error.code === 'MARKER') return 'BAD_MARKER'
  return error.code === 'VERSION' || error.code === 'SPECIFIER' ? 'BAD_VERSION' : 'BAD_REQUIREMENT'
}

interface Marked {
  readonly before: string
  readonly marker: string | null
}

/** pip ends a bare URL at `; ` and everything else at the first `;`. */
function splitMarker(text: string): Marked {
  const at = urlScheme.test(text) ? text.search(/;\s|\s;/) : text.indexOf(';')
  if (at < 0) return { before: text.trim(), marker: null }
  return { before: text.slice(0, at).trim(), marker: text.slice(at).replace(/^\s*;/, '').trim() }
}

/** pip takes `name @ url;marker` without white space before the `;`, which PEP 508 does not. */
function normalizeDirect(text: string): string {
  const at = text.indexOf(';')
  return at > 0 && text.slice(0, at).includes('@') ? `${text.slice(0, at).trim()} ;${text.slice(at + 1)}` : text
}

function isUrlOrPath(text: string): boolean {
  if (urlScheme.test(text) || text.startsWith('.')) return true
  const at = text.indexOf('@')
  const first = at < 0 ? text : text.slice(0, at)
  if (first.includes('/') || first.includes('\\')) return true
  return at < 0 && archiveEnd.test(text.replace(extrasEnd, '')) && !/[=<>~!]/.test(text)
}

interface DirectContext extends RequirementContext {
  readonly editable: boolean
}

function readDirect(text: string, marked: Marked, context: DirectContext): RequirementReading {
  const { bare, extras } = splitExtras(marked.before)
  if (ownProject.test(bare)) return { dependency: null, skipped: nothing }
  let marker: Marker | null
  try {
    marker = marked.marker === null ? null : parseMarker(marked.marker)
  } catch (error) {
    if (error instanceof PypaError) return refused(text, 'BAD_MARKER', error.message, context)
    throw error
  }
  const target = readTarget(bare)
  if (target.problem !== null) return refused(text, 'UNKNOWN_SOURCE', target.problem, context)
  const name = target.name ?? (context.namedByFolder === true ? folderName(target.origin) : null)
  if (name === null) {
    const reason = 'It does not say which package it is; write `name @ url`, or add `#egg=name`.'
    return refused(text, 'NO_NAME', reason, context)
  }
  const dependency = dependencyOf({
    name,
    at: context.at,
    text,
    version: target.archive.filename === null ? null : target.archive.version,
    origin: target.origin,
    editable: context.editable,
    extras: extras.length > 0 ? extras : target.extras,
    marker,
    scopes: context.scopes ?? nothing,
    constraint: context.constraint ?? false,
    direct: context.direct ?? null,
    artifacts: [...(context.artifacts ?? nothing), ...artifactsOf(bare, target)],
  })
  return { dependency, skipped: hashProblems(bare, text, context) }
}

/** `./project[extra]` and `./project-1.0.whl[extra]`; a URL keeps its extras in `#egg=`. */
function splitExtras(text: string): { readonly bare: string; readonly extras: readonly string[] } {
  const found = text.includes('#') ? null : extrasEnd.exec(text)
  if (found === null) return { bare: text, extras: [] }
  const names = (found[1] ?? '').split(',').map((extra) => parseName(extra.trim()))
  return { bare: text.slice(0, found.index).trim(), extras: names.filter((name) => name !== null) }
}

/** What an address says: where it leads, and the package and file it names. */
export interface Target {
  readonly origin: Origin
  readonly name: PackageName | null
  readonly extras: readonly string[]
  readonly archive: ArchiveUrl
  readonly problem: string | null
}

const noArchive: ArchiveUrl = { name: null, version: null, filename: null, hash: null }

/** Reads a URL, VCS address or path. `problem` tells why pip would install nothing from it. */
export function readTarget(url: string): Target {
  const vcs = parseVcsUrl(url)
  if (vcs !== null) {
    const { egg, ...place } = vcs
    const origin: Origin = {
      kind: 'git',
      vcs: place.vcs,
      url: place.url,
      ref: place.ref,
      commit: place.commit,
      subdirectory: place.subdirectory,
    }
    return { origin, name: egg?.name ?? null, extras: egg?.extras ?? nothing, archive: noArchive, problem: null }
  }
  const archive = readArchiveUrl(url)
  const bare = url.split('#')[0] ?? ''
  const scheme = drive.test(url) ? undefined : urlScheme.exec(url)?.[0]?.toLowerCase()
  const common = { name: archive.name, extras: eggExtras(url), archive }
  if (scheme === undefined) return { ...common, origin: { kind: 'path', path: bare }, problem: null }
  if (scheme === 'file:') return { ...common, origin: { kind: 'path', path: pathOfFileUrl(bare) }, problem: null }
  const known = /^(?:https?|ftp):$/.test(scheme)
  const problem = known
    ? null
    : `pip installs nothing from ${scheme.slice(0, 40)}; it knows http, https, file and git+…`
  return { ...common, origin: { kind: 'url', url: bare }, problem }
}

/** The last part of a path to a project: what it is most likely called, and how people know it. */
function folderName(origin: Origin): PackageName | null {
  if (origin.kind !== 'path' || archiveEnd.test(origin.path) || placeholder.test(origin.path)) return null
  const parts = origin.path.split(/[\\/]/).filter((part) => part !== '')
  return parseName(parts.at(-1) ?? '')
}

/** `#egg=name[extra]` of an archive's URL. */
function eggExtras(url: string): readonly string[] {
  const list = /[#&]egg=[A-Za-z0-9._-]+\[([^\]]*)\]/.exec(url)?.[1]
  if (list === undefined) return nothing
  const names = list.split(',').map((extra) => parseName(extra.trim()))
  return names.filter((name) => name !== null)
}

/** `file:///srv/x` → `/srv/x`; `file:x` and `file:./x` stay relative. Percent escapes are undone where they can be. */
function pathOfFileUrl(url: string): string {
  const path = url.slice('file:'.length).replace(/^\/\/(?:localhost)?(?=\/)/i, '')
  return decodePercent(path)
}

function artifactsOf(url: string, target: Target): readonly Artifact[] {
  const { filename, hash } = target.archive
  if (target.origin.kind === 'git' || (filename === null && hash === null)) return nothing
  const good = hash === null ? null : hashOf(hash.algorithm, hash.value)
  const at = target.origin.kind === 'url' ? (url.split('#')[0] ?? null) : null
  return [artifactOf({ filename, url: at, hashes: good === null ? nothing : [good] })]
}

function hashProblems(url: string, text: string, context: RequirementContext): readonly Skipped[] {
  const found = /[#&](sha\d+|md5)=([^&]*)/i.exec(url)
  if (found === null || hashOf(found[1] ?? '', found[2] ?? '') !== null) return nothing
  return [skip(context.at, 'BAD_HASH', text, `The ${found[1]} digest in the URL has the wrong length or letters.`)]
}
