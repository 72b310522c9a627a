import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/package-install-from-code'

const meta: BehaviourMeta = {
  title: 'Installs packages from within its code',
  domain: 'engineering',
  severity: 'medium',
  why: `Code starts pip and installs packages that no metadata names. They are in no lock file, nobody pinned or reviewed them, and they come from whatever index the code names. Packages that need another one declare it; those that fetch what they steal with do it like this.`,
  remedy: 'Declare what is needed as a dependency, and pin it.',
  references: ['https://attack.mitre.org/techniques/T1072/', 'https://attack.mitre.org/techniques/T1195/001/'],
  attack: ['T1195.001', 'T1072'],
}

/** A package manager is started, or called, by code of the package. */
export const packageInstallFromCode = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions.filter(installs).map((action) => {
      const isOpen = !isForShow(fileOf(code, action.at.path))
      return seenAt(action, {
        confidence: isOpen && actsUnasked(action) ? (action.isHidden || action.layer > 0 ? 'high' : 'medium') : 'low',
        does: 'installs packages that no metadata names',
      })
    })
  },
})

function installs({ kind, commands, texts }: Action): boolean {
  if (kind === 'install-package') return texts.includes('install')
  return kind === 'spawn' && commands.some((command) => command.installs.length > 0)
}
