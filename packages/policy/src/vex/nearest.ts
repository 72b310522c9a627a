import { type Dependency, editDistance, type VexProduct, type VexStatement, versionText } from '@cordon/model'
import { type Purl, readPurl } from '@cordon/pypa'
import { parseBomLink } from './bom-link.ts'
import type { There } from './there.ts'

/** Products of one statement that are looked for. */
const lookedFor = 20

/** Why a statement silenced nothing and confirmed nothing: what comes nearest to what it is about. */
export function nearestText({ vulnerability, products }: VexStatement, there: There): string {
  const parts = products
    .slice(0, lookedFor)
    .flatMap((product) => (product.subcomponents.length > 0 ? product.subcomponents.slice(0, lookedFor) : [product]))
    .slice(0, lookedFor)
  const ids = parts.map(({ id }) => id)
  const shown = ids.slice(0, 3).join(', ') + (ids.length > 3 ? ', …' : '')
  const head = `${vulnerability.id} in ${shown} matches nothing that was found`
  return `${head}${tailOf(parts, products, { there, id: vulnerability.id })}`
}

interface Found {
  readonly there: There
  readonly id: string
}

function tailOf(parts: readonly VexProduct[], products: readonly VexProduct[], { there, id }: Found): string {
  for (const part of parts) {
    const exact = there.find(part)
    if (exact === null) continue
    const whole = products.find(({ subcomponents }) => subcomponents.includes(part))
    return whole === undefined
      ? `: ${labelOf(exact)} is there, and ${id} was not found in it.`
      : `: ${labelOf(exact)} is there, and either ${id} was not found in it or this is not ${whole.id} (vex.products names what is scanned).`
  }
  const bill = parts.find(({ ref }) => ref !== null && parseBomLink(ref) !== null)
  if (bill !== undefined)
    return '. It is a place in a bill of materials that is not scanned; vex.products may name the bill as what is.'
  const wanted = parts.flatMap(({ purl }) => readPurl(purl) ?? [])
  const named = wanted.flatMap((purl) => there.named(purl))
  // A line that pins nothing tells less.
  const sameName = named.find(({ version }) => version !== null) ?? named[0]
  if (sameName !== undefined)
    return `. Nearest: ${labelOf(sameName)} (${placeOf(sameName)}), another version or origin.`
  const similar = nearestName(wanted, there)
  if (similar !== null) return `. Nearest: ${labelOf(similar)} (${placeOf(similar)}).`
  return wanted.length === 0 ? '; it has no package URL to look for.' : '; nothing here has a name like it.'
}

function nearestName(wanted: readonly Purl[], { names }: There): Dependency | null {
  let best: Dependency | null = null
  let bestDistance = Number.POSITIVE_INFINITY
  for (const { name } of wanted) {
    const most = Math.max(1, Math.floor(name.length / 3))
    for (const dependency of names.values()) {
      if (Math.abs(dependency.name.length - name.length) > most) continue
      const distance = editDistance(name, dependency.name)
      if (distance >= bestDistance || distance > most) continue
      best = dependency
      bestDistance = distance
    }
  }
  return best
}

function labelOf({ name, version }: Dependency): string {
  return version === null ? name : `${name} ${versionText(version)}`
}

function placeOf({ at }: Dependency): string {
  return at.line === 0 ? at.path : `${at.path}:${at.line}`
}
