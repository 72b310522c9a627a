import { type CheckMeta, defineFileCheck } from '@cordon/model'
import { clean, findingOf, outcomeOf } from '../finding.ts'
import { pathEvidence, summed } from '../tree-paths.ts'

const id = 'environment/stray-file'

const meta: CheckMeta = {
  title: 'File in an environment that belongs to no package',
  domain: 'engineering',
  severity: 'medium',
  why: `Everything that an installer puts below \`site-packages\` is listed in a RECORD or owned by the operating system. What is in neither was put there by hand, was left by a package that is gone, or was dropped by code that ran once: an import finds it as it finds any installed module, and no inventory, no advisory and no uninstall knows of it.

Folders that hold nothing else are named once. Bytecode of listed modules is left out.`,
  remedy: 'Find out what put it there; make the environment anew from its lock, or remove the file.',
  references: [
    'https://packaging.python.org/en/latest/specifications/recording-installed-packages/',
    'https://attack.mitre.org/techniques/T1574/',
  ],
}

/** Finds files below the library folders that no RECORD lists and no other package owns. */
export const strayFile = defineFileCheck({
  id,
  meta,
  needs: ['file'],
  run({ file: { environment } }) {
    if (environment?.strays === undefined) return null
    const { strays, base } = environment
    if (strays.length === 0) return clean
    const verb = strays.length === 1 ? 'belongs' : 'belong'
    const message = `${summed(strays, 'place')} ${verb} to no package that is installed.`
    return outcomeOf([findingOf(id, meta, { message, evidence: pathEvidence(base, strays) })])
  },
})
