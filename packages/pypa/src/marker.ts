import { PypaError } from './error.ts'

/** The variables of PEP 508, plus `extras` and `dependency_groups` of PEP 751. */
export const markerVariables = [
  'os_name',
  'sys_platform',
  'platform_machine',
  'platform_python_implementation',
  'platform_release',
  'platform_system',
  'platform_version',
  'python_version',
  'python_full_version',
  'implementation_name',
  'implementation_version',
  'extra',
  'extras',
  'dependency_groups',
] as const
export type MarkerVariable = (typeof markerVariables)[number]

/** What is known of the environment; a variable that is absent is not known. */
export interface MarkerEnvironment {
  readonly variables: Partial<Readonly<Record<MarkerVariable, string>>>
  /** The extras that are asked for, normalized; absent when not known. */
  readonly extras?: ReadonlySet<string>
  /** The dependency groups that are asked for, normalized; absent when not known. */
  readonly groups?: ReadonlySet<string>
}

export type MarkerExpression =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly MarkerExpression[] }
  | {
      readonly kind: 'compare'
      readonly left: MarkerOperand
      readonly operator: string
      readonly right: MarkerOperand
    }

export type MarkerOperand =
  | { readonly kind: 'variable'; readonly name: MarkerVariable }
  | { readonly kind: 'text'; readonly value: string }

/** An environment marker (PEP 508), read. */
export interface Marker {
  readonly raw: string
  readonly expression: MarkerExpression
}

/** Reads a marker such as `python_version < "3.11" and os_name == "nt"`; throws `PypaError('MARKER')`. */
export function parseMarker(_text: string): Marker {
  throw new PypaError('MARKER', 'not built yet')
}

/** True or false where the environment decides, null where it depends on something that is not known. */
export function evaluateMarker(_marker: Marker, _environment: MarkerEnvironment): boolean | null {
  throw new PypaError('MARKER', 'not built yet')
}
