import { type CheckMeta, defineCheck } from '@cordon/model'
import { clean, findingOf, lineOf, nameOf, outcomeOf } from '../finding.ts'

const id = 'environment/record-escape'

const meta: CheckMeta = {
  title: 'RECORD that lists files beyond the environment',
  domain: 'malicious',
  severity: 'high',
  why: `RECORD says which files belong to a distribution, and whoever uninstalls it removes them. A path that leads out of the environment makes the next \`pip uninstall\` or upgrade remove a file of somebody else, and shows that the package was not put there by an installer that checks its paths.`,
  remedy: 'Do not uninstall or upgrade it with pip before its RECORD was read; make the environment anew without it.',
  references: [
    'https://packaging.python.org/en/latest/specifications/recording-installed-packages/',
    'https://cwe.mitre.org/data/definitions/22.html',
  ],
}

/** Finds paths in RECORD that lead out of the environment. */
export const recordEscape = defineCheck({
  id,
  meta,
  needs: ['file'],
  run(_, dependency) {
    const integrity = dependency.installed?.integrity
    if (integrity === undefined) return null
    const [first] = integrity.outside
    if (first === undefined) return clean
    const message = `RECORD of ${nameOf(dependency)} lists ${integrity.outside.length === 1 ? first : `${integrity.outside.length} files, ${first} first`}, which is not in the environment.`
    return outcomeOf([findingOf(id, meta, { message, evidence: [lineOf(dependency)] })])
  },
})
