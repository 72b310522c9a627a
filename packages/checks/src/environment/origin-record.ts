import { type CheckMeta, defineCheck, type InstalledFlawCode } from '@cordon/model'
import { clean, findingOf, nameOf, outcomeOf } from '../finding.ts'
import { pathEvidence } from '../tree-paths.ts'

const id = 'environment/origin-record'

const meta: CheckMeta = {
  title: 'Record of an installation that does not hold',
  domain: 'provenance',
  severity: 'low',
  why: `\`direct_url.json\` (PEP 610) says from which URL, repository or folder a package was installed, \`provenance_url.json\` (PEP 710) which file of an index it was. Tools believe them: whoever audits an environment takes the package for what they say.

One that breaks its standard was not written by an installer as it should be: it holds a password, a digest that is none, the wrong fields; or both are there although the one excludes the other.`,
  remedy: 'Install the package anew with a current installer; take credentials out of the URL and change the password.',
  references: ['https://peps.python.org/pep-0610/', 'https://peps.python.org/pep-0710/'],
}

const codes: ReadonlySet<InstalledFlawCode> = new Set(['DIRECT_URL', 'PROVENANCE_URL', 'TWO_ORIGINS'])

/** Finds origin records of installed distributions that break their standard. */
export const originRecord = defineCheck({
  id,
  meta,
  needs: ['file'],
  run({ file: { environment } }, dependency) {
    const { installed } = dependency
    if (environment === undefined || installed === undefined) return null
    const flaws = (installed.flaws ?? []).filter(({ code }) => codes.has(code))
    const [first] = flaws
    if (first === undefined) return clean
    const more = flaws.length > 1 ? `, and ${flaws.length - 1} more` : ''
    return outcomeOf([
      findingOf(id, meta, {
        message: `The record of where ${nameOf(dependency)} came from does not hold: ${first.detail}${more}.`,
        evidence: pathEvidence(environment.base, [...new Set(flaws.map(({ path }) => path))]),
      }),
    ])
  },
})
