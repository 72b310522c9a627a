import type { CodeFile } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/anti-analysis'

const meta: BehaviourMeta = {
  title: 'Looks whether it is being watched',
  domain: 'malicious',
  severity: 'high',
  why: `Code asks for a debugger, for names of virtual machines, sandboxes or analysis tools, for few processors or little memory, and does something else when it finds them. Software that has nothing to hide runs the same in a virtual machine.`,
  remedy: 'Do not install it: it was written to look harmless to whoever examines it.',
  references: ['https://attack.mitre.org/techniques/T1497/', 'https://attack.mitre.org/techniques/T1622/'],
  attack: ['T1497.001', 'T1622'],
}

const debuggerCheck = /\.(?:IsDebuggerPresent|CheckRemoteDebuggerPresent|NtQueryInformationProcess)$/
const manyNames = 3

/** Debuggers, virtual machines or sandboxes are looked for. */
export const antiAnalysis = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.files.flatMap(signs)
  },
})

function signs(file: CodeFile) {
  const check = file.actions.find(({ path }) => debuggerCheck.test(path))
  if (check !== undefined)
    return [
      seenAt(check, { confidence: isForShow(file) ? 'low' : 'medium', does: 'asks whether a debugger is attached' }),
    ]
  const words = file.traits.find(({ id: trait }) => trait === 'word:anti-analysis')
  const looks = file.actions.find(
    ({ kind }) => kind === 'processes' || kind === 'read-host' || kind === 'read-registry',
  )
  if (words === undefined || looks === undefined) return []
  const isLong = words.evidence.split(' ').length >= manyNames
  return [
    {
      stage: looks.stage,
      confidence: isForShow(file) ? ('low' as const) : isLong ? ('medium' as const) : ('low' as const),
      isConclusive: false,
      at: { path: file.path, line: words.line },
      does: 'looks for virtual machines and tools of analysis',
      evidence: words.evidence,
      trail: [],
    },
  ]
}
