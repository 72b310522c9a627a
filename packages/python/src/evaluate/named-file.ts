import type { Machine } from './machine.ts'
import type { Model } from './model.ts'
import { type ModuleValue, opaque, type Value } from './value.ts'

const deepestPath = 6

/**
 * The module of a file of the package that a value names, or comes from: a path that is known in part still has its last name. All that
 * are named are run now; null when none is.
 */
export function runNamedFiles(m: Machine, value: Value, depth = deepestPath): ModuleValue | null {
  if (value.kind === 'text') return value.value.endsWith('.py') ? (m.links?.run(m, value.value) ?? null) : null
  const parts = value.kind === 'opaque' ? value.from : value.kind === 'choice' ? value.options : []
  let found: ModuleValue | null = null
  if (depth > 0) for (const part of parts) found = runNamedFiles(m, part, depth - 1) ?? found
  return found
}

/** Gives the module of a file that is loaded by its path, for any of its arguments. */
export const moduleOfFile: Model = (m, given) =>
  runNamedFiles(m, opaque('', [...given.positional, ...given.named.values()]))
