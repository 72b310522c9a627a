import type { FileTree, Owner } from '@cordon/model'
import { isObject } from '@cordon/model'
import { apkSums } from '../owners/apk.ts'
import { readRpmSums } from '../owners/rpm.ts'
import { isBelow, joined } from '../paths.ts'
import { readText } from '../reading.ts'

/** What a package of an operating system or of conda says of one of its files. */
export interface PackageSum {
  readonly algorithm: 'md5' | 'sha1' | 'sha256'
  /** Lower-case hexadecimal. */
  readonly digest: string
}

/** By path, from the root of the tree. */
export type PackageSums = ReadonlyMap<string, PackageSum>

export interface SumsRequest {
  readonly tree: FileTree
  readonly owners: readonly Owner[]
  /** Only files below these folders. */
  readonly libraries: readonly string[]
  readonly condaRoots: readonly string[]
}

const listLimit = 64 * 1024 * 1024
const mostFiles = 500_000

/**
 * What the databases of packages say of the files below some folders, by the package URL of their owner. Packages strip extension modules and leave files
 * out after RECORD was written, so for what they own their own lists decide. Who is not in it has no list. Never throws.
 */
export function packageSums({ tree, owners, libraries, condaRoots }: SumsRequest): ReadonlyMap<string, PackageSums> {
  const found = new Map<string, Map<string, PackageSum>>()
  const isWanted = (path: string): boolean => libraries.some((library) => isBelow(path, library))
  const add = (owner: Owner, path: string, sum: PackageSum): void => {
    if (!isWanted(path)) return
    const known = found.get(owner.purl)
    if (known === undefined) found.set(owner.purl, new Map([[path, sum]]))
    else if (known.size < mostFiles) known.set(path, sum)
  }
  const byKind = Map.groupBy(new Map(owners.map((owner) => [owner.purl, owner])).values(), ({ kind }) => kind)
  for (const owner of byKind.get('dpkg') ?? []) for (const [path, sum] of dpkgSums(tree, owner)) add(owner, path, sum)
  for (const owner of byKind.get('conda') ?? [])
    for (const root of condaRoots) for (const [path, sum] of condaSums(tree, root, owner)) add(owner, path, sum)
  const named = (kind: Owner['kind']): ReadonlyMap<string, Owner> =>
    new Map((byKind.get(kind) ?? []).map((owner) => [owner.name, owner]))
  const apk = named('apk')
  if (apk.size > 0) apkSums(tree, (name, path, digest) => addOf(apk.get(name), path, { algorithm: 'sha1', digest }))
  const rpm = named('rpm')
  if (rpm.size > 0) readRpmSums(tree, (name, path, sum) => addOf(rpm.get(name), path, sum))
  return found

  function addOf(owner: Owner | undefined, path: string, sum: PackageSum): void {
    if (owner !== undefined) add(owner, path, sum)
  }
}

/** `<digest>  <path>` lines; the path has no slash before it. */
function* dpkgSums(tree: FileTree, owner: Owner): Generator<readonly [string, PackageSum]> {
  const architecture = /[?&]arch=([a-z0-9-]{1,40})/.exec(owner.purl)?.[1] ?? ''
  const places = [
    `info/${owner.name}.md5sums`,
    `info/${owner.name}:${architecture}.md5sums`,
    `status.d/${owner.name}.md5sums`,
  ]
  for (const place of places)
    for (const line of (readText(tree, `var/lib/dpkg/${place}`, listLimit) ?? '').split('\n')) {
      const [, digest, path] = /^([0-9a-f]{32}) [ *](?:\.?\/)?(.{1,4096})$/.exec(line) ?? []
      if (digest !== undefined && path !== undefined) yield [path, { algorithm: 'md5', digest }]
    }
}

/** conda writes the folder of the environment into some files: `sha256_in_prefix` is what they are then. */
function* condaSums(tree: FileTree, root: string, owner: Owner): Generator<readonly [string, PackageSum]> {
  const folder = joined(root, 'conda-meta')
  const name = tree.names(folder).find((each) => each.startsWith(`${owner.name}-${owner.version}-`))
  const text = name === undefined ? null : readText(tree, joined(folder, name), listLimit)
  for (const each of pathsOf(text)) {
    if (!isObject(each) || typeof each._path !== 'string' || each.path_type === 'softlink') continue
    const digest = each.sha256_in_prefix ?? (each.prefix_placeholder === undefined ? each.sha256 : null)
    if (typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest))
      yield [joined(root, each._path), { algorithm: 'sha256', digest }]
  }
}

function pathsOf(text: string | null): readonly unknown[] {
  try {
    const record: unknown = JSON.parse(text ?? 'null')
    const data = isObject(record) ? record.paths_data : null
    return isObject(data) && Array.isArray(data.paths) ? data.paths.slice(0, mostFiles) : []
  } catch {
    // The reader of owners tells of a record that is none.
    return []
  }
}
