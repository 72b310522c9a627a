import type { Bom, Component } from '../bom.ts'
import { inOrder } from '../draft.ts'
import { freeRef, type TakenRefs } from '../free-ref.ts'
import { withNamedLicenses } from '../license-forms.ts'

/** What can be taken out of a bill before it is given away. */
export const strippable = [
  'annotations',
  'authors',
  'build',
  'descriptions',
  'development',
  'evidence',
  'files',
  'hashes',
  'license-texts',
  'nested',
  'properties',
  'references',
  'tools',
] as const
export type Strippable = (typeof strippable)[number]

/** What to take out, and whose names to hide. */
export interface StripRequest {
  readonly remove: readonly Strippable[]
  /** True for the components whose names are nobody's business. */
  hides(component: Component): boolean
}

/** A bill without what is named. */
export function stripBom(bom: Bom, request: StripRequest): Bom {
  const removes = new Set(request.remove)
  const kept = withoutComponents(bom, (component) => component.ref !== bom.subject && isGone(component, removes))
  const hidden = withoutNames(kept, request)
  return inOrder(
    withNamedLicenses({
      ...hidden,
      annotations: removes.has('annotations') ? [] : hidden.annotations,
      authors: removes.has('authors') ? [] : hidden.authors,
      properties: removes.has('properties') ? [] : hidden.properties,
      tools: removes.has('tools') ? [] : hidden.tools,
      licenseTexts: removes.has('license-texts') ? [] : hidden.licenseTexts,
      components: hidden.components.map((component) => stripped(component, removes)),
    }),
  )
}

function isGone({ type, phase, scope, within }: Component, removes: ReadonlySet<Strippable>): boolean {
  return (
    (removes.has('files') && type === 'file') ||
    (removes.has('build') && phase === 'build') ||
    (removes.has('development') && scope === 'excluded') ||
    (removes.has('nested') && within !== null)
  )
}

function stripped(component: Component, removes: ReadonlySet<Strippable>): Component {
  return {
    ...component,
    authors: removes.has('authors') ? [] : component.authors,
    description: removes.has('descriptions') ? null : component.description,
    occurrences: removes.has('evidence') ? [] : component.occurrences,
    hashes: removes.has('hashes') ? [] : component.hashes,
    properties: removes.has('properties') ? [] : component.properties,
    licenses: removes.has('license-texts')
      ? component.licenses.map((license) => ({ ...license, text: null }))
      : component.licenses,
    references: removes.has('references')
      ? []
      : component.references.map((each) => (removes.has('hashes') ? { ...each, hashes: [] } : each)),
  }
}

/** What lay within something that is gone is gone too. */
function withoutComponents(bom: Bom, isUnwanted: (component: Component) => boolean): Bom {
  const byRef = new Map(bom.components.map((component) => [component.ref, component]))
  const gone = new Map<string, boolean>()
  const isRemoved = (ref: string): boolean => {
    const known = gone.get(ref)
    const component = byRef.get(ref)
    if (known !== undefined || component === undefined) return known ?? true
    const answer = isUnwanted(component) || (component.within !== null && isRemoved(component.within))
    gone.set(ref, answer)
    return answer
  }
  return {
    ...bom,
    components: bom.components.filter(({ ref }) => !isRemoved(ref)),
    edges: bom.edges.filter(({ from, to }) => !isRemoved(from) && !isRemoved(to)),
    annotations: bom.annotations.filter(({ subject }) => subject === null || !isRemoved(subject)),
  }
}

/** Hidden components keep their place and their lines; nothing that names them stays. */
function withoutNames(bom: Bom, { hides }: StripRequest): Bom {
  const taken: TakenRefs = new Map(bom.components.map(({ ref }) => [ref, 1]))
  const names = new Map(bom.components.filter(hides).map(({ ref }) => [ref, freeRef('hidden', taken)]))
  if (names.size === 0) return bom
  const renamed = (ref: string): string => names.get(ref) ?? ref
  return {
    ...bom,
    name: bom.subject !== null && names.has(bom.subject) ? null : bom.name,
    subject: bom.subject === null ? null : renamed(bom.subject),
    components: bom.components.map((component) => {
      const within = component.within === null ? null : renamed(component.within)
      const name = names.get(component.ref)
      if (name === undefined) return { ...component, within }
      return {
        ...component,
        ref: name,
        name,
        within,
        group: null,
        description: null,
        purl: null,
        cpe: null,
        copyright: null,
        supplier: null,
        manufacturer: null,
        authors: [],
        publisher: null,
        references: [],
        properties: [],
        occurrences: [],
      }
    }),
    edges: bom.edges.map(({ from, to, kind }) => ({ from: renamed(from), to: renamed(to), kind })),
    annotations: bom.annotations.filter(({ subject }) => subject === null || !names.has(subject)),
  }
}
