import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/import-hook'

const meta: BehaviourMeta = {
  title: 'Changes how Python imports or what its functions do',
  domain: 'malicious',
  severity: 'low',
  why: `Code puts itself between a program and its imports, replaces a builtin function, or has itself called at every line. It then sees and can change what other packages do. Tools for tests, coverage and compatibility do it; it counts for little by itself, and for much beside something that is hidden.`,
  remedy: 'Know why the package needs it.',
  references: ['https://attack.mitre.org/techniques/T1546/', 'https://attack.mitre.org/techniques/T1574/'],
  attack: ['T1546', 'T1574'],
}

/** An import hook, a replaced builtin or a trace function is set. */
export const importHook = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter(({ kind }) => kind === 'hook')
      .map((action) =>
        seenAt(action, {
          confidence:
            actsUnasked(action) && action.layer > 0 && !isForShow(fileOf(code, action.at.path)) ? 'medium' : 'low',
          does: `sets ${action.path}`,
          evidence: action.path,
        }),
      )
  },
})
