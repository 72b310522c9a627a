import { readPurl } from '@cordon/pypa'
import type { Bom, Component } from '../bom.ts'

/** What a component is called, whatever its version: by its package URL, else by its own words. */
export function nameKey(component: Component): string {
  const purl = readPurl(component.purl)
  if (purl === null) return `${component.type} ${component.group ?? ''} ${component.name}`
  const { type, namespace, name, qualifiers } = purl
  const from = qualifiers.repository_url ?? qualifiers.vcs_url?.replace(/@[^@/]*$/, '') ?? qualifiers.download_url ?? ''
  return `pkg:${type}/${namespace ?? ''}/${name} ${from}`
}

/** What a component is: its name and version; two with one key are the same thing. */
export function identityKey(component: Component): string {
  const purl = readPurl(component.purl)
  return `${nameKey(component)} ${purl?.version ?? component.version ?? ''} ${purl?.subpath ?? ''}`
}

/** The same with what holds it, from the outside in: a bundled copy is not the installed one. */
export function placedKeys(bom: Bom, keyOf: (component: Component) => string): ReadonlyMap<string, string> {
  const byRef = new Map(bom.components.map((component) => [component.ref, component]))
  const keys = new Map<string, string>()
  const keyAt = (component: Component): string => {
    const known = keys.get(component.ref)
    if (known !== undefined) return known
    const parent = component.within === null ? undefined : byRef.get(component.within)
    const key = parent === undefined ? keyOf(component) : `${keyAt(parent)} > ${keyOf(component)}`
    keys.set(component.ref, key)
    return key
  }
  for (const component of bom.components) keyAt(component)
  return keys
}
