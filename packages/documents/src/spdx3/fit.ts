import type { Bom, Component, LicenseText, Party, Reference } from '../bom.ts'
import { inOrder } from '../draft.ts'
import { fitAnnotation, iri, partyOrNull } from '../fit.ts'
import { hashWord } from '../hash.ts'
import { referencesIn } from '../license.ts'
import { asExpressions, withNamedLicenses } from '../license-forms.ts'
import { type Loss, lossList, type Note } from '../loss.ts'
import { fitFree, fitPlaces, fitTools, identityOf, nameOf, noTime, withSubject } from '../spdx-fit.ts'
import { inferPhases, withSpdxIds } from '../spdx-ids.ts'
import { fitReference as fitComment } from '../spdx2/reference.ts'
import { lifecycleWords, purposes, referenceWords } from './words.ts'

/** What SPDX 3.0.1 can say of a bill, and what it cannot. */
export function fitSpdx3(bom: Bom): { readonly bom: Bom; readonly losses: readonly Loss[] } {
  const { losses, note } = lossList()
  const texts = new Map<string, LicenseText>()
  for (const text of bom.licenseTexts) texts.set(text.id, located(text))
  const components = bom.components.map((component) => fitComponent(component, texts, note))
  const fitted = withSubject(withSpdxIds(inOrder({ ...bom, components, ...fitDocument(bom, note) })), note)
  const phased = inferPhases(fitted)
  for (const [index, { phase, ref }] of fitted.components.entries())
    if (phased.components[index]?.phase !== phase)
      note('FORMULATION', ref, 'it is told by its lines alone whether it is part of what is delivered')
  const whole = withUsedTexts(withNamedLicenses({ ...phased, licenseTexts: [...texts.values()] }), note)
  const named = { ...whole, name: nameOf(whole) }
  return { bom: inOrder({ ...named, identity: identityOf(named, note) }), losses }
}

/** A text stands with the expression that names it, or nowhere. */
function withUsedTexts(bom: Bom, note: Note): Bom {
  if (bom.licenseTexts.length === 0) return bom
  const used = new Set(
    bom.components.flatMap(({ licenses }) =>
      licenses.flatMap(({ kind, value }) => (kind === 'expression' ? referencesIn(value) : [])),
    ),
  )
  return {
    ...bom,
    licenseTexts: bom.licenseTexts.filter(({ id }) => {
      if (!used.has(id)) note('LICENSE_TEXT', null, `the text of ${id}, which nothing names, is left out`)
      return used.has(id)
    }),
  }
}

function located<T extends { readonly url: string | null }>(thing: T): T {
  return thing.url === null ? thing : { ...thing, url: iri(thing.url) }
}

function fitDocument(bom: Bom, note: Note): Partial<Bom> {
  if (bom.revision !== 1) note('REVISION', null, 'the revision of the document is left out')
  if (bom.supplier !== null) note('SUPPLIER', null, 'the supplier of the document is left out')
  if (bom.manufacturer !== null) note('MANUFACTURER', null, 'the manufacturer of the document is left out')
  if (bom.created === null) note('CREATED', null, `a time must stand there: ${noTime}`)
  return {
    revision: 1,
    supplier: null,
    manufacturer: null,
    created: bom.created ?? noTime,
    tools: fitTools(bom, note),
    authors: bom.authors.flatMap((party) => fitAgent(party, null, note) ?? []),
    lifecycles: fitLifecycles(bom, note),
    annotations: bom.annotations.flatMap((annotation) =>
      fitAnnotation(annotation, fitAgent(annotation.annotator, annotation.subject, note), bom.created, note),
    ),
  }
}

function fitLifecycles({ lifecycles }: Bom, note: Note): readonly string[] {
  const known = lifecycles.filter((phase) => lifecycleWords.has(phase))
  if (known.length < lifecycles.length)
    note('LIFECYCLE', null, 'a phase of its life that SPDX has no word for is left out')
  return known
}

function fitAgent(party: Party, ref: string | null, note: Note): Party | null {
  const known = partyOrNull(party)
  if (known === null) note('PARTY', ref, 'a party without a name or address is left out')
  return known === null ? null : located(known)
}

function fitComponent(component: Component, texts: Map<string, LicenseText>, note: Note): Component {
  const { ref } = component
  const type = purposes[component.type] === undefined ? 'library' : component.type
  if (type !== component.type) note('COMPONENT_TYPE', ref, `the kind \`${component.type}\` becomes \`${type}\``)
  const { licenses, texts: own } = asExpressions(component, note)
  for (const text of own) texts.set(text.id, located(text))
  if (component.publisher !== null) note('PUBLISHER', ref, 'the publisher is left out')
  if (component.scope !== null)
    note('SCOPE', ref, `the scope \`${component.scope}\` is left out; lines tell what needs it`)
  if (component.group !== null) note('GROUP', ref, 'the group becomes part of the name')
  return {
    ...component,
    ...fitMakers(component, note),
    name: component.group === null ? component.name : `${component.group}/${component.name}`,
    group: null,
    type,
    licenses,
    publisher: null,
    scope: null,
    purl: component.purl === null ? null : iri(component.purl),
    copyright: fitFree(component.copyright, { ref, what: 'copyright', note }),
    hashes: fitHashes(component.hashes, ref, note),
    references: component.references.map((reference) => fitReference(reference, ref, note)),
    occurrences: fitPlaces(component, note),
  }
}

function fitHashes(hashes: Component['hashes'], ref: string, note: Note): Component['hashes'] {
  return hashes.filter(({ algorithm }) => {
    const isKnown = hashWord('spdx3', algorithm) !== null
    if (!isKnown) note('HASH', ref, `a hash of kind ${algorithm} is left out`)
    return isKnown
  })
}

function fitReference(reference: Reference, ref: string, note: Note): Reference {
  const type = referenceWords.has(reference.type) ? reference.type : 'other'
  if (type !== reference.type)
    note('REFERENCE_TYPE', ref, `a reference of kind \`${reference.type}\` becomes \`other\``)
  return fitComment({ ...reference, type })
}

/** All makers stand in one list: the organization is the manufacturer, people are authors. */
function fitMakers(component: Component, note: Note): Pick<Component, 'supplier' | 'manufacturer' | 'authors'> {
  const { ref } = component
  const supplier = component.supplier === null ? null : fitAgent(component.supplier, ref, note)
  const organization: Party | null =
    component.manufacturer === null ? null : { ...component.manufacturer, kind: 'organization' }
  const others = component.authors.filter(({ kind }) => kind !== 'person')
  const people = component.authors.filter(({ kind }) => kind === 'person')
  if (others.length > 0) note('AUTHOR', ref, 'an author that is no person becomes the manufacturer, or is left out')
  const maker = organization ?? (others[0] === undefined ? null : { ...others[0], kind: 'organization' as const })
  return {
    supplier,
    manufacturer: maker === null ? null : fitAgent(maker, ref, note),
    authors: people.flatMap((party) => fitAgent(party, ref, note) ?? []),
  }
}
