import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { fileOf } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/start-file-executes'

const meta: BehaviourMeta = {
  title: 'Acts at every start of Python',
  domain: 'malicious',
  severity: 'critical',
  why: `A \`.pth\` or \`.start\` file, \`sitecustomize\` or \`usercustomize\` runs whenever Python starts, in every program of the environment, whether or not the package is ever imported. Tools use it to add a folder or an import hook. Starting a process, reaching the network or running decoded code from there is how a package stays without being used.`,
  remedy: 'Do not install it. Remove the file from environments where it was installed.',
  references: ['https://attack.mitre.org/techniques/T1546/018/', 'https://peps.python.org/pep-0829/'],
  attack: ['T1546.018'],
}

const acting: ReadonlySet<Action['kind']> = new Set([
  'spawn',
  'fetch',
  'send',
  'connect',
  'resolve',
  'run-code',
  'decode',
  'decrypt',
  'unpickle',
  'write-file',
  'native',
  'install-package',
])
const conclusive: ReadonlySet<Action['kind']> = new Set(['spawn', 'fetch', 'send'])

/** A process, a connection or decoded code at every start of Python. */
export const startFileExecutes = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter((action) => action.stage === 'start' && action.isReached && acting.has(action.kind))
      .map((action) => {
        const isOwn = fileOf(code, action.at.path)?.role === 'start'
        const isClear = conclusive.has(action.kind) || (action.kind === 'run-code' && action.sources.has('decoded'))
        return seenAt(action, {
          // What the package itself does when it is imported at a start is told by its own behaviours, with that stage.
          confidence:
            isClear && (isOwn || action.layer > 0) ? 'high' : action.sources.has('decoded') ? 'medium' : 'low',
          isConclusive: isClear && (isOwn || action.layer > 0),
          does: `calls ${action.path} at every start of Python`,
        })
      })
  },
})
