import type { SourceKind } from './action.ts'

/** What is known of a file by its name: nothing yet but for what the indicators say. */
export function fileSources(
  _found: ReadonlySet<SourceKind>,
  _texts: readonly string[],
  _origins: readonly string[],
): readonly SourceKind[] {
  return []
}
