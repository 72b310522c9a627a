import type { EnvironmentKind, FileTree } from '@cordon/model'
import type { Distribution } from './distribution.ts'
import { readEggFolder, readSourceDistribution } from './egg-info.ts'
import type { Environment, EnvironmentReport } from './environment.ts'
import { type FindOptions, findEnvironments } from './find.ts'
import { mostNested, movedTo, nestedBudget, openNested } from './nested-archive.ts'
import { joined } from './paths.ts'
import type { EnvironmentProblem } from './problem.ts'
import { isFile } from './reading.ts'
import { startFilesIn } from './start-files.ts'

/**
 * What the members of one archive are: a wheel, an egg, a source distribution, or an application with everything that it needs (PEX, shiv, zipapp),
 * as one environment. Never throws.
 */
export function findPacked(
  tree: FileTree,
  filename: string,
  options: Pick<FindOptions, 'readDocument'> = {},
): EnvironmentReport {
  const kind = packedKind(tree, filename)
  if (kind === 'egg') return reportOf(kind, [''], [readEggFolder(tree, '')])
  if (kind === 'sdist') {
    const folder = sourceFolder(tree)
    return reportOf(kind, [], [folder === null ? null : readSourceDistribution(tree, folder)])
  }
  const found = findEnvironments(tree, { ...options, from: startsOf(tree, kind) })
  const nested = kind === 'pex' ? nestedWheels(tree, options) : { distributions: [], problems: [] }
  const libraries = found.environments.flatMap((environment) => environment.libraries)
  const distributions = [...found.environments.flatMap((each) => each.distributions), ...nested.distributions]
  const merged = reportOf(kind, libraries, distributions)
  return {
    ...merged,
    environments: merged.environments.map((environment) => {
      return { ...environment, startFiles: startFilesIn(tree, libraries, distributions) }
    }),
    problems: [...found.problems, ...nested.problems],
  }
}

function packedKind(tree: FileTree, filename: string): EnvironmentKind {
  const top = tree.names('')
  if (/\.whl$/i.test(filename)) return 'wheel'
  if (top.includes('PEX-INFO')) return 'pex'
  if (top.includes('EGG-INFO')) return 'egg'
  if (top.includes('environment.json') && top.includes('site-packages')) return 'shiv'
  if (top.includes('__main__.py')) return 'zipapp'
  return sourceFolder(tree) === null ? 'zipapp' : 'sdist'
}

/** A source distribution is one folder with PKG-INFO in it. */
function sourceFolder(tree: FileTree): string | null {
  return tree.names('').find((name) => isFile(tree, joined(name, 'PKG-INFO'))) ?? null
}

/** What a PEX brings to start itself is not what its application needs. */
function startsOf(tree: FileTree, kind: EnvironmentKind): readonly string[] {
  if (kind !== 'pex') return ['']
  return tree.names('').filter((name) => name !== '.bootstrap' && tree.look(name)?.kind === 'folder')
}

function reportOf(
  kind: EnvironmentKind,
  libraries: readonly string[],
  found: readonly (Distribution | null)[],
): EnvironmentReport {
  const distributions = found
    .filter((each) => each !== null)
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const environment: Environment = {
    root: '',
    kind,
    manager: null,
    runtime: null,
    libraries,
    startFiles: [],
    distributions,
  }
  return { environments: distributions.length === 0 ? [] : [environment], runtimes: [], problems: [] }
}

interface Nested {
  readonly distributions: readonly Distribution[]
  readonly problems: readonly EnvironmentProblem[]
}

/** A PEX of the packed layout holds its wheels as files. */
function nestedWheels(tree: FileTree, options: Pick<FindOptions, 'readDocument'>): Nested {
  const distributions: Distribution[] = []
  const problems: EnvironmentProblem[] = []
  const wheels = tree.names('.deps').filter((name) => name.endsWith('.whl') && isFile(tree, joined('.deps', name)))
  const budget = nestedBudget()
  for (const name of wheels.slice(0, mostNested)) {
    const path = joined('.deps', name)
    const opened = openNested(tree, path, budget)
    if ('code' in opened) problems.push(opened)
    else
      for (const distribution of findPacked(opened, name, options).environments.flatMap((each) => each.distributions))
        distributions.push(movedTo(path, distribution))
  }
  if (wheels.length > mostNested)
    problems.push({ path: '.deps', code: 'TOO_MANY', reason: `more than ${mostNested} wheels; the rest is not read` })
  return { distributions, problems }
}
