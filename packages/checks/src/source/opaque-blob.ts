import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isForShow } from './flow/files.ts'

const id = 'source/opaque-blob'

const meta: BehaviourMeta = {
  title: 'Carries a long encoded text beside code that runs or decodes',
  domain: 'malicious',
  severity: 'medium',
  why: `A literal of thousands of encoded characters lies in a build script, or in a module that also runs code from texts. Modules carry pictures, tables and certificates that way and only read them; a build script has nothing to carry, and a blob beside \`exec\` is a program more often than a picture.`,
  remedy: 'Find out what the text decodes to before the package is installed.',
  references: ['https://attack.mitre.org/techniques/T1027/009/', 'https://attack.mitre.org/techniques/T1140/'],
  attack: ['T1027.009', 'T1140'],
}

const running: ReadonlySet<Action['kind']> = new Set(['run-code', 'decrypt', 'unpickle', 'native'])

/** A long encoded literal in a build script, or in a file that runs or deciphers something. */
export const opaqueBlob = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.files.flatMap((file) => {
      const blob = file.traits.find(({ id: trait }) => trait === 'long-blob' || trait === 'blob')
      if (blob === undefined) return []
      const isSetup = file.stage === 'install' || file.stage === 'start'
      const runs = file.actions.some(({ kind }) => running.has(kind))
      if (!isSetup && !runs) return []
      return {
        stage: file.stage,
        confidence: isForShow(file)
          ? 'low'
          : isSetup && (runs || blob.id === 'long-blob')
            ? 'high'
            : isSetup
              ? 'medium'
              : 'low',
        isConclusive: false,
        at: { path: file.path, line: blob.line },
        does: isSetup
          ? 'carries a long encoded text in code that runs when installed'
          : 'carries a long encoded text beside code that runs texts',
        evidence: blob.evidence,
        trail: [],
      }
    })
  },
})
