import type { Scope } from '@cordon/model'
import type { Marker, MarkerExpression } from '@cordon/pypa'
import { mainScope } from '../builder.ts'

/**
 * Which parts of the project ask for a package, from its marker (PEP 751: `"docs" in dependency_groups`, `"x" in extras`).
 * A default group is what is always installed; a marker that names no part is, too.
 */
export function scopesOfMarker(marker: Marker | null, defaultGroups: ReadonlySet<string>): readonly Scope[] {
  const scopes = new Map<string, Scope>()
  if (marker !== null) collect(marker.expression, defaultGroups, scopes)
  return scopes.size === 0 ? [mainScope] : [...scopes.values()]
}

function collect(expression: MarkerExpression, defaultGroups: ReadonlySet<string>, scopes: Map<string, Scope>): void {
  if (expression.kind !== 'compare') {
    for (const term of expression.terms) collect(term, defaultGroups, scopes)
    return
  }
  const { left, operator, right } = expression
  if (operator !== 'in' || left.kind !== 'text' || right.kind !== 'variable') return
  const name = left.value
  if (right.name === 'extras') scopes.set(`extra ${name}`, { kind: 'extra', name })
  if (right.name === 'dependency_groups')
    scopes.set(`group ${name}`, { kind: defaultGroups.has(name) ? 'main' : 'group', name })
}
