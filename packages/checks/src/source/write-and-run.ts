import type { Action, PackageCode } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { isBuildOnly } from './flow/programs.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/write-and-run'

const meta: BehaviourMeta = {
  title: 'Writes a script or program and starts it',
  domain: 'malicious',
  severity: 'high',
  why: `Code writes a file out of texts or bytes that it carries, and starts it. The file exists only on the machine where the package runs, so nobody who reads the package as it was published sees a script or a program in it. Tests of compilers do the same with a compiler; those are left out.`,
  remedy: 'Read the text that is written before anything of this package is run.',
  references: ['https://attack.mitre.org/techniques/T1059/', 'https://attack.mitre.org/techniques/T1027/009/'],
  attack: ['T1059', 'T1027.009'],
}

/** A file that the package writes itself is started. */
export const writeAndRun = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter((action) => action.kind === 'spawn' && action.sources.has('dropped-file') && !isBuildOnly(action))
      .map((action) => {
        const isOpen = !isForShow(fileOf(code, action.at.path))
        const isDecoded = writesDecoded(code, action)
        const isClear = actsUnasked(action) && (isDecoded || action.isHidden)
        return seenAt(action, {
          confidence: !isOpen ? 'low' : isClear ? 'high' : actsUnasked(action) ? 'medium' : 'low',
          isConclusive: isOpen && actsUnasked(action) && isDecoded,
          does: isDecoded ? 'decodes a file, writes it and starts it' : 'writes a file and starts it',
        })
      })
  },
})

/** What is written in the same file, at a stage that is not later, was decoded from what the package holds. */
function writesDecoded(code: PackageCode, spawn: Action): boolean {
  return (fileOf(code, spawn.at.path)?.actions ?? []).some(
    ({ kind, sources, stage }) =>
      kind === 'write-file' &&
      stage === spawn.stage &&
      sources.has('decoded') &&
      !sources.has('network') &&
      !sources.has('file'),
  )
}
