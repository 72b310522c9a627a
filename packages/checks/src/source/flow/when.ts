import type { Action, ActionKind, CodeFile, PackageCode } from '@cordon/capabilities'
import type { Stage } from '@cordon/model'

/** Runs although nobody called for it: while it is installed, when the interpreter starts, or when it is imported. */
export function isUnasked(stage: Stage): boolean {
  return stage === 'install' || stage === 'start' || stage === 'import'
}

const order: readonly Stage[] = ['install', 'start', 'import', 'entry', 'call']

/** The later of two stages: when both have happened. */
export function later(one: Stage, other: Stage): Stage {
  return order.indexOf(one) > order.indexOf(other) ? one : other
}

/** Smaller is earlier. */
export function rankOf(stage: Stage): number {
  return order.indexOf(stage)
}

const asides: ReadonlySet<CodeFile['role']> = new Set(['test', 'documentation', 'example'])
const known = new WeakMap<CodeFile, readonly Action[]>()

/** The actions of a file that may happen: not those behind a condition that is false, nor what tests and examples do when called. */
export function actionsOf(file: CodeFile): readonly Action[] {
  const before = known.get(file)
  if (before !== undefined) return before
  const isAside = asides.has(file.role)
  const actions = file.actions.filter((action) => action.isReached && !(isAside && !isUnasked(action.stage)))
  known.set(file, actions)
  return actions
}

/** The actions of a package of some kinds, those that may happen. */
export function actionsOfKinds(code: PackageCode, ...kinds: readonly ActionKind[]): readonly Action[] {
  const wanted = new Set(kinds)
  return code.files.flatMap((file) => actionsOf(file).filter((action) => wanted.has(action.kind)))
}
