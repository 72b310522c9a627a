import type { Bom, Component, ComponentType, LicenseText, Party } from '../bom.ts'
import { inOrder } from '../draft.ts'
import { fitAnnotation, iri, mapTexts } from '../fit.ts'
import { hashWord } from '../hash.ts'
import { asExpressions, withNamedLicenses } from '../license-forms.ts'
import { type Loss, lossList, type Note } from '../loss.ts'
import { fitFree, fitPlaces, fitTools, identityOf, nameOf, noTime, withSubject } from '../spdx-fit.ts'
import { inferPhases, withSpdxIds } from '../spdx-ids.ts'
import { oneLine, readActor, writeActor } from './actor.ts'
import { fitReference } from './reference.ts'

const nearestType: Partial<Readonly<Record<ComponentType, ComponentType>>> = {
  platform: 'framework',
  'device-driver': 'firmware',
  'machine-learning-model': 'library',
  data: 'file',
  'cryptographic-asset': 'library',
}

/** What SPDX 2.3 can say of a bill, and what it cannot. */
export function fitSpdx2(
  original: Bom,
  encoding: 'json' | 'tag-value' = 'json',
): { readonly bom: Bom; readonly losses: readonly Loss[] } {
  const { losses, note } = lossList()
  const bom = encoding === 'json' ? original : withoutEndMarks(original, note)
  const texts = new Map<string, LicenseText>()
  for (const text of bom.licenseTexts) texts.set(text.id, { ...text, url: text.url === null ? null : iri(text.url) })
  const components = bom.components.map((component) => fitComponent(component, texts, note))
  const fitted = withSubject(withSpdxIds(inOrder({ ...bom, components, ...fitDocument(bom, note) })), note)
  const phased = inferPhases(fitted)
  for (const [index, { phase, ref }] of fitted.components.entries())
    if (phased.components[index]?.phase !== phase)
      note('FORMULATION', ref, `it is told by its lines alone whether it is part of what is delivered`)
  const whole = withNamedLicenses({ ...phased, licenseTexts: [...texts.values()] })
  const named = { ...whole, name: nameOf(whole) }
  return { bom: inOrder({ ...named, identity: identityOf(named, note) }), losses }
}

/** Parts of the document itself. */
function fitDocument(bom: Bom, note: Note): Partial<Bom> {
  if (bom.revision !== 1) note('REVISION', null, 'the revision of the document is left out')
  if (bom.lifecycles.length > 0) note('LIFECYCLE', null, 'the phase of its life is left out')
  if (bom.properties.length > 0) note('PROPERTY', null, 'properties of the document are left out')
  if (bom.supplier !== null) note('SUPPLIER', null, 'the supplier of the document is left out')
  if (bom.manufacturer !== null) note('MANUFACTURER', null, 'the manufacturer of the document is left out')
  if (bom.created === null) note('CREATED', null, `a time must stand there: ${noTime}`)
  return {
    revision: 1,
    lifecycles: [],
    properties: [],
    supplier: null,
    manufacturer: null,
    created: bom.created ?? noTime,
    tools: fitTools(bom, note),
    authors: bom.authors.flatMap((party) => fitParty(party, null, note) ?? []),
    annotations: bom.annotations.flatMap((annotation) =>
      fitAnnotation(annotation, fitParty(annotation.annotator, annotation.subject, note), bom.created, note),
    ),
  }
}

/** A party as its one line of text tells it. */
function fitParty(party: Party, ref: string | null, note: Note): Party | null {
  const fitted = readActor(writeActor(party))
  const isSame = fitted !== null && fitted.name === party.name && fitted.email === party.email && party.url === null
  if (!isSame) note('PARTY', ref, 'part of a name or address is left out')
  return fitted
}

function fitComponent(component: Component, texts: Map<string, LicenseText>, note: Note): Component {
  const { ref } = component
  const type = nearestType[component.type] ?? component.type
  if (type !== component.type) note('COMPONENT_TYPE', ref, `the kind \`${component.type}\` becomes \`${type}\``)
  const { licenses, texts: own } = asExpressions(component, note)
  for (const text of own) texts.set(text.id, { ...text, url: text.url === null ? null : iri(text.url) })
  if (component.publisher !== null) note('PUBLISHER', ref, 'the publisher is left out')
  if (component.properties.length > 0) note('PROPERTY', ref, 'properties are left out')
  if (component.scope !== null)
    note('SCOPE', ref, `the scope \`${component.scope}\` is left out; lines tell what needs it`)
  return {
    ...component,
    ...fitNames(component, note),
    ...fitMakers(component, note),
    type,
    licenses,
    publisher: null,
    properties: [],
    scope: null,
    purl: component.purl === null ? null : iri(component.purl),
    cpe: component.cpe === null ? null : iri(component.cpe),
    copyright: fitFree(component.copyright, { ref, what: 'copyright', note }),
    hashes: component.hashes.filter(({ algorithm }) => {
      const isKnown = hashWord('spdx2', algorithm) !== null
      if (!isKnown) note('HASH', ref, `a hash of kind ${algorithm} is left out`)
      return isKnown
    }),
    references: component.references.map((reference) => fitReference(reference)),
    occurrences: fitPlaces(component, note),
  }
}

function fitNames({ name, group, version, ref }: Component, note: Note): Pick<Component, 'name' | 'group' | 'version'> {
  if (group !== null) note('GROUP', ref, 'the group becomes part of the name')
  const whole = oneLine(group === null ? name : `${group}/${name}`)
  const line = version === null ? null : oneLine(version)
  if ((group === null && whole !== name) || line !== version)
    note('CHARACTERS', ref, 'line breaks and repeated space in the name or version become single spaces')
  return { name: whole === '' ? 'unnamed' : whole, group: null, version: line === '' ? null : line }
}

/** SPDX knows one supplier and one originator: an organization is the manufacturer, a person an author. */
function fitMakers(component: Component, note: Note): Pick<Component, 'supplier' | 'manufacturer' | 'authors'> {
  const { ref, authors } = component
  const supplier = component.supplier === null ? null : fitParty(component.supplier, ref, note)
  const organization: Party | null =
    component.manufacturer === null ? null : { ...component.manufacturer, kind: 'organization' }
  const manufacturer = organization === null ? null : fitParty(organization, ref, note)
  if (manufacturer !== null) {
    if (authors.length > 0) note('AUTHOR', ref, 'authors beside a manufacturer are left out')
    return { supplier, manufacturer, authors: [] }
  }
  const [first, ...more] = authors
  if (more.length > 0) note('AUTHOR', ref, `${more.length} of ${authors.length} authors are left out`)
  if (first === undefined) return { supplier, manufacturer: null, authors: [] }
  const author = fitParty(first, ref, note)
  if (author === null) return { supplier, manufacturer: null, authors: [] }
  if (author.kind === 'person') return { supplier, manufacturer: null, authors: [author] }
  note('AUTHOR', ref, 'an author that is no person becomes the manufacturer')
  return { supplier, manufacturer: { ...author, kind: 'organization' }, authors: [] }
}

const endMark = /<\/text>|\r/

/** In tag-value, `</text>` ends a text wherever it stands, and lines end with `\n` alone. */
function withoutEndMarks(bom: Bom, note: Note): Bom {
  const { value, changed } = mapTexts(withSpdxIds(bom), (text) =>
    endMark.test(text) ? text.replaceAll('</text>', '< /text>').replace(/\r\n?/g, '\n') : text,
  )
  if (changed > 0) note('CHARACTERS', null, `marks of tag-value and line ends are changed in ${changed} texts`)
  return value
}
