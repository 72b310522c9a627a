import type { FileTree } from '@cordon/model'
import { joined, nameOf } from './paths.ts'
import type { EnvironmentProblem } from './problem.ts'

/** What a walk over a tree comes upon. Paths are sorted. */
export interface Landmarks {
  /** Folders that an import may search: named `site-packages` or `dist-packages`, or holding installed distributions. */
  readonly libraries: readonly string[]
  /** Folders with a `pyvenv.cfg`. */
  readonly virtual: readonly string[]
  /** Folders with `conda-meta/`. */
  readonly conda: readonly string[]
  /** Folders of a standard library: `lib/python3.12`. */
  readonly standard: readonly string[]
  readonly problems: readonly EnvironmentProblem[]
}

const mostFolders = 500_000
const deepest = 64
const mostProblems = 25
const nowhere: ReadonlySet<string> = new Set(['proc', 'sys', 'dev', 'run/udev'])
const libraryName = /^(?:site|dist)-packages$/
const standardName = /^(?:python|pypy|graalpy)\d/

/**
 * Walks every folder below `from`, but not what lies within `site-packages`, `proc`, `sys` and `dev`. Links are not followed: what they lead to is
 * found at its own place.
 */
export function findLandmarks(tree: FileTree, from: readonly string[]): Landmarks {
  const walk = new Walk(tree)
  for (const start of from) walk.run(start)
  const sorted = (paths: Iterable<string>): readonly string[] => [...new Set(paths)].sort()
  return {
    libraries: sorted(walk.libraries),
    virtual: sorted(walk.virtual),
    conda: sorted(walk.conda),
    standard: sorted(walk.standard),
    problems: walk.problems,
  }
}

class Walk {
  readonly libraries: string[] = []
  readonly virtual: string[] = []
  readonly conda: string[] = []
  readonly standard: string[] = []
  readonly problems: EnvironmentProblem[] = []
  readonly #tree: FileTree
  #folders = 0
  #isCut = false

  constructor(tree: FileTree) {
    this.#tree = tree
  }

  run(start: string): void {
    const open: { readonly path: string; readonly depth: number }[] = [{ path: start, depth: 0 }]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (this.#isOver(next.path, next.depth)) continue
      for (const path of this.#foldersIn(next.path)) open.push({ path, depth: next.depth + 1 })
    }
  }

  #isOver(path: string, depth: number): boolean {
    this.#folders += 1
    if (depth > deepest) {
      const reason = `more than ${deepest} folders deep; what lies below is not read`
      if (this.problems.length < mostProblems) this.problems.push({ path, code: 'TOO_MANY', reason })
      return true
    }
    if (this.#folders <= mostFolders) return false
    if (!this.#isCut) {
      const reason = `more than ${mostFolders} folders; from here on they are not read`
      this.problems.push({ path, code: 'TOO_MANY', reason })
    }
    this.#isCut = true
    return true
  }

  /** Notes what a folder is, and gives the folders in it that are worth a visit. */
  #foldersIn(folder: string): readonly string[] {
    const names = this.#tree.names(folder)
    const name = nameOf(folder)
    const isNamed = libraryName.test(name)
    if (isNamed || names.some((each) => each.endsWith('.dist-info') && each.length > '.dist-info'.length))
      this.libraries.push(folder)
    if (isNamed) return []
    if (standardName.test(name) && names.includes('os.py')) this.standard.push(folder)
    const folders: string[] = []
    for (const each of names) {
      const path = joined(folder, each)
      if (each === 'pyvenv.cfg') this.virtual.push(folder)
      if (nowhere.has(path) || this.#tree.look(path)?.kind !== 'folder') continue
      if (each === 'conda-meta') this.conda.push(folder)
      else folders.push(path)
    }
    return folders
  }
}
