import { type Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { distributionOf, type FileDistribution, type PackageName, type ReleaseFile } from '@cordon/pypa'

const deepest = 6
const mostEntries = 200_000

/** Distributions in a folder, by project: the folder itself, or a cache that spreads them over folders. */
export type NamedFiles = ReadonlyMap<PackageName, readonly NamedFile[]>

export interface NamedFile {
  readonly path: string
  readonly filename: string
  readonly distribution: FileDistribution
}

/** Lists the wheels and source distributions below a folder, by what their names say; links are not followed. */
export function listDistributions(root: string, depth = deepest): NamedFiles {
  const found = new Map<PackageName, NamedFile[]>()
  let left = mostEntries
  const enter = (folder: string, level: number): void => {
    for (const entry of entriesOf(folder)) {
      left -= 1
      if (left < 0) return
      const path = join(folder, entry.name)
      if (entry.isDirectory() && level < depth) enter(path, level + 1)
      const distribution = entry.isFile() ? listedDistributionOf(entry.name) : null
      if (distribution === null) continue
      const known = found.get(distribution.name)
      const file = { path, filename: entry.name, distribution }
      if (known === undefined) found.set(distribution.name, [file])
      else known.push(file)
    }
  }
  enter(root, 0)
  return found
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    // What is not there, or may not be read, holds nothing for us.
    return []
  }
}

/** What the name of a file says it is; only for the endings that indexes have taken. */
export function listedDistributionOf(filename: string): FileDistribution | null {
  return /\.(?:whl|zip|tgz|tar\.(?:gz|bz2|xz))$/i.test(filename) ? distributionOf(filename) : null
}

/** A file at hand as an index would list it; the digest is taken from its bytes. */
export function listedFile(
  file: Pick<NamedFile, 'filename' | 'distribution'>,
  url: string,
  sha256: string,
): ReleaseFile {
  return {
    filename: file.filename,
    url,
    hashes: new Map([['sha256', sha256]]),
    distribution: file.distribution,
    requiresPython: null,
    size: null,
    uploadTime: null,
    yanked: null,
    coreMetadata: null,
    provenance: null,
  }
}
