import { evaluateMarker, type Marker, type MarkerEnvironment, type MarkerExpression } from '@cordon/pypa'

/** More patch releases than a marker can sensibly name. */
const mostPatches = 60
/** Newer than any patch release of Python. */
const lastPatch = 1000

/**
 * Tells whether a marker lets its entry apply: false only where the environment rules it out. Where the environment knows
 * Python's minor version and not its patch, the entry applies when it does for any patch of that minor version.
 */
export function markerTest(environment: MarkerEnvironment): (marker: Marker | null) => boolean {
  const known = new Map<Marker, boolean>()
  return (marker) => {
    if (marker === null) return true
    let answer = known.get(marker)
    if (answer === undefined) {
      answer = variantsOf(marker, environment).some((variant) => evaluateMarker(marker, variant) !== false)
      known.set(marker, answer)
    }
    return answer
  }
}

function variantsOf(marker: Marker, environment: MarkerEnvironment): readonly MarkerEnvironment[] {
  const { python_version: short, python_full_version: full } = environment.variables
  if (short === undefined || full !== undefined) return [environment]
  const patches = new Set([0, lastPatch])
  collectPatches(marker.expression, patches)
  return [...patches].map((patch) => ({
    ...environment,
    variables: { ...environment.variables, python_full_version: `${short}.${patch}` },
  }))
}

/** Between the patches that a marker names, and those beside them, its answer cannot change. */
function collectPatches(expression: MarkerExpression, patches: Set<number>): void {
  if (expression.kind !== 'compare') {
    for (const term of expression.terms) collectPatches(term, patches)
    return
  }
  for (const operand of [expression.left, expression.right]) {
    const found = operand.kind === 'text' ? /^\d+\.\d+\.(\d{1,3})/.exec(operand.value) : null
    if (found === null || patches.size > mostPatches) continue
    const patch = Number(found[1])
    for (const one of [patch - 1, patch, patch + 1]) if (one >= 0) patches.add(one)
  }
}
