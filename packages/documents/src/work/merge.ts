import type { Bom, Component, Party } from '../bom.ts'
import { componentOf, emptyBom, inOrder } from '../draft.ts'
import { freeRef, type TakenRefs } from '../free-ref.ts'
import type { BomRequest } from '../from-lockfiles/bom-of.ts'
import { withNamedLicenses } from '../license-forms.ts'
import { identityKey, placedKeys } from './identity.ts'

/** How far a component is needed: what any bill requires is required. */
const scopes = ['required', 'optional', 'excluded'] as const

/**
 * One bill of several: what is the same in two of them is one component that says what both say. They are about one thing when
 * their subjects are the same; else about `request.name`, which needs them all.
 */
export function mergeBoms(boms: readonly Bom[], request: BomRequest): Bom {
  const taken: TakenRefs = new Map()
  const refs = new Map<string, string>()
  const merged = new Map<string, Component>()
  const parts = boms.map((bom) => {
    const keys = placedKeys(bom, identityKey)
    const renamed = (ref: string): string => refs.get(keys.get(ref) ?? '') ?? ref
    for (const { ref } of bom.components) {
      const key = keys.get(ref) ?? ref
      if (!refs.has(key)) refs.set(key, freeRef(ref, taken))
    }
    for (const component of bom.components) {
      const ref = renamed(component.ref)
      const within = component.within === null ? null : renamed(component.within)
      const before = merged.get(ref)
      const next = { ...component, ref, within }
      merged.set(ref, before === undefined ? next : united(before, next))
    }
    return renameIn(bom, renamed)
  })
  const subjects = new Set(parts.flatMap(({ subject }) => subject ?? []))
  const [only] = subjects
  const isOne = subjects.size === 1 && only !== undefined && parts.every(({ subject }) => subject === only)
  const made = isOne
    ? null
    : componentOf({ ref: freeRef(request.name, taken), type: 'application', name: request.name })
  return inOrder(
    withNamedLicenses(
      emptyBom({
        name: isOne ? (parts[0]?.name ?? request.name) : request.name,
        created: request.created,
        tools: [...parts.flatMap(({ tools }) => tools), { vendor: null, ...request.tool }],
        authors: parts.flatMap(({ authors }) => authors),
        supplier: same(parts.map(({ supplier }) => supplier)),
        manufacturer: same(parts.map(({ manufacturer }) => manufacturer)),
        lifecycles: [...new Set(parts.flatMap(({ lifecycles }) => lifecycles))],
        properties: parts.flatMap(({ properties }) => properties),
        subject: made?.ref ?? only ?? null,
        components: [...merged.values(), ...(made === null ? [] : [made])],
        edges: [
          ...parts.flatMap(({ edges }) => edges),
          ...(made === null ? [] : [...subjects].map((to) => ({ from: made.ref, to, kind: 'runtime' as const }))),
        ],
        licenseTexts: [
          ...new Map(parts.flatMap(({ licenseTexts }) => licenseTexts.map((text) => [text.id, text]))).values(),
        ],
        annotations: parts.flatMap(({ annotations }) => annotations),
      }),
    ),
  )
}

function renameIn(bom: Bom, renamed: (ref: string) => string): Bom {
  return {
    ...bom,
    subject: bom.subject === null ? null : renamed(bom.subject),
    edges: bom.edges
      .map(({ from, to, kind }) => ({ from: renamed(from), to: renamed(to), kind }))
      .filter(({ from, to }) => from !== to),
    annotations: bom.annotations.map((each) => ({
      ...each,
      subject: each.subject === null ? null : renamed(each.subject),
    })),
  }
}

function same(parties: readonly (Party | null)[]): Party | null {
  const [first = null, ...others] = parties
  return others.every((party) => JSON.stringify(party) === JSON.stringify(first)) ? first : null
}

/** What both say; where they differ on what can only be said once, the first is kept. */
function united(first: Component, second: Component): Component {
  const scope = scopes.find((each) => (first.scope ?? 'required') === each || (second.scope ?? 'required') === each)
  return {
    ...first,
    version: first.version ?? second.version,
    description: first.description ?? second.description,
    purl: first.purl ?? second.purl,
    cpe: first.cpe ?? second.cpe,
    copyright: first.copyright ?? second.copyright,
    supplier: first.supplier ?? second.supplier,
    manufacturer: first.manufacturer ?? second.manufacturer,
    publisher: first.publisher ?? second.publisher,
    hashes: first.hashes.length > 0 ? first.hashes : second.hashes,
    licenses: [...first.licenses, ...second.licenses],
    authors: [...first.authors, ...second.authors],
    references: [...first.references, ...second.references],
    properties: [...first.properties, ...second.properties],
    occurrences: [...first.occurrences, ...second.occurrences],
    scope: first.scope === null && second.scope === null ? null : (scope ?? null),
    phase: first.phase === 'build' && second.phase === 'build' ? 'build' : 'delivered',
    needsKnown: first.needsKnown || second.needsKnown,
  }
}
