import { type CheckMeta, type Dependency, defineCheck, type Lockfile } from '@cordon/model'
import type { SpecifierOperator } from '@cordon/pypa'
import { clean, findingOf, lineOf, outcomeOf } from '../finding.ts'
import { entriesByName } from '../pinning.ts'

const id = 'hygiene/unpinned-build-requirement'

const meta: CheckMeta = {
  title: 'Build requirement without an upper bound',
  domain: 'engineering',
  severity: 'low',
  why: `What \`[build-system] requires\` names is downloaded and run whenever the project is built from source, and no lock file records it: a lock of uv, Poetry or PDM speaks of what is installed, not of what builds it. Without a pin or an upper bound, a new release of the build backend runs on the day it appears, on developer machines and in the pipeline that publishes the package.

Many good projects leave the bound away on purpose, because a pinned backend makes a published source distribution harder to build years later. For an application, or for the pipeline that signs and publishes a release, the bound costs nothing: so this is a note of low severity.`,
  remedy:
    'Add an upper bound (`hatchling>=1.27,<2`), or pin what the pipeline builds with: `uv build --build-constraint`, `build-constraint-dependencies` of uv, `pip --build-constraint`.',
  references: [
    'https://peps.python.org/pep-0518/',
    'https://packaging.python.org/en/latest/specifications/pyproject-toml/',
    'https://docs.astral.sh/uv/reference/settings/#build-constraint-dependencies',
  ],
}

const upperBounds: ReadonlySet<SpecifierOperator> = new Set(['<', '<=', '==', '===', '~='])

/** Finds build requirements that admit every future release. */
export const unpinnedBuildRequirement = defineCheck({
  id,
  meta,
  needs: ['file'],
  run({ file }, dependency) {
    if (dependency.own || dependency.constraint || dependency.origin.kind !== 'index') return null
    if (file.role !== 'manifest' || !dependency.scopes.some((scope) => scope.kind === 'build')) return null
    if (isBounded(dependency) || isConstrained(dependency, file)) return clean
    const message = `${dependency.name} runs while building, and no upper bound says which releases may.`
    return outcomeOf([findingOf(id, meta, { message, evidence: [lineOf(dependency)] })])
  },
})

function isBounded(dependency: Dependency): boolean {
  return (
    dependency.version !== null ||
    (dependency.specifier?.clauses.some((clause) => upperBounds.has(clause.operator)) ?? false)
  )
}

function isConstrained(dependency: Dependency, file: Lockfile): boolean {
  const entries = entriesByName(file).get(dependency.name) ?? []
  return entries.some(
    (entry) => entry.constraint && entry.scopes.some((scope) => scope.kind === 'build') && isBounded(entry),
  )
}
