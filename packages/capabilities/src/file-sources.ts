import type { SourceKind } from './action.ts'
import { type IndicatorKind, indicatorsOf } from './indicators/index.ts'

const kindOfIndicator: ReadonlyMap<IndicatorKind, SourceKind> = new Map([
  ['secret-file', 'secret-file'],
  ['key-material', 'secret-file'],
  ['messenger-data', 'secret-file'],
  ['browser-data', 'browser-data'],
  ['browser-extension', 'wallet'],
  ['wallet', 'wallet'],
])

const longest = 4000

/** What a file is known to be by the names in its path; the pieces of a path may be apart. */
export function fileSources(found: ReadonlySet<SourceKind>, names: readonly string[]): readonly SourceKind[] {
  if (!found.has('file') || names.length === 0) return []
  const kinds = new Set<SourceKind>()
  for (const { kind } of indicatorsOf(names.join('/').slice(0, longest))) {
    const source = kindOfIndicator.get(kind)
    if (source !== undefined) kinds.add(source)
  }
  return [...kinds]
}
