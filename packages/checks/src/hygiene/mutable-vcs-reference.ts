import { type CheckMeta, type Dependency, defineCheck } from '@cordon/model'
import { clean, findingOf, lineOf, outcomeOf } from '../finding.ts'
import { lockedEntries } from '../governing.ts'
import { withoutCredentials } from '../url.ts'

const id = 'hygiene/mutable-vcs-reference'

const meta: CheckMeta = {
  title: 'Repository reference that can move',
  domain: 'engineering',
  severity: 'medium',
  why: `A branch moves with every push and a tag can be moved by whoever may push to the repository. What was reviewed and what is installed later are then two different things, and nothing in the project shows the change. In March 2025 the tags of a widely used CI action were moved to malicious code; everyone who referred to it by tag ran that code in the next build.

Only the whole commit id (40 or 64 hex digits) names one content. A shortened id can be matched by a second commit. A manifest may name a branch where the lock file beside it records the commit.`,
  remedy:
    'Write the whole commit id after `@`, or lock it: a lock file records the commit that a branch or tag stood for.',
  references: [
    'https://pip.pypa.io/en/stable/topics/vcs-support/',
    'https://packaging.python.org/en/latest/specifications/direct-url/',
    'https://nvd.nist.gov/vuln/detail/CVE-2025-30066',
  ],
}

/** Finds repository references that do not fix a commit. */
export const mutableVcsReference = defineCheck({
  id,
  meta,
  needs: ['file', 'project'],
  run({ file, project }, dependency) {
    const { origin } = dependency
    if (origin.kind !== 'git' || dependency.own) return null
    if (origin.commit !== null || isFixedRevision(origin.vcs, origin.ref)) return clean
    const locked = lockedEntries(dependency, file, project)
    if (locked.some((entry) => entry.origin.kind === 'git' && entry.origin.commit !== null)) return clean
    return outcomeOf([
      findingOf(id, meta, { message: messageOf(dependency, origin.url, origin.ref), evidence: [lineOf(dependency)] }),
    ])
  },
})

/** Subversion and Bazaar number their revisions on the server; nobody can push another content under a number. */
function isFixedRevision(vcs: 'git' | 'hg' | 'svn' | 'bzr', ref: string | null): boolean {
  return (vcs === 'svn' || vcs === 'bzr') && ref !== null && /^\d+$/.test(ref)
}

function messageOf(dependency: Dependency, url: string, ref: string | null): string {
  const from = withoutCredentials(url)
  if (ref === null) return `${dependency.name} follows the default branch of ${from}.`
  return /^[0-9a-f]{7,39}$/.test(ref)
    ? `${dependency.name} names ${from} by the shortened commit id ${ref}, which is not unique.`
    : `${dependency.name} names ${from} by ${ref}, a branch or tag that can move.`
}
