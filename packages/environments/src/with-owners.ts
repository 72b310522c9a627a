import type { FileTree, Owner, PythonRuntime } from '@cordon/model'
import type { Environment, EnvironmentReport } from './environment.ts'
import { findOwners } from './owners/index.ts'
import { joined } from './paths.ts'

/** The report with the owner of each distribution, Python and start file, where a database of packages names one. */
export function withOwners(
  tree: FileTree,
  report: EnvironmentReport,
  condaRoots: readonly string[],
): EnvironmentReport {
  const wanted = new Set([
    ...report.environments.flatMap(({ distributions, startFiles }) => [
      ...distributions.flatMap(({ at, path, library, kind }) => [at.path, path, ...(kind === 'egg' ? [library] : [])]),
      ...startFiles.map(({ path }) => path),
    ]),
    ...report.runtimes.map(proofOf),
  ])
  const { byPath, problems } = findOwners(tree, wanted, condaRoots)
  const runtimes = report.runtimes.map((runtime) => ownedRuntime(runtime, byPath))
  const places = new Map(report.runtimes.map((runtime, index) => [runtime, runtimes[index] ?? runtime]))
  return {
    environments: report.environments.map((environment) => ownedEnvironment(environment, byPath, places)),
    runtimes,
    problems: [...report.problems, ...problems],
  }
}

/** The file of a standard library that its package is asked for. */
function proofOf({ path }: PythonRuntime): string {
  return joined(path, 'os.py')
}

/** An owned Python whose folder says only `3.12` is as old as its package. */
function ownedRuntime(runtime: PythonRuntime, byPath: ReadonlyMap<string, Owner>): PythonRuntime {
  const owner = byPath.get(proofOf(runtime)) ?? null
  if (owner === null) return runtime
  const said = /^(?:\d{1,3}:)?(\d{1,2}\.\d{1,3}\.\d{1,4})(?![\d.])/.exec(owner.version)?.[1]
  const isExact = runtime.version !== null && runtime.version.split('.').length > 2
  const isSame = said?.startsWith(`${runtime.version}.`) === true && runtime.implementation === 'cpython'
  return { ...runtime, owner, version: !isExact && isSame ? (said ?? null) : runtime.version }
}

function ownedEnvironment(
  environment: Environment,
  byPath: ReadonlyMap<string, Owner>,
  places: ReadonlyMap<PythonRuntime, PythonRuntime>,
): Environment {
  const { runtime, distributions, startFiles } = environment
  return {
    ...environment,
    runtime: runtime === null ? null : (places.get(runtime) ?? runtime),
    distributions: distributions.map((each) => {
      // Of an egg in one file, that file is all that a package lists.
      const egg = each.kind === 'egg' ? byPath.get(each.library) : undefined
      return { ...each, owner: byPath.get(each.at.path) ?? byPath.get(each.path) ?? egg ?? null }
    }),
    startFiles: startFiles.map((each) => {
      return { ...each, distribution: each.distribution ?? byPath.get(each.path)?.name ?? null }
    }),
  }
}
