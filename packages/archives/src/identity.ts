import {
  type AnyVersion,
  type CoreMetadata,
  compareVersions,
  type PackageName,
  PypaError,
  parseName,
  parseSdistFilename,
  parseWheelFilename,
  readVersion,
  type WheelFilename,
} from '@cordon/pypa'
import type { DistributionProblem, DistributionProblemCode, Layout } from './layout.ts'

interface Sources {
  readonly filename: string
  readonly layout: Layout
  readonly metadata: CoreMetadata | null
}

interface Named {
  readonly name: PackageName | null
  readonly version: AnyVersion | null
}

/** Who a distribution says it is: file name, metadata folder and metadata must agree, and what does not is a problem. */
export function readIdentity(
  { filename, layout, metadata }: Sources,
  problems: DistributionProblem[],
): { readonly name: PackageName | null; readonly version: string | null } {
  const file = readFilename(filename, layout, problems)
  const inside: Named = { name: metadata?.name ?? null, version: metadata?.version ?? null }
  compare({ code: 'FILE_NAME', path: layout.metadataPath, what: 'the file name' }, file, inside, problems)
  const folder = folderIdentity(layout)
  if (folder !== null) {
    const code = layout.kind === 'sdist' ? 'ROOT_NAME' : 'INFO_NAME'
    const reference: Named = file.name === null ? inside : file
    compare({ code, path: layout.infoFolder ?? layout.root, what: 'its folder' }, folder, reference, problems)
  }
  return {
    name: file.name ?? inside.name,
    version: file.version?.raw ?? metadata?.rawVersion ?? null,
  }
}

function readFilename(filename: string, layout: Layout, problems: DistributionProblem[]): Named {
  const base = baseName(filename)
  if (base === '' || layout.kind === 'directory' || layout.kind === 'installed') return { name: null, version: null }
  if (layout.kind === 'egg') {
    const [name = '', version = ''] = base.replace(/\.egg$/i, '').split('-')
    return { name: parseName(name), version: version === '' ? null : readVersion(version) }
  }
  try {
    return /\.whl$/i.test(base) ? parseWheelFilename(base) : parseSdistFilename(base)
  } catch (error) {
    if (!(error instanceof PypaError)) throw error
    problems.push({ code: 'FILE_NAME_UNREADABLE', path: null, detail: error.message })
    return { name: null, version: null }
  }
}

export function baseName(filename: string): string {
  return filename.slice(filename.lastIndexOf('/') + 1)
}

/** What the name of a wheel says; null for one that says nothing, and for another kind. */
export function wheelNameOf(filename: string): WheelFilename | null {
  try {
    return parseWheelFilename(baseName(filename))
  } catch (error) {
    if (!(error instanceof PypaError)) throw error
    return null
  }
}

/** `name-version.dist-info/`, or the root folder of an sdist. */
function folderIdentity({ kind, infoFolder, root }: Layout): Named | null {
  const folder = kind === 'sdist' ? root : infoFolder
  const stem = folder === null ? '' : folder.replace(/(?:\.dist-info)?\/$/, '')
  const dash = stem.lastIndexOf('-')
  if (kind === 'egg' || kind === 'directory' || dash < 1) return null
  return { name: parseName(stem.slice(0, dash)), version: readVersion(stem.slice(dash + 1)) }
}

interface Comparison {
  readonly code: DistributionProblemCode
  readonly path: string | null
  /** What the first of the two is. */
  readonly what: string
}

function compare({ code, path, what }: Comparison, one: Named, other: Named, problems: DistributionProblem[]): void {
  if (one.name !== null && other.name !== null && one.name !== other.name)
    problems.push({ code, path, detail: `${what} says ${one.name}, not ${other.name}` })
  if (one.version !== null && other.version !== null && !isSame(one.version, other.version))
    problems.push({ code, path, detail: `${what} says ${one.version.raw}, not ${other.version.raw}` })
}

/** Old tools write `-` of a local or legacy version as `_`. */
function isSame(one: AnyVersion, other: AnyVersion): boolean {
  const plain = (version: AnyVersion): string => version.raw.toLowerCase().replace(/[-_.]+/g, '.')
  if (plain(one) === plain(other)) return true
  return one.kind !== 'legacy' && other.kind !== 'legacy' && compareVersions(one, other) === 0
}
