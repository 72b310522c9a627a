import type { FileTree } from '@cordon/model'
import type { Environment, EnvironmentReport } from '../environment.ts'
import { findOwners } from '../owners/index.ts'
import type { EnvironmentProblem } from '../problem.ts'
import { integrityOf } from './integrity.ts'
import { type PackageSums, packageSums } from './packaged.ts'
import { shadowedIn } from './shadowed.ts'
import { collapsed, recordedIn, sourceOf, straysIn } from './strays.ts'

/**
 * The report with every file compared with what its RECORD says, what lies beside, and which modules take the place of others. Reads each listed file
 * once, one after another. Never throws.
 */
export function verifyEnvironments(tree: FileTree, report: EnvironmentReport): EnvironmentReport {
  const problems: EnvironmentProblem[] = []
  const condaRoots = report.environments.flatMap(({ kind, root }) => (kind === 'conda' ? [root] : []))
  const environments = report.environments.map((environment) => {
    const verified = { ...environment, distributions: withIntegrity(tree, environment, condaRoots) }
    const recorded = recordedIn(environment)
    const { files, isCut } = straysIn(tree, environment, recorded)
    if (isCut)
      problems.push({
        path: environment.root,
        code: 'TOO_MANY',
        reason: 'too many files to look for those that nothing lists',
      })
    const sources = files.map(sourceOf).filter((path) => path !== null)
    const { byPath } = findOwners(tree, new Set([...files, ...sources]), condaRoots)
    const strays = files.filter((path) => !byPath.has(path) && !byPath.has(sourceOf(path) ?? ''))
    const known = byPath.size === 0 ? recorded : recorded.union(new Set(byPath.keys()))
    return {
      ...verified,
      strays: collapsed(strays, known, environment.libraries),
      shadowed: shadowedIn(environment, strays),
    }
  })
  return { ...report, environments, problems: [...report.problems, ...problems] }
}

/** What one package owns is compared once, however many distributions it ships. */
function withIntegrity(
  tree: FileTree,
  environment: Environment,
  condaRoots: readonly string[],
): Environment['distributions'] {
  const { distributions, libraries } = environment
  const owners = distributions.map(({ owner }) => owner).filter((owner) => owner !== null)
  const sums = owners.length === 0 ? new Map() : packageSums({ tree, owners, libraries, condaRoots })
  const told = new Set<string>()
  return distributions.map((distribution) => {
    const purl = distribution.owner?.purl ?? ''
    const own: PackageSums | null = told.has(purl) ? new Map() : (sums.get(purl) ?? null)
    if (own !== null) told.add(purl)
    return { ...distribution, integrity: integrityOf(tree, environment, distribution, own) }
  })
}
