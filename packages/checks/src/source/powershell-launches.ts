import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { fileOf, isForShow } from './flow/files.ts'
import { isPowerShell } from './flow/programs.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Starts a program by way of PowerShell',
  domain: 'malicious',
  severity: 'medium',
  why: `Python starts programs by itself. Where PowerShell is started only to start another program, that one is no child of Python's any more: it goes on when Python ends, can be hidden or raised to an administrator's rights, and is not found by who looks for what Python has started.`,
  remedy: `Find out what is started, and where it came from.`,
  references: ['https://attack.mitre.org/techniques/T1059/001/', 'https://attack.mitre.org/techniques/T1036/009/'],
  attack: ['T1059.001', 'T1036.009'],
}

/** Commands of PowerShell that start something. */
const launches = /\b(?:Start-Process|saps|Invoke-Item|Start-Job|Invoke-WmiMethod|Invoke-CimMethod)\b/i

/** Sees PowerShell being started to start something else. */
export const powershellLaunches = defineBehaviour({
  id: 'source/powershell-launches',
  meta,
  see({ code }) {
    return foremost(
      code.files
        .flatMap(actionsOf)
        .filter(
          ({ kind, commands }) =>
            kind === 'spawn' &&
            commands.some((command) => isPowerShell(command) && launches.test(command.text.slice(0, longestText))),
        )
        .map((action) =>
          seenAt(action, {
            does: 'starts a program by way of PowerShell',
            confidence: isForShow(fileOf(code, action.at.path)) ? 'low' : isUnasked(action.stage) ? 'high' : 'medium',
          }),
        ),
    )
  },
})

const longestText = 4000
