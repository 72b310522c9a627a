import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/hidden-by-whitespace'

const meta: BehaviourMeta = {
  title: 'Code out of sight behind blanks',
  domain: 'malicious',
  severity: 'critical',
  why: `More than a hundred blanks stand before a piece of code, so that it lies outside of the window of an editor or a page that shows the file. It runs like any other. No formatter leaves such a line, and of the popular packages that Cordon is measured on none has one that starts, fetches, decodes or runs anything.`,
  remedy: 'Do not install it. Report it to its index.',
  references: ['https://attack.mitre.org/techniques/T1027/', 'https://attack.mitre.org/techniques/T1564/'],
  attack: ['T1027', 'T1564'],
}

const acting: ReadonlySet<Action['kind']> = new Set([
  'run-code',
  'spawn',
  'fetch',
  'send',
  'connect',
  'import-dynamic',
  'decode',
  'decrypt',
  'write-file',
  'native',
  'unpickle',
  'install-package',
])

/** Code behind a long run of blanks does something. */
export const hiddenByWhitespace = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.files.flatMap((file) =>
      file.traits.flatMap(({ id: trait, line, evidence }) => {
        if (trait !== 'gap') return []
        const action = file.actions.find(({ at, kind }) => at.line === line && acting.has(kind))
        if (action === undefined) return []
        return seenAt(action, {
          confidence: 'high',
          isConclusive: actsUnasked(action),
          does: `has code behind ${evidence.replace(' before code', '')} that calls ${action.path}`,
        })
      }),
    )
  },
})
