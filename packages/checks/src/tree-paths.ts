import { type Evidence, shownPath } from '@cordon/model'

const mostShown = 20

/** Files of a tree as evidence, the first few. */
export function pathEvidence(base: string, paths: readonly string[]): readonly [Evidence, ...Evidence[]] {
  const [first, ...rest] = paths.slice(0, mostShown).map((path): Evidence => {
    return { kind: 'line', path: shownPath(base, path), line: 0, text: short(path) }
  })
  return [first ?? { kind: 'line', path: base, line: 0, text: '' }, ...rest]
}

/** `pkg/a.py`, or `3 files (pkg/a.py, pkg/b.py, …)`: the first few by name. */
export function summed(paths: readonly string[], noun: string): string {
  const [only] = paths
  if (only !== undefined && paths.length === 1) return short(only)
  const shown = paths.slice(0, 3).map(short).join(', ')
  return `${paths.length} ${noun}s (${shown}${paths.length > 3 ? ', …' : ''})`
}

/** What follows the library folder, which is the same for all. */
function short(path: string): string {
  return path.replace(/^.{0,4000}?\/(?:site|dist)-packages\//, '').slice(-120)
}
