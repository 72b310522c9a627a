import { ArchiveError, type ArchiveLimits, defaultArchiveLimits, openArchive } from '@cordon/archives'
import type { FileTree } from '@cordon/model'
import { treeOfArchive } from './archive-tree.ts'
import type { Distribution } from './distribution.ts'
import { joined, nameOf } from './paths.ts'
import type { EnvironmentProblem } from './problem.ts'
import { readBytes } from './reading.ts'

const nestedBytes = 256 * 1024 * 1024
const nestedLimits: ArchiveLimits = { ...defaultArchiveLimits, totalBytes: nestedBytes }

/** How many archives of one folder are opened. */
export const mostNested = 2000

/** The members of an archive that lies in a tree, or why they are not read. */
export function openNested(tree: FileTree, path: string): FileTree | EnvironmentProblem {
  const bytes = readBytes(tree, path, nestedBytes)
  if (bytes === null)
    return { path, code: 'TOO_LARGE', reason: 'an archive that is too large to be opened where it lies' }
  try {
    return treeOfArchive(openArchive(bytes, nameOf(path), nestedLimits))
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    return { path, code: 'MALFORMED', reason: error.message }
  }
}

/** A distribution of an archive, its paths as seen from the tree that the archive lies in. */
export function movedTo(folder: string, distribution: Distribution): Distribution {
  const { at, path, library, flaws } = distribution
  return {
    ...distribution,
    at: { ...at, path: joined(folder, at.path) },
    path: joined(folder, path),
    library: joined(folder, library),
    flaws: flaws.map((flaw) => ({ ...flaw, path: joined(folder, flaw.path) })),
  }
}
