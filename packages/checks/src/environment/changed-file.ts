import { type CheckMeta, defineCheck, type Outcome, type Owner } from '@cordon/model'
import { findingOf, nameOf, outcomeOf } from '../finding.ts'
import { pathEvidence, summed } from '../tree-paths.ts'

const id = 'environment/changed-file'

const meta: CheckMeta = {
  title: 'Installed file that is not what was installed',
  domain: 'malicious',
  severity: 'high',
  why: `An installer writes down the digest of every file that it puts into an environment (RECORD). A file that has another digest was changed after that: by hand, by a tool that patches packages, or by somebody who wants code to run where nobody looks. Neither pip nor uv ever looks at these digests again.

With \`--verify\`, every file that RECORD lists is read and compared. What dpkg, apk, rpm or conda owns is compared with the digests that these have written down. Bytecode, which interpreters write again and again, is left out.`,
  remedy:
    'Look at what changed, and install the package anew: `pip install --force-reinstall --no-deps name==version`.',
  references: [
    'https://packaging.python.org/en/latest/specifications/recording-installed-packages/',
    'https://attack.mitre.org/techniques/T1554/',
  ],
}

/** Finds files of a distribution whose digest or size is not that of its RECORD. What cannot be compared is unknown. */
export const changedFile = defineCheck({
  id,
  meta,
  needs: ['file'],
  run({ file }, dependency): Outcome | null {
    const { environment } = file
    const { installed } = dependency
    if (environment?.strays === undefined || installed === undefined || dependency.editable) return null
    const { integrity } = installed
    if (integrity === undefined) return withoutList(nameOf(dependency), installed.owner)
    const findings =
      integrity.changed.length === 0
        ? []
        : [
            findingOf(id, meta, {
              message: `${summed(integrity.changed, 'file')} of ${nameOf(dependency)} ${integrity.changed.length === 1 ? 'is' : 'are'} not what was installed.`,
              evidence: pathEvidence(environment.base, integrity.changed),
            }),
          ]
    const { length } = integrity.unchecked
    if (length === 0) return outcomeOf(findings)
    const detail = `${summed(integrity.unchecked, 'file')} of ${nameOf(dependency)} cannot be compared: no digest that proves anything, or a link that leads elsewhere`
    return { kind: 'unknown', code: 'NOT_VERIFIED', detail, findings }
  },
})

function withoutList(name: string, owner: Owner | null): Outcome {
  const what = owner === null ? 'no RECORD' : `no RECORD, and ${owner.name} no list of digests`
  return { kind: 'unknown', code: 'NOT_VERIFIED', detail: `${name} has ${what}, so nothing tells what was installed` }
}
