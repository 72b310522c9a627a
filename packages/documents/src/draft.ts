import type { Bom, BomEdge, Component, ComponentType } from './bom.ts'
import { sortedHashes } from './hash.ts'
import { byText } from './order.ts'

/** A component of which only this is known. */
export function componentOf(parts: Partial<Component> & Pick<Component, 'ref' | 'name'>): Component {
  const type: ComponentType = 'library'
  return {
    type,
    group: null,
    version: null,
    description: null,
    purl: null,
    cpe: null,
    hashes: [],
    licenses: [],
    copyright: null,
    supplier: null,
    manufacturer: null,
    authors: [],
    publisher: null,
    references: [],
    properties: [],
    occurrences: [],
    scope: null,
    within: null,
    phase: 'delivered',
    needsKnown: false,
    ...parts,
  }
}

/** A document of which only this is known. */
export function emptyBom(parts: Partial<Bom> = {}): Bom {
  return {
    identity: null,
    revision: 1,
    name: null,
    created: null,
    tools: [],
    authors: [],
    supplier: null,
    manufacturer: null,
    lifecycles: [],
    properties: [],
    comment: null,
    subject: null,
    components: [],
    edges: [],
    licenseTexts: [],
    annotations: [],
    ...parts,
  }
}

/**
 * The one order of a document: components by ref, edges by their ends, whatever says the same twice once. Two documents that say the
 * same are then equal, and are written to the same bytes.
 */
export function inOrder(bom: Bom): Bom {
  const needy = new Set(bom.edges.map((edge) => edge.from))
  return {
    ...bom,
    tools: once(bom.tools),
    authors: once(bom.authors),
    properties: once(bom.properties),
    components: bom.components
      .map((component) => orderedComponent(component, needy.has(component.ref)))
      .sort((a, b) => byText(a.ref, b.ref)),
    edges: orderedEdges(bom.edges),
    licenseTexts: [...bom.licenseTexts].sort((a, b) => byText(a.id, b.id)),
    annotations: once(bom.annotations),
  }
}

function orderedComponent(component: Component, isNeedy: boolean): Component {
  return {
    ...component,
    hashes: sortedHashes(component.hashes),
    licenses: once(component.licenses),
    authors: once(component.authors),
    references: once(
      component.references.map((reference) => ({ ...reference, hashes: sortedHashes(reference.hashes) })),
      ({ type, url, comment, hashes }) => `${type}\0${url}\0${comment ?? ''}\0${comment === null}\0${hashText(hashes)}`,
    ),
    properties: once(component.properties, ({ name, value }) => `${name}\0${value}`),
    occurrences: once(component.occurrences, ({ location, line }) => `${location}\0${String(line).padStart(9)}`),
    needsKnown: component.needsKnown || isNeedy,
  }
}

function hashText(hashes: Component['hashes']): string {
  return hashes.map(({ algorithm, value }) => `${algorithm}:${value}`).join()
}

function orderedEdges(edges: readonly BomEdge[]): readonly BomEdge[] {
  return once(edges, ({ from, to, kind }) => `${from}\0${to}\0${kind}`)
}

/** Sorted by what they say, each once. */
function once<T extends object>(items: readonly T[], keyOf: (item: T) => string = textOf): readonly T[] {
  if (items.length < 2) return items
  const keyed = items.map((item) => [keyOf(item), item] as const)
  keyed.sort(([a], [b]) => byText(a, b))
  return keyed.flatMap(([key, item], index) => (keyed[index - 1]?.[0] === key ? [] : [item]))
}

/** The same text for values that say the same, whatever the order of their keys. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value).sort(([a], [b]) => byText(a, b))
  return `{${entries.map(([key, each]) => `${key}:${textOf(each)}`).join()}}`
}
