import { defang, type PackageCode } from '@cordon/capabilities'
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

/** No code of the package, its installation aside, does anything that is of interest here. */
export function doesNothing(code: PackageCode): boolean {
  return (
    code.unanalysed.length === 0 &&
    code.files.every((file) => actionsOf(file).every(({ kind }) => kind === 'read-file'))
  )
}
