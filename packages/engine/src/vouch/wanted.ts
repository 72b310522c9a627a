import type { Artifact, Dependency, Hash, VouchedFile } from '@cordon/model'
import type { AnyVersion, PackageName } from '@cordon/pypa'

/** A file that somebody is to vouch for, as far as it is known before an index is asked. */
export interface WantedFile {
  readonly filename: string | null
  /** Lower-case hex. */
  readonly sha256: string | null
  /** Other digests that pin it, where SHA-256 does not. */
  readonly hashes: readonly Hash[]
  readonly digestFrom: VouchedFile['digestFrom']
}

/** What is asked of indexes about one dependency. */
export interface Wanted {
  readonly name: PackageName
  readonly version: AnyVersion
  /** In the order in which they are asked. */
  readonly indexes: readonly string[]
  /** Empty: every file of the release that the first index has. */
  readonly files: readonly WantedFile[]
  readonly candidates: boolean
}

export interface WantedContext {
  /** Whom to ask about it, in this order. */
  readonly indexes: (dependency: Dependency) => readonly string[]
  /** The artifacts that locks pin for a release: what an environment was installed from, where it says nothing itself. */
  readonly locked: (name: PackageName, version: AnyVersion) => readonly Artifact[]
}

/** What is asked about a dependency; null for what no index could know: unpinned, or from somewhere else. */
export function wantedOf(dependency: Dependency, context: WantedContext): Wanted | null {
  const { name, version, origin } = dependency
  if (version === null || (origin.kind !== 'index' && origin.kind !== 'url')) return null
  const isInstalled = dependency.installed !== undefined
  const own = dependency.artifacts.filter(({ hashes }) => hashes.length > 0)
  const locked = isInstalled && own.length === 0 ? context.locked(name, version) : []
  const files = [
    ...own.map((artifact) => wantedFile(artifact, isInstalled ? 'record' : 'pin')),
    ...locked.map((artifact) => wantedFile(artifact, 'pin')),
  ]
  const candidates = isInstalled && (own.length === 0 ? files.length !== 1 : false)
  return { name, version, indexes: context.indexes(dependency), files: unique(files), candidates }
}

function wantedFile({ filename, url, hashes }: Artifact, digestFrom: 'pin' | 'record'): WantedFile {
  const sha256 = hashes.find(({ algorithm, value }) => algorithm === 'sha256' && /^[0-9a-f]{64}$/i.test(value))
  return {
    filename: distributionName(filename) ?? distributionName(lastPart(url)),
    sha256: sha256?.value.toLowerCase() ?? null,
    hashes: sha256 === undefined ? hashes : [],
    digestFrom: sha256 === undefined ? 'index' : digestFrom,
  }
}

/** What an attestation can be about; of any other address the index knows the name. */
function distributionName(name: string | null): string | null {
  return name !== null && /\.(?:whl|tar\.gz|zip)$/i.test(name) ? name : null
}

function lastPart(url: string | null): string | null {
  const path = url === null ? '' : (URL.parse(url)?.pathname ?? '')
  const last = path.slice(path.lastIndexOf('/') + 1)
  try {
    return decodeURIComponent(last) || null
  } catch {
    return null
  }
}

function unique(files: readonly WantedFile[]): readonly WantedFile[] {
  return [...new Map(files.map((file) => [JSON.stringify([file.filename, file.sha256, file.hashes]), file])).values()]
}
