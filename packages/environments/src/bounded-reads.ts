import type { FileTree } from '@cordon/model'
import type { EnvironmentProblem } from './problem.ts'

export interface ReadLimits {
  /** Bytes that are read, of all files. */
  readonly bytes: number
  /** Bytes of files that had been read before. */
  readonly again: number
  /** Files that RECORDs list: each is kept in memory. */
  readonly listed: number
}

/** Metadata of a whole machine is less; the same file is read twice at most, but links may lead to it from a hundred thousand places. */
export const usualReads: ReadLimits = { bytes: 4 * 1024 ** 3, again: 256 * 1024 ** 2, listed: 3_000_000 }

export interface BoundedReads {
  /** Over a bound its files have no content to give. */
  readonly tree: FileTree
  /** What was not read, once. */
  readonly problems: readonly EnvironmentProblem[]
}

export function boundedReads(tree: FileTree, limits: ReadLimits): BoundedReads {
  const seen = new Set<string>()
  const problems: EnvironmentProblem[] = []
  let { bytes, again } = limits
  const read = (path: string, limit: number): Uint8Array | null => {
    if (bytes < 0 || again < 0) return null
    const content = tree.read(path, limit)
    const length = content?.length ?? 0
    bytes -= length
    if (seen.has(path)) again -= length
    seen.add(path)
    if (bytes >= 0 && again >= 0) return content
    problems.push({ path, code: 'TOO_MANY', reason: 'more metadata than is read; what comes after is not' })
    return null
  }
  return {
    problems,
    tree: {
      look: (path) => tree.look(path),
      names: (folder) => tree.names(folder),
      sha256: (path) => tree.sha256(path),
      read,
    },
  }
}
