import { type CheckMeta, defineCheck } from '@cordon/model'
import { clean, findingOf, nameOf, outcomeOf } from '../finding.ts'
import { pathEvidence, summed } from '../tree-paths.ts'

const id = 'environment/missing-file'

const meta: CheckMeta = {
  title: 'Installed file that is gone',
  domain: 'engineering',
  severity: 'low',
  why: `RECORD lists a file that is not there any more. Images are made smaller that way; but a file that is gone may also be a check that somebody took out, and an import of it may now find another module of that name.

Bytecode is left out.`,
  remedy: 'Install the package anew, or say in an exception that files are taken out on purpose.',
  references: ['https://packaging.python.org/en/latest/specifications/recording-installed-packages/'],
}

/** Finds files that RECORD lists and that are not there. */
export const missingFile = defineCheck({
  id,
  meta,
  needs: ['file'],
  run({ file }, dependency) {
    const { environment } = file
    const integrity = dependency.installed?.integrity
    if (environment === undefined || integrity === undefined) return null
    if (integrity.missing.length === 0) return clean
    return outcomeOf([
      findingOf(id, meta, {
        message: `${summed(integrity.missing, 'file')} of ${nameOf(dependency)} ${integrity.missing.length === 1 ? 'is' : 'are'} not there any more.`,
        evidence: pathEvidence(environment.base, integrity.missing),
      }),
    ])
  },
})
