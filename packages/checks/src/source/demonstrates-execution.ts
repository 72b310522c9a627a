import type { Command } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { fileOf, isForShow } from './flow/files.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Starts a program that proves that it can start any',
  domain: 'malicious',
  severity: 'high',
  why: `The pocket calculator of the system is what those start who want to show that their code runs on a machine that is not theirs. A library has no other use for it. What starts a calculator in this release starts something else in the next one.`,
  remedy: `Do not install it. Look at who published it, and at what else is theirs.`,
  references: ['https://attack.mitre.org/techniques/T1204/002/', 'https://attack.mitre.org/techniques/T1059/'],
  attack: ['T1204.002', 'T1059'],
}

const calculators = /^(?:calc|calculator|gnome-calculator|kcalc|xcalc|galculator|mate-calc)(?:\.exe|\.app)?$/i

/** Sees the system's calculator being started. */
export const demonstratesExecution = defineBehaviour({
  id: 'source/demonstrates-execution',
  meta,
  see({ code }) {
    return foremost(
      code.files
        .flatMap(actionsOf)
        .filter(({ kind, commands }) => kind === 'spawn' && commands.some(startsCalculator))
        .map((action) =>
          seenAt(action, {
            does: 'starts the calculator of the system to show that it can',
            confidence: isForShow(fileOf(code, action.at.path)) ? 'low' : isUnasked(action.stage) ? 'high' : 'medium',
          }),
        ),
    )
  },
})

/** By its own name, or as what a launcher of the system is handed. */
function startsCalculator({ program, words }: Command): boolean {
  if (calculators.test(program)) return true
  return /^(?:open|start|cmd|explorer|xdg-open)$/.test(program) && words.slice(0, mostWords).some(isCalculator)
}

const mostWords = 12

function isCalculator(word: string): boolean {
  return calculators.test(word.slice(word.search(/[^\\/]*$/)))
}
