import { type Dependency, editDistance, type VexProduct, type VexStatement, versionText } from '@cordon/model'
import { type Purl, readPurl } from '@cordon/pypa'
import { identityOf, isProduct, isSamePackage } from './product.ts'

/** Why a statement silenced nothing and confirmed nothing: what comes nearest to what it is about. */
export function nearestText({ vulnerability, products }: VexStatement, dependencies: readonly Dependency[]): string {
  const parts = products.flatMap((product) => (product.subcomponents.length > 0 ? product.subcomponents : [product]))
  const ids = parts.map(({ id }) => id)
  const shown = ids.slice(0, 3).join(', ') + (ids.length > 3 ? ', …' : '')
  const head = `${vulnerability.id} in ${shown} matches nothing that was found`
  return `${head}${tailOf(parts, products, { dependencies, id: vulnerability.id })}`
}

interface Found {
  readonly dependencies: readonly Dependency[]
  readonly id: string
}

function tailOf(parts: readonly VexProduct[], products: readonly VexProduct[], { dependencies, id }: Found): string {
  const exact = dependencies.find((dependency) => parts.some((part) => isProduct(part, dependency)))
  if (exact !== undefined) {
    const [whole] = products.filter(({ subcomponents }) => subcomponents.some((part) => isProduct(part, exact)))
    return whole === undefined
      ? `: ${labelOf(exact)} is there, and ${id} was not found in it.`
      : `: ${labelOf(exact)} is there, and either ${id} was not found in it or this is not ${whole.id} (vex.products names what is scanned).`
  }
  const wanted = parts.flatMap(({ purl }) => readPurl(purl) ?? [])
  const named = dependencies.filter((dependency) => wanted.some((purl) => isPackage(purl, dependency)))
  // A line that pins nothing tells less.
  const sameName = named.find(({ version }) => version !== null) ?? named[0]
  if (sameName !== undefined)
    return `. Nearest: ${labelOf(sameName)} (${placeOf(sameName)}), another version or origin.`
  const similar = nearestName(wanted, dependencies)
  if (similar !== null) return `. Nearest: ${labelOf(similar)} (${placeOf(similar)}).`
  return wanted.length === 0 ? '; it has no package URL to look for.' : '; nothing here has a name like it.'
}

function isPackage(purl: Purl, dependency: Dependency): boolean {
  const identity = identityOf(dependency)
  return identity !== null && isSamePackage(purl, identity)
}

function nearestName(wanted: readonly Purl[], dependencies: readonly Dependency[]): Dependency | null {
  const names = new Map(dependencies.map((dependency) => [dependency.name, dependency]))
  let best: Dependency | null = null
  let bestDistance = Number.POSITIVE_INFINITY
  for (const { name } of wanted.slice(0, 20))
    for (const dependency of names.values()) {
      const distance = editDistance(name, dependency.name)
      if (distance >= bestDistance || distance > Math.max(1, Math.floor(name.length / 3))) continue
      best = dependency
      bestDistance = distance
    }
  return best
}

function labelOf({ name, version }: Dependency): string {
  return version === null ? name : `${name} ${versionText(version)}`
}

function placeOf({ at }: Dependency): string {
  return at.line === 0 ? at.path : `${at.path}:${at.line}`
}
