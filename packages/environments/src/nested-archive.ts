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

/** What may still be unpacked of archives that lie side by side, in bytes: few bytes of an archive may be very many. */
export interface NestedBudget {
  left: number
}

/** Metadata of thousands of real distributions is less. */
export function nestedBudget(): NestedBudget {
  return { left: 512 * 1024 * 1024 }
}

/** The members of an archive that lies in a tree, or why they are not read. Once the budget is used up its files have no content to give. */
export function openNested(tree: FileTree, path: string, budget: NestedBudget): FileTree | EnvironmentProblem {
  if (budget.left <= 0) return { path, code: 'TOO_MANY', reason: 'the archives before it unpack to more than is read' }
  const bytes = readBytes(tree, path, nestedBytes)
  if (bytes === null)
    return { path, code: 'TOO_LARGE', reason: 'an archive that is too large to be opened where it lies' }
  try {
    return withinBudget(treeOfArchive(openArchive(bytes, nameOf(path), nestedLimits)), budget)
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    return { path, code: 'MALFORMED', reason: error.message }
  }
}

function withinBudget(tree: FileTree, budget: NestedBudget): FileTree {
  return {
    ...tree,
    read(path, limit) {
      const bytes = budget.left > 0 ? tree.read(path, limit) : null
      budget.left -= bytes?.length ?? 0
      return bytes
    },
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
