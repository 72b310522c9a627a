import type { Action, Command } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { isPowerShell } from './flow/programs.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/hidden-powershell'

const meta: BehaviourMeta = {
  title: 'Starts a hidden or encoded PowerShell',
  domain: 'malicious',
  severity: 'critical',
  why: `PowerShell is started so that its user sees no window, with a script in base64, or with one that fetches another and runs it. No library needs that: a window that must not open is asked for by those who do something that must not be seen, and a script in base64 is one that must not be read.

The encoded script is decoded; what it fetches and runs is shown as evidence.`,
  remedy: 'Do not install it. On a machine where it ran, treat the machine as compromised.',
  references: ['https://attack.mitre.org/techniques/T1059/001/', 'https://attack.mitre.org/techniques/T1564/003/'],
  attack: ['T1059.001', 'T1564.003', 'T1027.010'],
}

/** PowerShell with an encoded script, or hidden, or with a script from the network. */
export const hiddenPowershell = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions.flatMap((action) => {
      const command = action.kind === 'spawn' ? shellOf(action) : undefined
      if (command === undefined) return []
      const isOpen = !isForShow(fileOf(code, action.at.path))
      const fetches = action.commands.some(({ downloads }) => downloads.length > 0)
      const isClear = command.isEncoded || fetches || (command.isHidden && action.layer > 0)
      return seenAt(action, {
        confidence: !isOpen ? 'low' : isClear || actsUnasked(action) ? 'high' : command.isHidden ? 'medium' : 'low',
        isConclusive: isOpen && actsUnasked(action) && isClear,
        does: `starts a ${command.isEncoded ? 'PowerShell with an encoded script' : 'hidden PowerShell'}${fetches ? ' that downloads and runs something' : ''}`,
        evidence: action.commands.find(({ trail }) => trail.length > 0)?.text ?? command.text,
      })
    })
  },
})

/** The telling PowerShell among the commands of a spawn. */
function shellOf(action: Action): Command | undefined {
  return action.commands.find(
    (command) =>
      isPowerShell(command) &&
      (command.isHidden || command.isEncoded || command.downloads.length > 0 || action.isHidden),
  )
}
