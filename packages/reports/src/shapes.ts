/** The parts that `cordon.report/1` and `cordon.inventory/1` share: a contract, fields may be added and never renamed. */
import type { Coverage, Dependency, Location, Skipped } from '@cordon/model'
import { comparePlace, compareText, distinct } from './order.ts'

/** `{ path, line }`, with `cell` in notebooks only. */
export function placeShape(at: Location): object {
  return at.cell === undefined ? { path: at.path, line: at.line } : { path: at.path, line: at.line, cell: at.cell }
}

/** What could not be understood, by place. */
export function skippedShape(skipped: readonly Skipped[]): readonly object[] {
  return [...skipped]
    .sort((a, b) => comparePlace(a.at, b.at) || compareText(a.code, b.code) || compareText(a.text, b.text))
    .map(({ at, code, text, reason }) => ({ at: placeShape(at), code, text, reason }))
}

/** What was looked at and what was not, by path. */
export function coverageShape(coverage: Coverage): object {
  const byPath = (a: { readonly path: string }, b: { readonly path: string }) => compareText(a.path, b.path)
  return {
    read: [...coverage.read].sort(byPath).map(({ path, format, dependencies, skipped }) => {
      return { path, format, dependencies, skipped }
    }),
    failed: [...coverage.failed].sort(byPath).map(({ path, format, code, message }) => {
      return { path, format, code, message }
    }),
    passedOver: [...coverage.passedOver].sort(byPath).map(({ path, reason }) => ({ path, reason })),
    notSelected: coverage.notSelected,
  }
}

/** Names of the parts of the project that ask for a dependency. */
export function groupsOf(dependency: Dependency): readonly string[] {
  return distinct(dependency.scopes.map((scope) => scope.name))
}
