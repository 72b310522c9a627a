import type { Action } from '@cordon/capabilities'
import { isDecoding } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { hiddenDeed } from './flow/hidden-code.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/exec-of-decoded'

const meta: BehaviourMeta = {
  title: 'Runs code that it decodes',
  domain: 'malicious',
  severity: 'critical',
  why: `Code that lies in a package as base64, as compressed or enciphered bytes, and is decoded only to be run, cannot be reviewed by reading it. That is its purpose: of the popular packages that Cordon is measured on, none does it when it is installed or imported.

The decoded text is analysed as well, to any depth that the budget allows: what it does is listed as behaviours of its own.`,
  remedy: 'Do not install it. Read the decoded text that is shown as evidence, and report the package to its index.',
  references: ['https://attack.mitre.org/techniques/T1140/', 'https://attack.mitre.org/techniques/T1027/'],
  attack: ['T1140', 'T1027.010', 'T1059.006'],
}

/** Code that is decoded or deciphered, and run. */
export const execOfDecoded = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions.filter(runsDecoded).map((action) => {
      const isOpen = !isForShow(fileOf(code, action.at.path))
      return seenAt(action, {
        confidence: isOpen ? 'high' : 'low',
        isConclusive: isOpen && (actsUnasked(action) || hiddenDeed(code, action) !== null),
        does: `decodes code (${stepsOf(action)}) and runs it`,
      })
    })
  },
})

function runsDecoded(action: Action): boolean {
  return action.kind === 'run-code' && action.sources.has('decoded') && !action.sources.has('file')
}

function stepsOf({ making }: Action): string {
  const steps = making.filter(isDecoding)
  return steps.length === 0 ? 'at run time' : steps.slice(0, 3).join(', ')
}
