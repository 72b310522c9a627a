import { defang, type PackageCode } from '@cordon/capabilities'
import type { ArtifactFacts } from '@cordon/model'
import type { Seen } from '../behaviour.ts'
import { actionsOf } from './when.ts'

/** Something that is said of a package as a whole: never more than a hint. */
export function wholeSighting(path: string, does: string, evidence: string): Seen {
  return {
    stage: 'import',
    confidence: 'low',
    isConclusive: false,
    at: { path, line: 1 },
    does,
    evidence: defang(evidence),
    trail: [],
  }
}

/** Python, the build script included, of a package of which one can say at a glance that it does nothing. */
const glance = { wheel: 700, sdist: 2500, directory: 2500, installed: 700, archive: 2500 } as const
const fewMembers = 40

/** So little of everything that there is nothing to look for. */
export function isNextToNothing({ kind, pythonBytes, members }: ArtifactFacts): boolean {
  return pythonBytes <= glance[kind] && members <= fewMembers
}

/** No code of the package, its installation aside, does anything that is of interest here. */
export function doesNothing(code: PackageCode): boolean {
  return (
    code.unanalysed.length === 0 &&
    code.files.every((file) => actionsOf(file).every(({ kind }) => kind === 'read-file'))
  )
}
