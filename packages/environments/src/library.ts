import type { FileTree, TreeFile } from '@cordon/model'
import { readDistInfo } from './dist-info.ts'
import type { Distribution } from './distribution.ts'
import { readEggFolder, readEggInfo, readEggLink } from './egg-info.ts'
import { mostNested, movedTo, type NestedBudget, nestedBudget, openNested } from './nested-archive.ts'
import { joined, nameOf } from './paths.ts'
import type { EnvironmentProblem } from './problem.ts'
import { follow } from './reading.ts'

export interface LibraryContent {
  readonly distributions: readonly Distribution[]
  readonly problems: readonly EnvironmentProblem[]
}

/** How many more files RECORDs may list. */
export interface ListedFiles {
  left: number
}

/** Far above any real environment. */
const mostDistributions = 100_000
/** Links to one large egg cost as much as so many eggs. */
const mostEggBytes = 512 * 1024 * 1024

type Reader = (tree: FileTree, path: string, budget: NestedBudget) => Distribution | EnvironmentProblem | null

/** How one name in a library folder is read; null for what is no distribution. */
function readerOf(tree: FileTree, path: string): Reader | null {
  const kind = (): TreeFile['kind'] | undefined => follow(tree, path)?.kind
  if (path.endsWith('.dist-info')) return kind() === 'folder' ? readDistInfo : null
  if (path.endsWith('.egg-info')) return readEggInfo
  if (path.endsWith('.egg')) {
    if (kind() === 'file') return readEggFile
    return tree.look(joined(path, 'EGG-INFO')) === null ? null : (from, folder) => readEggFolder(from, folder)
  }
  return path.endsWith('.egg-link') ? readEggLink : null
}

/** Reads an `.egg` that is a zip: Python imports from it as it lies there. */
function readEggFile(tree: FileTree, path: string, budget: NestedBudget): Distribution | EnvironmentProblem | null {
  const opened = openNested(tree, path, budget)
  if ('code' in opened) return opened
  const egg = readEggFolder(opened, '', nameOf(path))
  return egg === null ? null : { ...movedTo(path, egg), layer: tree.look(path)?.layer ?? null }
}

/** Everything that is installed in one folder, by path. */
export function readLibrary(tree: FileTree, library: string, files: ListedFiles): LibraryContent {
  const distributions: Distribution[] = []
  const problems: EnvironmentProblem[] = []
  let eggs = 0
  let eggBytes = 0
  const budget = nestedBudget()
  for (const name of tree.names(library)) {
    // pip renames what it is about to remove to `~name`.
    if (name.startsWith('~') || !/\.(?:dist-info|egg-info|egg|egg-link)$/.test(name)) continue
    const path = joined(library, name)
    const read = readerOf(tree, path)
    if (read === null) continue
    if (distributions.length >= mostDistributions) {
      const reason = `more than ${mostDistributions} distributions in one folder; those after this one are not read`
      problems.push({ path, code: 'TOO_MANY', reason })
      break
    }
    if (read === readEggFile) {
      eggBytes += follow(tree, path)?.size ?? 0
      eggs += 1
      if (eggs > mostNested || eggBytes > mostEggBytes) {
        problems.push({ path, code: 'TOO_MANY', reason: 'more packed eggs in one folder than are opened' })
        continue
      }
    }
    const distribution = read(tree, path, budget)
    if (distribution !== null && 'code' in distribution) problems.push(distribution)
    else if (distribution !== null) distributions.push(withinBound(distribution, files, problems))
    else problems.push({ path, code: 'NO_NAME', reason: 'neither its metadata nor its path names a project' })
  }
  return { distributions: withoutTwins(distributions), problems }
}

/** A RECORD that there is no room for is passed over: then nothing says which files are the distribution's own. */
function withinBound(distribution: Distribution, files: ListedFiles, problems: EnvironmentProblem[]): Distribution {
  const { record, path } = distribution
  files.left -= record?.entries.length ?? 0
  if (record === null || files.left >= 0) return distribution
  if (files.left + record.entries.length >= 0)
    problems.push({
      path,
      code: 'TOO_MANY',
      reason: 'more files are listed than are read; RECORDs from here on are not',
    })
  files.left = -1
  return { ...distribution, record: null }
}

/**
 * A project that is used where it lies shows both its `.egg-link` and, where the library is its own folder, its `.egg-info`; what Debian builds at
 * times has both an `.egg-info` and a `.dist-info`, of which importlib takes one.
 */
function withoutTwins(distributions: readonly Distribution[]): readonly Distribution[] {
  const better = new Set<string>(
    distributions.flatMap(({ kind, name, version }): readonly string[] => {
      if (kind === 'develop') return [name]
      return kind === 'dist-info' ? [`${name} ${version?.raw ?? ''}`] : []
    }),
  )
  return distributions.filter(
    ({ kind, name, version }) =>
      kind !== 'egg-info' || (!better.has(name) && !better.has(`${name} ${version?.raw ?? ''}`)),
  )
}
