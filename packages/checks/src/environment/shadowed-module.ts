import { type CheckMeta, defineFileCheck, type Finding, type Severity, type ShadowedModule } from '@cordon/model'
import { findingOf, outcomeOf } from '../finding.ts'
import { pathEvidence } from '../tree-paths.ts'

const id = 'environment/shadowed-module'

const meta: CheckMeta = {
  title: 'Module that takes the place of another',
  domain: 'engineering',
  severity: 'medium',
  why: `An import takes the first module of a name that it finds. Three ways in which that is not the one that people think of:

- a file that no package lists lies beside a module that one does, and is taken first (a package before an extension module before source): the usual way to put code under the name of a package that is trusted;
- two packages list the same file, and the one that was installed later has written over the other;
- a module is called as one of the standard library is, and is taken first as soon as its folder is searched first (\`PYTHONPATH\`, \`python -m\` in that folder, a \`.pth\`).`,
  remedy: 'Remove the file that nobody lists; of two packages that share a module, keep one.',
  references: [
    'https://docs.python.org/3/reference/import.html',
    'https://docs.python.org/3/library/sys.html#sys.stdlib_module_names',
    'https://attack.mitre.org/techniques/T1574/',
  ],
}

const severities: Readonly<Record<ShadowedModule['kind'], Severity>> = { stray: 'high', shared: 'low', standard: 'low' }

/** Finds modules that strays, other distributions or the standard library give under the same name. */
export const shadowedModule = defineFileCheck({
  id,
  meta,
  needs: ['file'],
  run({ file: { environment } }) {
    if (environment?.shadowed === undefined) return null
    const { shadowed, base } = environment
    return outcomeOf(
      shadowed.map((each): Finding => {
        const isUnlisted = each.kind === 'standard' && each.distributions.length === 0
        const severity = isUnlisted ? 'medium' : severities[each.kind]
        return findingOf(id, meta, { message: messageOf(each), severity, evidence: pathEvidence(base, each.paths) })
      }),
    )
  },
})

function messageOf({ module, kind, paths, distributions }: ShadowedModule): string {
  const owners = distributions.slice(0, 5).join(', ')
  if (kind === 'shared')
    return `The module ${module} is listed by ${owners}: the last one installed has written over the rest.`
  if (kind === 'stray') {
    const name = paths[0]?.slice(paths[0].lastIndexOf('/') + 1) ?? ''
    return `${name} belongs to no package, and an import of ${module} takes it before the one of ${owners}.`
  }
  const whose = owners === '' ? 'a file that belongs to no package' : owners
  return `The module ${module} of ${whose} is called as one of the standard library.`
}
