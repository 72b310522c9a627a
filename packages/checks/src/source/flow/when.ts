import { type Action, type ActionKind, type CodeFile, isAside, type PackageCode } from '@cordon/capabilities'
import { isUnasked, later } from '@cordon/model'

export { isUnasked, later }

const known = new WeakMap<CodeFile, readonly Action[]>()

/** The actions of a file that may happen: not those behind a condition that is false, nor what tests and examples do when called. */
export function actionsOf(file: CodeFile): readonly Action[] {
  const before = known.get(file)
  if (before !== undefined) return before
  const isShown = isAside(file.role)
  const actions = file.actions.filter((action) => action.isReached && !(isShown && !isUnasked(action.stage)))
  known.set(file, actions)
  return actions
}

/** The actions of a package of some kinds, those that may happen. */
export function actionsOfKinds(code: PackageCode, ...kinds: readonly ActionKind[]): readonly Action[] {
  const wanted = new Set(kinds)
  return code.files.flatMap((file) => actionsOf(file).filter((action) => wanted.has(action.kind)))
}
