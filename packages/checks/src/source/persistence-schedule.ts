import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Code that schedules itself',
  domain: 'malicious',
  severity: 'critical',
  why: `A task of the scheduler or a line of the crontab runs again and again, long after the package is gone. Programs that need one are set up by a command that says so; no package needs one to be installed or imported.`,
  remedy: `Do not install it. Where it ran, look through the scheduled tasks of the machine before you remove the package.`,
  references: ['https://attack.mitre.org/techniques/T1053/'],
  attack: ['T1053'],
}

/** Sees code that schedules itself. */
export const persistenceSchedule = defineBehaviour({
  id: 'source/persistence-schedule',
  meta,
  see({ code }) {
    return foremost(
      code.files
        .flatMap(actionsOf)
        .filter(isScheduling)
        .map((action) =>
          seenAt(action, {
            does: 'schedules a task of the system',
            confidence: isUnasked(action.stage) ? 'high' : 'low',
            isConclusive: isUnasked(action.stage),
            shows: ['schedule'],
          }),
        ),
    )
  },
})

function isScheduling(action: Action): boolean {
  if (action.kind === 'write-file')
    return names(action, 'schedule') && action.target.concat(action.texts).some((text) => /cron|\/etc\/at/.test(text))
  if (action.kind !== 'spawn') return false
  const text = action.texts.join(' ')
  if (/schtasks(?:\.exe)?\b.{0,200}\/create/i.test(text) || /(?:register|new)-scheduledtask/i.test(text)) return true
  return action.commands.some(
    ({ program, words, isFed }) => program === 'crontab' && (isFed || (words.length > 1 && !words.includes('-l'))),
  )
}
