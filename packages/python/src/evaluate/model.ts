import type { Machine, Site } from './machine.ts'
import type { Arguments, Value } from './value.ts'

/**
 * What a builtin, a method or a library function computes. Null where the result cannot be told: the caller makes it a value that is
 * not known. `self` is the object of a method.
 */
export type Model = (m: Machine, given: Arguments, site: Site, self?: Value) => Value | null

/** Models by name. */
export type Models = ReadonlyMap<string, Model>

export function models(table: Readonly<Record<string, Model>>): Models {
  return new Map(Object.entries(table))
}
