import { type CheckMeta, type Dependency, defineCheck, type InternalName } from '@cordon/model'
import { parseVersion } from '@cordon/pypa'
import { clean, findingOf, nameOf, outcomeOf } from '../finding.ts'
import { bothPlaces, couldBeImpostor, whose } from '../resembling.ts'
import { isLeap } from '../version-leap.ts'

const id = 'name/dependency-confusion'

const meta: CheckMeta = {
  title: 'Internal name asked of the public index',
  domain: 'author',
  severity: 'high',
  why: `The files of this project bind the name to an index of their own, or make the package themselves, and this line asks for it without saying so: the public index may answer. Whoever registers the name there, with a high version, gets their code into the build. In 2021 that got a researcher's packages run inside more than 35 large companies; in December 2022 it was used against PyTorch's nightly builds.

A version far above the one that the own index serves is how such a package wins over the real one: it is then critical.`,
  remedy:
    'Bind the name to its index on this line too, or give the installer one index that keeps internal names to itself.',
  references: [
    'https://medium.com/@alex.birsan/dependency-confusion-4a5d60fec610',
    'https://pytorch.org/blog/compromised-nightly-dependency/',
    'https://docs.astral.sh/uv/concepts/indexes/#pinning-a-package-to-an-index',
    'https://cwe.mitre.org/data/definitions/427.html',
  ],
}

/** Finds lines that ask the public index for a name which the project has from elsewhere. */
export const dependencyConfusion = defineCheck({
  id,
  meta,
  needs: ['internal'],
  run({ internal }, dependency) {
    if (!couldBeImpostor(dependency, internal)) return null
    const real = internal.names.find(({ name }) => name === dependency.name)
    // A requirement names no index: that its own lock binds it is the answer to it, not a contradiction.
    if (real === undefined || dependency.version === null) return clean
    const leap = leapOf(dependency, real)
    // Projects that are public themselves pin their own releases in their documentation.
    if (real.index === null && leap === null) return clean
    const start = `${nameOf(dependency)} ${whose(real)} elsewhere in this project, and is asked of the public index here`
    return outcomeOf([
      findingOf(id, meta, {
        message: leap === null ? `${start}.` : `${start}, in a version far above ${leap}.`,
        severity: leap === null ? meta.severity : 'critical',
        confidence: leap === null ? 'medium' : 'high',
        evidence: bothPlaces(dependency, real),
      }),
    ])
  },
})

/** The internal version that this one leaps over, or null. */
function leapOf({ version }: Dependency, { version: known }: InternalName): string | null {
  const real = known === null ? null : parseVersion(known)
  if (version?.kind !== 'pep440' || !isLeap(version, real)) return null
  return known ?? 'any that a project reaches'
}
