import type { CodeFile } from '@cordon/capabilities'
import type { Confidence } from '@cordon/model'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isForShow } from './flow/files.ts'

const id = 'source/obfuscated-source'

const meta: BehaviourMeta = {
  title: 'Source that was made unreadable',
  domain: 'malicious',
  severity: 'high',
  why: `The source was put through a tool that hides what it does: it is enciphered and unpacked by a runtime, spelt in arithmetic, or has names that no keyboard writes. Published Python is meant to be read. Some vendors protect their code in this way; then nobody but they know what it does, and that is worth knowing too.`,
  remedy: 'Do not install source that cannot be read from somebody whom you have no contract with.',
  references: ['https://attack.mitre.org/techniques/T1027/', 'https://attack.mitre.org/techniques/T1027/002/'],
  attack: ['T1027', 'T1027.002'],
}

interface Sign {
  readonly confidence: Confidence
  readonly line: number
  readonly evidence: string
  readonly does: string
}

const runtime = /(?:^|\.)(?:pyarmor|__pyarmor__|pytransform|pyarmor_runtime\w*|sourcedefender|pyconcrete|pyfreeze)\b/
const minimumReflected = 6

/** A file that a tool made unreadable. */
export const obfuscatedSource = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.files.flatMap((file) => {
      const sign = signOf(file)
      if (sign === null) return []
      return {
        stage: file.stage,
        confidence: isForShow(file) ? 'low' : sign.confidence,
        isConclusive: false,
        at: { path: file.path, line: sign.line },
        does: sign.does,
        evidence: sign.evidence,
        trail: [],
      }
    })
  },
})

function signOf(file: CodeFile): Sign | null {
  const protector = file.actions.find(({ path }) => runtime.test(path))
  if (protector !== undefined)
    return {
      confidence: 'high',
      line: protector.at.line,
      evidence: protector.path,
      does: 'is enciphered and unpacked by a protector',
    }
  const reflected = file.actions.filter(({ naming }) => naming === 'reflected')
  if (reflected.length >= minimumReflected)
    return {
      confidence: 'high',
      line: reflected[0]?.at.line ?? 0,
      evidence: `${reflected.length} calls that do not name what they call`,
      does: 'hides the names of what it calls',
    }
  for (const { id: trait, line, evidence } of file.traits) {
    if (trait === 'odd-encoding')
      return { confidence: 'medium', line, evidence, does: 'is written in an encoding that hides it' }
    if (trait === 'arithmetic' && file.actions.length > 0)
      return { confidence: 'medium', line, evidence, does: 'spells its texts in arithmetic' }
    if (trait === 'wide-names' && file.actions.some(({ kind, naming }) => kind === 'run-code' || naming !== 'plain'))
      return { confidence: 'medium', line, evidence, does: 'has names that hide what they are' }
  }
  return null
}
