import { PypaError } from './error.ts'
import type { Marker } from './marker.ts'
import type { PackageName } from './name.ts'
import type { SpecifierSet } from './specifier.ts'

/** A dependency specifier (PEP 508): `name[extras] >=1 ; marker` or `name[extras] @ url ; marker`. */
export interface Requirement {
  readonly name: PackageName
  /** The name as written. */
  readonly rawName: string
  /** Normalized, in the order written. */
  readonly extras: readonly string[]
  readonly specifier: SpecifierSet
  readonly url: string | null
  readonly marker: Marker | null
}

/** Reads one dependency specifier (PEP 508); throws `PypaError` with the code of the part that is wrong. */
export function parseRequirement(_text: string): Requirement {
  throw new PypaError('REQUIREMENT', 'not built yet')
}
