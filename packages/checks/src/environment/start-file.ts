import { type CheckMeta, defineFileCheck, type Finding, type StartFile } from '@cordon/model'
import { findingOf, outcomeOf } from '../finding.ts'
import { pathEvidence } from '../tree-paths.ts'

const id = 'environment/start-file'

const meta: CheckMeta = {
  title: 'Code at every start that belongs to no package',
  domain: 'malicious',
  severity: 'high',
  why: `Lines of a \`.pth\` file that begin with \`import\`, \`sitecustomize\` and \`usercustomize\` run whenever the interpreter starts, before the program it was started for and without being imported by anybody. Malware uses them to stay in an environment after the package that brought them is gone.

A few packages need them (setuptools, coverage, editable installs) and list them in their RECORD. One that no package lists is reported; one that only adds folders to what is searched is of low severity.`,
  remedy: 'Read it. Remove it where nobody knows what it is for, and look for what put it there.',
  references: ['https://docs.python.org/3/library/site.html', 'https://attack.mitre.org/techniques/T1546/018/'],
}

/** Finds `.pth` files, `sitecustomize` and `usercustomize` that no distribution lists. */
export const startFile = defineFileCheck({
  id,
  meta,
  needs: ['file'],
  run({ file: { environment } }) {
    if (environment === undefined) return null
    const { base, manager } = environment
    const findings = environment.startFiles
      .filter(({ distribution }) => distribution === null)
      .map((file): Finding => {
        const isUsual = isOfVirtualenv(file, manager)
        const what = file.runs ? 'runs code at every start' : 'adds to the folders that are searched'
        return findingOf(id, meta, {
          message: `${file.path.slice(file.path.lastIndexOf('/') + 1)} ${what}, and no package that is installed lists it${isUsual ? '; virtualenv and uv write one of that name' : ''}.`,
          severity: file.runs && !isUsual ? meta.severity : 'low',
          confidence: isUsual ? 'low' : 'high',
          evidence: pathEvidence(base, [file.path]),
        })
      })
    return outcomeOf(findings)
  },
})

/** virtualenv and uv put theirs into every environment that they make, and list it nowhere. */
function isOfVirtualenv({ path }: StartFile, manager: string | null): boolean {
  return path.endsWith('/_virtualenv.pth') && manager !== null && manager !== 'pipx'
}
