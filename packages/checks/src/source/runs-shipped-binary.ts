import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'A program that comes with the package and starts by itself',
  domain: 'malicious',
  severity: 'high',
  why: `An executable inside a package of Python source says nothing to whoever reads the source. Packages that bring one start it when they are called; one that is started while the package is installed or imported is what the package is for.`,
  remedy: `Do not install it before the program has been looked at by itself.`,
  references: ['https://attack.mitre.org/techniques/T1204/002/', 'https://attack.mitre.org/techniques/T1027/009/'],
  attack: ['T1204.002', 'T1027.009'],
}

/** Sees A program that comes with the package and starts by itself. */
export const runsShippedBinary = defineBehaviour({
  id: 'source/runs-shipped-binary',
  meta,
  see({ code, artifact }) {
    const binaries = artifact.native
      .filter((path) => !/\.(?:so|pyd|dylib)(?:\.|$)/.test(path))
      .map((path) => path.replace(/^.*\//, ''))
    if (binaries.length === 0) return []
    const spawns = code.files.flatMap(actionsOf).filter(({ kind, stage }) => kind === 'spawn' && isUnasked(stage))
    return foremost(
      spawns
        .filter((action) =>
          action.texts.some((text) => binaries.some((name) => name.length > 2 && text.endsWith(name))),
        )
        .map((action) =>
          seenAt(action, {
            does: 'starts a program that comes with it',
            confidence: action.isHidden ? 'high' : 'medium',
          }),
        ),
    )
  },
})
