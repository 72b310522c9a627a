import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { names, writesTo } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Start files of shells that are changed',
  domain: 'malicious',
  severity: 'high',
  why: `What stands in \`.bashrc\` or \`.profile\` runs whenever its owner opens a shell. Installers of command line programs add a line there when they are asked to; a package that does so while it is installed or imported makes itself, or something worse, part of every session.`,
  remedy: `Do not install it. Where it ran, read the start files of every shell of that user.`,
  references: ['https://attack.mitre.org/techniques/T1546/004/'],
  attack: ['T1546.004'],
}

/** Sees start files of shells that are changed. */
export const shellRcWrite = defineBehaviour({
  id: 'source/shell-rc-write',
  meta,
  see({ code }) {
    return foremost(
      code.files
        .flatMap(actionsOf)
        .filter(isChange)
        .map((action) =>
          seenAt(action, {
            does: 'changes a start file of shells',
            confidence: runsOwn(action) ? 'high' : isUnasked(action.stage) && !isSetting(action) ? 'high' : 'low',
            isConclusive: isUnasked(action.stage) && runsAnything(action),
            shows: ['shell-start'],
          }),
        ),
    )
  },
})

function isChange(action: Action): boolean {
  if (!names(action, 'shell-start')) return false
  if (action.kind === 'write-file') return writesTo(action, 'shell-start')
  return action.kind === 'spawn' && />>|tee -a|sed -i/.test(action.texts.join(' '))
}

const running = /curl|wget|base64|nohup|python|\/dev\/tcp|alias\s+sudo|LD_PRELOAD/i
/** Output thrown away of something that is left running, a hidden file that is run, what is fetched or decoded fed to a shell. */
const hiding =
  /\/dev\/tcp|alias\s+sudo|LD_PRELOAD|(?:curl|wget|base64)[^\n]{1,400}\|\s{0,4}(?:ba|z)?sh\b|>\s{0,2}\/dev\/null[^\n]{0,200}&\s{0,4}(?:disown|$|\n)|(?:nohup|setsid)\s|(?:curl|wget)[^\n]{1,400}chmod\s/i
const setting = /completion|compinit|fpath|\bPATH\b/i

function written({ texts }: Action): string {
  return texts.join(' ').slice(0, longestLine)
}

function runsAnything(action: Action): boolean {
  return running.test(written(action))
}

/** What every later shell runs unseen: nothing that a person would add. */
function runsOwn(action: Action): boolean {
  return hiding.test(written(action))
}

/** Only says where programs and completions are, as installers of tools do. */
function isSetting(action: Action): boolean {
  return setting.test(written(action)) && !runsAnything(action)
}

const longestLine = 8000
