import { PypaError } from './error.ts'
import { type PackageName, parseName } from './name.ts'
import { type AnyVersion, parseVersion } from './version.ts'

export interface WheelFilename {
  readonly name: PackageName
  readonly version: AnyVersion
  readonly build: string | null
  readonly python: readonly string[]
  readonly abi: readonly string[]
  readonly platform: readonly string[]
}

export interface SdistFilename {
  readonly name: PackageName
  readonly version: AnyVersion
}

/** What a file's name says of the distribution in it. */
export interface FileDistribution {
  readonly kind: 'wheel' | 'sdist'
  readonly name: PackageName
  readonly version: AnyVersion
}

const longestFilename = 1024
// PEP 425, compressed tag sets: `py2.py3`.
const tagSet = /^[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*$/
const buildTag = /^\d[A-Za-z0-9_.]*$/
const legacyVersion = /^[A-Za-z0-9_.!+-]+$/
const noName = 'it does not begin with a project name'
const noVersion = 'it has no version'
const sdistEndings = ['.tar.gz', '.zip', '.tar.bz2', '.tgz', '.tar.xz', '.tar.z', '.tar']

/** Reads `name-version(-build)?-python-abi-platform.whl` (binary distribution format); throws `PypaError('FILENAME')`. */
export function parseWheelFilename(filename: string): WheelFilename {
  return orThrow(readWheelFilename(filename), filename)
}

/** Reads `name-version.tar.gz` or `.zip` (PEP 625, and older spellings); throws `PypaError('FILENAME')`. */
export function parseSdistFilename(filename: string): SdistFilename {
  return orThrow(readSdistFilename(filename), filename)
}

function orThrow<T extends object>(read: T | string, filename: string): T {
  if (typeof read !== 'string') return read
  throw new PypaError('FILENAME', `\`${filename.slice(0, 80)}\` is not the name of a distribution file: ${read}.`)
}

/** The wheel's parts, or why it is none. */
export function readWheelFilename(filename: string): WheelFilename | string {
  if (filename.length > longestFilename || !filename.toLowerCase().endsWith('.whl')) return 'a wheel ends in `.whl`'
  const parts = filename.slice(0, -4).split('-')
  if (parts.length !== 5 && parts.length !== 6) return 'a wheel has five or six parts between `-`'
  const name = parseName(parts[0] ?? '')
  if (name === null) return noName
  const version = versionOf(parts[1] ?? '')
  if (version === null) return noVersion
  const build = parts.length === 6 ? (parts[2] ?? '') : null
  if (build !== null && !buildTag.test(build)) return 'a build tag begins with a digit'
  const tags = parts.slice(-3)
  if (!tags.every((set) => tagSet.test(set))) return 'its last three parts are tags such as `py3`, `none` and `any`'
  const [python = [], abi = [], platform = []] = tags.map((set) => set.split('.'))
  return { name, version, build, python, abi, platform }
}

/** The source distribution's parts, or why it is none. */
export function readSdistFilename(filename: string): SdistFilename | string {
  const stem = stemOf(filename)
  if (stem === null) return 'a source distribution ends in `.tar.gz` or `.zip`'
  // PEP 625: neither part holds a `-`. Older names do, and older versions too: the last `-` that leaves a version.
  for (let dash = stem.lastIndexOf('-'); dash > 0; dash = stem.lastIndexOf('-', dash - 1)) {
    const version = parseVersion(stem.slice(dash + 1))
    const name = version === null ? null : parseName(stem.slice(0, dash))
    if (version !== null && name !== null) return { name, version }
  }
  return readLegacySdist(stem)
}

/** No part is a version by PEP 440: what begins at the first digit behind a `-` is taken for one. */
function readLegacySdist(stem: string): SdistFilename | string {
  const dash = stem.search(/-\d/)
  if (dash <= 0) return noVersion
  const name = parseName(stem.slice(0, dash))
  const version = versionOf(stem.slice(dash + 1))
  if (name === null) return noName
  return version === null ? noVersion : { name, version }
}

/** Old tools wrote `-` of a version as `_`: `1.0_1` is `1.0-1`. */
function versionOf(text: string): AnyVersion | null {
  const version = parseVersion(text) ?? parseVersion(text.replaceAll('_', '-'))
  return version ?? (legacyVersion.test(text) ? { kind: 'legacy', raw: text } : null)
}

/** The file's kind, project and version as its name tells them; null for a name of neither kind. Never throws. */
export function distributionOf(filename: string): FileDistribution | null {
  const isWheel = filename.toLowerCase().endsWith('.whl')
  if (!isWheel && stemOf(filename) === null) return null
  const read = isWheel ? readWheelFilename(filename) : readSdistFilename(filename)
  return typeof read === 'string' ? null : { kind: isWheel ? 'wheel' : 'sdist', name: read.name, version: read.version }
}

/** The file name without its archive ending, or null where it has none. */
export function stemOf(filename: string): string | null {
  if (filename.length > longestFilename) return null
  const lower = filename.toLowerCase()
  const ending = sdistEndings.find((candidate) => lower.endsWith(candidate))
  return ending === undefined ? null : filename.slice(0, -ending.length)
}
