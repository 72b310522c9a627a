import { PypaError } from './error.ts'
import type { PackageName } from './name.ts'

/** A package URL of type `pypi`: `pkg:pypi/<name>[@<version>][?qualifiers]` (purl-spec). */
export function purlOf(
  _name: PackageName,
  _version: string | null,
  _qualifiers?: Readonly<Record<string, string>>,
): string {
  throw new PypaError('PURL', 'not built yet')
}

export interface Purl {
  readonly type: string
  readonly namespace: string | null
  readonly name: string
  readonly version: string | null
  readonly qualifiers: Readonly<Record<string, string>>
  readonly subpath: string | null
}

/** Reads a package URL; throws `PypaError('PURL')`. */
export function parsePurl(_text: string): Purl {
  throw new PypaError('PURL', 'not built yet')
}
