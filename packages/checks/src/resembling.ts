import type { Dependency, Evidence, InternalFacts, InternalName, Resemblance } from '@cordon/model'
import { isFromPublicIndex } from '@cordon/names'
import { lineAt, lineOf } from './finding.ts'
import { withoutCredentials } from './url.ts'

/** True for what may pass for an internal name: asked of the public index, in a project that has internal names. */
export function couldBeImpostor(dependency: Dependency, { names }: InternalFacts): boolean {
  return names.length > 0 && !dependency.own && !dependency.constraint && isFromPublicIndex(dependency)
}

export interface Resembling<K extends Resemblance['kind']> {
  readonly internal: InternalName
  readonly how: Extract<Resemblance, { readonly kind: K }>
}

/** The first internal name that a dependency resembles in one of these ways. */
export function resembling<K extends Resemblance['kind']>(
  { resembled }: InternalFacts,
  kinds: readonly K[],
): Resembling<K> | null {
  for (const { internal, how } of resembled) if (isOneOf(how, kinds)) return { internal, how }
  return null
}

function isOneOf<K extends Resemblance['kind']>(
  how: Resemblance,
  kinds: readonly K[],
): how is Extract<Resemblance, { readonly kind: K }> {
  return (kinds as readonly string[]).includes(how.kind)
}

/** Where an internal name is known from, in words. */
export function whose({ index }: InternalName): string {
  return index === null ? 'is a member of this project' : `comes from ${withoutCredentials(index)}`
}

/** The line that asks for the name, and the one that the internal name is known from. */
export function bothPlaces(dependency: Dependency, { name, at }: InternalName): readonly [Evidence, ...Evidence[]] {
  return [lineOf(dependency), lineAt(at, name)]
}
