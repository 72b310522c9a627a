import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { fetchAndRun } from './flow/programs.ts'
import { evidenceOf, seenAt } from './flow/seen.ts'

const id = 'source/download-and-run'

const meta: BehaviourMeta = {
  title: 'Downloads a program and starts it',
  domain: 'malicious',
  severity: 'critical',
  why: `A file is fetched, written, and started, or a shell is told to do all three. What runs is not part of the package: it has no hash that anybody pinned, and it can differ from one caller to the next. Packages that fetch a prebuilt part of themselves put it beside their code and load it later; they do not start it while they are installed or imported.`,
  remedy: 'Do not install it. On a machine where it ran, treat the machine as compromised.',
  references: ['https://attack.mitre.org/techniques/T1105/', 'https://attack.mitre.org/techniques/T1204/002/'],
  attack: ['T1105', 'T1059'],
}

/** A file or script is fetched and started. */
export const downloadAndRun = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions.flatMap((action) => {
      const shown = action.kind === 'spawn' ? evidenceOfRun(action) : null
      if (shown === null) return []
      const isOpen = !isForShow(fileOf(code, action.at.path))
      return seenAt(action, {
        confidence: isOpen ? (actsUnasked(action) || isProgram(action, shown) ? 'high' : 'medium') : 'low',
        isConclusive: isOpen && actsUnasked(action),
        does: 'downloads a program and starts it',
        evidence: shown,
      })
    })
  },
})

function evidenceOfRun(action: Action): string | null {
  const command = fetchAndRun(action)
  if (command !== null) return command.text
  if (!action.sources.has('downloaded-file')) return null
  return [evidenceOf(action), ...action.origins].join(' ')
}

const programName = /\.(?:exe|bat|cmd|ps1|vbs|scr|msi|sh|hta|jse?|pyw?)\b/i

/** What is started is named as a program or script of the system, or is fed to a shell. */
function isProgram({ kind, texts, target }: Action, shown: string): boolean {
  return (
    kind === 'spawn' &&
    ([...texts, ...target].some((text) => programName.test(text.slice(0, longestName))) ||
      /\|\s{0,4}(?:ba|z)?sh\b/.test(shown.slice(0, longestName)))
  )
}

const longestName = 2000
