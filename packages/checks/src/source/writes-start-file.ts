import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { namedBy, names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Files that Python runs at every start',
  domain: 'malicious',
  severity: 'critical',
  why: `Python runs the lines of \`.pth\` files and the modules \`sitecustomize\` and \`usercustomize\` at every start, whatever program it starts for. Installers write such files for editable packages; a package that writes one itself wants to run where nobody imports it.`,
  remedy: `Do not install it. Where it ran, look through the \`.pth\` files of every environment on the machine.`,
  references: ['https://attack.mitre.org/techniques/T1546/018/', 'https://docs.python.org/3/library/site.html'],
  attack: ['T1546.018'],
}

/** Sees files that Python runs at every start. */
export const writesStartFile = defineBehaviour({
  id: 'source/writes-start-file',
  meta,
  see({ code }) {
    const writes = code.files.flatMap(actionsOf).filter(({ kind }) => kind === 'write-file')
    return foremost(
      writes.filter(isStartFile).map((action) => {
        const isRunning = action.texts.some((text) =>
          /\bexec\(|subprocess|os\.system|base64|urllib|requests/.test(text),
        )
        return seenAt(action, {
          does: 'writes a file that Python runs at every start',
          confidence: isUnasked(action.stage) && !action.path.startsWith('.') ? 'high' : isRunning ? 'medium' : 'low',
          isConclusive: isUnasked(action.stage) && isRunning,
          shows: ['python-start'],
        })
      }),
    )
  },
})

function isStartFile(action: Action): boolean {
  if (!names(action, 'python-start')) return false
  const targets = action.target.length > 0 ? action.target : action.texts
  return (
    targets.some((text) => text.length < 300 && /(?:\.pth|(?:site|user)customize\.py)$/i.test(text)) &&
    namedBy(action).kinds.has('python-start')
  )
}
