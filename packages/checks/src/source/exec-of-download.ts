import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/exec-of-download'

const meta: BehaviourMeta = {
  title: 'Runs code that it fetches',
  domain: 'malicious',
  severity: 'critical',
  why: `Code that is fetched and run on the spot is not part of what was published, reviewed or hashed: whoever controls the address decides, on any day and for any caller, what runs. It is the usual second half of a package that looks harmless by itself.`,
  remedy: 'Do not install it. If your own code does this, put the code into a package with a version and a hash.',
  references: ['https://attack.mitre.org/techniques/T1105/', 'https://cwe.mitre.org/data/definitions/494.html'],
  attack: ['T1105', 'T1059.006'],
}

/** What a network gives is run as code. */
export const execOfDownload = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter(({ kind, sources }) => kind === 'run-code' && (sources.has('network') || sources.has('downloaded-file')))
      .map((action) => {
        const isOpen = !isForShow(fileOf(code, action.at.path))
        return seenAt(action, {
          confidence: isOpen ? 'high' : 'low',
          isConclusive: isOpen && actsUnasked(action),
          does: 'fetches code and runs it',
          evidence: `${action.path}(${[...action.origins, ...action.texts].slice(0, 3).join(', ')})`,
        })
      })
  },
})
