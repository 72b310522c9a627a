import type { FileTree, PythonRuntime } from '@cordon/model'
import { boundedReads, type ReadLimits, usualReads } from './bounded-reads.ts'
import type { Environment, EnvironmentReport } from './environment.ts'
import { kindOf, type LibraryPlace, managerOf, placeOfLibrary } from './layout.ts'
import { type LibraryContent, readLibrary } from './library.ts'
import { type DocumentReader, nestedIn } from './nested.ts'
import { runtimeOf, runtimeOfStandard, standardBeside } from './runtime.ts'
import { startFilesIn } from './start-files.ts'
import { findLandmarks, type Landmarks } from './walk.ts'
import { withOwners } from './with-owners.ts'

export interface FindOptions {
  /** Only what lies in these folders; the whole tree when left out. */
  readonly from?: readonly string[]
  /** Where the tree's root lies on its machine, as far as that tells who made it. */
  readonly place?: string
  /** Reads the bills of materials that distributions ship; without it they are only named. */
  readonly readDocument?: DocumentReader
  readonly limits?: ReadLimits
}

interface Group {
  readonly places: LibraryPlace[]
  readonly libraries: string[]
}

/** Every environment of a tree, with what is installed in it. Nothing is imported or run; never throws. */
export function findEnvironments(whole: FileTree, options: FindOptions = {}): EnvironmentReport {
  const limits = options.limits ?? usualReads
  const { tree, problems: unread } = boundedReads(whole, limits)
  const from = options.from ?? ['']
  const landmarks = findLandmarks(tree, from)
  const groups = groupLibraries(landmarks)
  const roots = new Set(groups.flatMap(({ places }) => places.map(({ root }) => root)))
  const standard = new Set([...landmarks.standard, ...[...roots].flatMap((root) => standardBeside(tree, root))])
  const runtimes = [...standard]
    .sort()
    .map((folder) => runtimeOfStandard(tree, folder))
    .filter((runtime) => runtime !== null)
  const files = { left: limits.listed }
  const contents = groups.map(({ libraries }) => libraries.map((library) => readLibrary(tree, library, files)))
  const environments = groups.map((group, index) =>
    environmentOf({ tree, runtimes, options }, group, contents[index] ?? []),
  )
  const report: EnvironmentReport = {
    environments: environments.filter(isWorthSaying).sort((a, b) => (a.root < b.root ? -1 : a.root > b.root ? 1 : 0)),
    runtimes,
    problems: [...landmarks.problems, ...contents.flat().flatMap(({ problems }) => problems)],
  }
  const owned = withOwners(tree, report, landmarks.conda)
  return { ...owned, problems: [...owned.problems, ...unread] }
}

/** An empty `dist-packages` that a distribution ships is no environment; an empty virtual one is. */
function isWorthSaying({ distributions, kind, startFiles }: Environment): boolean {
  return distributions.length > 0 || startFiles.length > 0 || kind === 'venv' || kind === 'conda'
}

/** Library folders of one environment together, in the order of their paths; environments without any too. */
function groupLibraries({ libraries, virtual, conda }: Landmarks): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const library of libraries) {
    const place = placeOfLibrary(library)
    const known = groups.get(place.key)
    if (known === undefined) groups.set(place.key, { places: [place], libraries: [library] })
    else {
      known.places.push(place)
      known.libraries.push(library)
    }
  }
  const roots = new Set([...groups.values()].flatMap(({ places }) => places.map(({ root }) => root)))
  for (const root of [...virtual, ...conda])
    if (!roots.has(root)) {
      roots.add(root)
      const place = { root, key: root, python: null, implementation: 'cpython', isInPrefix: true } as const
      groups.set(`${root}|`, { places: [place], libraries: [] })
    }
  return [...groups.values()]
}

interface Around {
  readonly tree: FileTree
  readonly runtimes: readonly PythonRuntime[]
  readonly options: FindOptions
}

function environmentOf(
  { tree, runtimes, options }: Around,
  { places, libraries }: Group,
  contents: readonly LibraryContent[],
): Environment {
  const [first = placeOfLibrary('')] = places
  const distributions = contents.flatMap((content) => content.distributions)
  return {
    root: first.root,
    kind: kindOf(tree, first),
    manager: managerOf(tree, first.root, options.place ?? ''),
    runtime: runtimeOf(tree, places, runtimes),
    libraries,
    startFiles: startFilesIn(tree, libraries, distributions),
    distributions: distributions
      .map((each) => ({ ...each, components: nestedIn(tree, each, options.readDocument ?? null) }))
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
  }
}
