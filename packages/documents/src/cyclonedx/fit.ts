import type { Bom, Component, ComponentType, EdgeKind, License, Party, Reference } from '../bom.ts'
import { inOrder } from '../draft.ts'
import { fitAnnotation, fitEdges, iri, mapTexts, partyOrNull, xmlSafe } from '../fit.ts'
import { hashWord } from '../hash.ts'
import { referencesIn } from '../license.ts'
import { withNamedLicenses } from '../license-forms.ts'
import { licenseIds } from '../license-ids.ts'
import { componentByRef } from '../lookup.ts'
import { type Loss, lossList, type Note } from '../loss.ts'
import { isSerialNumber, serialOfBom } from '../serial.ts'
import { withSpdxIds } from '../spdx-ids.ts'
import { type CyclonedxVersion, componentTypesOf, isSince, referenceTypesOf } from './versions.ts'

/** What stands for a kind that a version does not know. */
const nearestType: Partial<Readonly<Record<ComponentType, ComponentType>>> = {
  platform: 'framework',
  'device-driver': 'firmware',
  'machine-learning-model': 'library',
  data: 'file',
  'cryptographic-asset': 'library',
}

/** What a version of CycloneDX can say of a bill, and what it cannot. */
export function fitCyclonedx(
  original: Bom,
  version: CyclonedxVersion,
  encoding: 'json' | 'xml' = 'json',
): { readonly bom: Bom; readonly losses: readonly Loss[] } {
  const { losses, note } = lossList()
  const safe = encoding === 'xml' ? mapTexts(original, xmlSafe) : { value: original, changed: 0 }
  if (safe.changed > 0)
    note('CHARACTERS', null, `characters that XML cannot hold become U+FFFD in ${safe.changed} texts`)
  const bom = withNamedLicenses(withUniqueRefs(safe.value, original))
  const context: Context = {
    version,
    encoding,
    note,
    types: componentTypesOf(version),
    references: referenceTypesOf(version),
  }
  const find = componentByRef(bom)
  const components = bom.components.map((component) =>
    fitComponent(fitPlace(component, bom, { find, context }), context),
  )
  const subject = components.find((component) => component.ref === bom.subject)
  if (bom.comment !== null) note('COMMENT', null, 'the comment on the document is left out')
  if (bom.name !== null && bom.name !== subject?.name)
    note('DOCUMENT_NAME', null, 'the name of the document is left out')
  const fitted: Bom = {
    ...bom,
    name: null,
    comment: null,
    components,
    edges: fitEdges({ ...bom, components }, inferredKind, note),
    authors: bom.authors.flatMap((party) => fitContact(party, null, note)),
    supplier: fitOrganization(bom.supplier, null, note),
    manufacturer: fitOrganization(bom.manufacturer, null, note),
    lifecycles: fitLifecycles(bom, context),
    licenseTexts: fitTexts(bom, components, context),
    annotations: fitAnnotations(bom, context),
  }
  return { bom: withSerial(inOrder(fitted), note), losses }
}

interface Context {
  readonly version: CyclonedxVersion
  readonly encoding: 'json' | 'xml'
  readonly note: Note
  readonly types: ReadonlySet<string>
  readonly references: ReadonlySet<string>
}

/** CycloneDX draws plain lines: only those from the software to what builds it can be told apart. */
export function inferredKind(from: Component, to: Component): EdgeKind {
  return from.phase === 'delivered' && to.phase === 'build' ? 'build' : 'runtime'
}

function withSerial(bom: Bom, note: Note): Bom {
  if (bom.identity !== null && isSerialNumber(bom.identity)) return { ...bom, identity: bom.identity.toLowerCase() }
  if (bom.identity !== null) note('IDENTITY', null, 'the name space of the document becomes a new serial number')
  return { ...bom, identity: serialOfBom(bom) }
}

interface Placing {
  readonly find: (ref: string) => Component | undefined
  readonly context: Context
}

/** Where a component stands: in the inventory, within another, as subject or in the formulation (since 1.5). */
function fitPlace(component: Component, bom: Bom, { find, context }: Placing): Component {
  const { note } = context
  if (component.ref === bom.subject) {
    if (component.within !== null) note('NESTING', component.ref, 'the subject stands by itself')
    if (component.phase === 'build') note('FORMULATION', component.ref, 'the subject is no build requirement of itself')
    return { ...component, within: null, phase: 'delivered' }
  }
  if (component.phase === 'build' && !isSince(context.version, '1.5')) {
    note('FORMULATION', component.ref, 'a build requirement becomes a component of scope `excluded`')
    return { ...component, phase: 'delivered', scope: 'excluded' }
  }
  const parent = component.within === null ? undefined : find(component.within)
  const phase = parent?.ref === bom.subject ? 'delivered' : parent?.phase
  if (parent === undefined || phase === component.phase) return component
  note('NESTING', component.ref, 'it no longer lies within another component')
  return { ...component, within: null }
}

function fitComponent(component: Component, context: Context): Component {
  const { ref } = component
  const { note, version } = context
  const isKnown = context.types.has(component.type)
  const type = isKnown ? component.type : (nearestType[component.type] ?? 'library')
  if (!isKnown) note('COMPONENT_TYPE', ref, `the kind \`${component.type}\` becomes \`${type}\``)
  const hasManufacturer = isSince(version, '1.6')
  if (component.manufacturer !== null && !hasManufacturer) note('MANUFACTURER', ref, 'the manufacturer is left out')
  return {
    ...component,
    type,
    hashes: fitHashes(component.hashes, ref, context),
    licenses: fitLicenses(component, context),
    supplier: fitOrganization(component.supplier, ref, note),
    manufacturer: hasManufacturer ? fitOrganization(component.manufacturer, ref, note) : null,
    authors: fitAuthors(component, context),
    references: component.references.map((reference) => fitReference(reference, ref, context)),
    occurrences: fitOccurrences(component, context),
  }
}

function fitHashes(hashes: Component['hashes'], ref: string, { note, version }: Context): Component['hashes'] {
  return hashes.filter(({ algorithm }) => {
    const isKnown =
      hashWord('cyclonedx', algorithm) !== null && (isSince(version, '1.7') || !algorithm.startsWith('streebog'))
    if (!isKnown) note('HASH', ref, `a hash of kind ${algorithm} is left out`)
    return isKnown
  })
}

function fitReference(reference: Reference, ref: string, context: Context): Reference {
  const isKnown = context.references.has(reference.type)
  const type = isKnown ? reference.type : reference.type === 'source-distribution' ? 'distribution' : 'other'
  if (!isKnown) context.note('REFERENCE_TYPE', ref, `a reference of kind \`${reference.type}\` becomes \`${type}\``)
  return { ...reference, type, url: iri(reference.url), hashes: fitHashes(reference.hashes, ref, context) }
}

function fitAuthors({ authors, ref }: Component, { note, version }: Context): readonly Party[] {
  const people = authors.flatMap((party) => fitContact(party, ref, note))
  if (isSince(version, '1.6')) return people
  const [first, ...more] = people
  if (first === undefined) return []
  if (more.length > 0) note('AUTHOR', ref, `${more.length} of ${people.length} authors are left out`)
  if (first.name === null) {
    note('AUTHOR', ref, 'an author without a name is left out')
    return []
  }
  if (first.email !== null) note('AUTHOR', ref, 'the address of the author is left out')
  return [{ ...first, email: null }]
}

/** A contact is a person: a name and an address. */
function fitContact(party: Party, ref: string | null, note: Note): readonly Party[] {
  if (party.kind !== 'person') note('PARTY', ref, `an author that is no person (${party.kind}) becomes one`)
  if (party.url !== null) note('PARTY', ref, 'the web address of an author is left out')
  const fitted = partyOrNull({ ...party, kind: 'person', url: null })
  return fitted === null ? [] : [fitted]
}

/** Without a name of its own, an organization with a named contact stands for that person. */
function fitOrganization(party: Party | null, ref: string | null, note: Note): Party | null {
  const known = partyOrNull(party)
  if (known === null) return null
  const kind = known.kind === 'person' && known.name !== null ? 'person' : 'organization'
  if (kind !== known.kind) note('PARTY', ref, `what is no named person or organization (${known.kind}) becomes one`)
  return { ...known, kind, url: known.url === null ? null : iri(known.url) }
}

function fitOccurrences({ occurrences, ref }: Component, { note, version }: Context): Component['occurrences'] {
  if (occurrences.length === 0) return []
  if (!isSince(version, '1.5')) {
    note('OCCURRENCE', ref, 'the places where it was found are left out')
    return []
  }
  if (isSince(version, '1.6')) return occurrences
  if (occurrences.some(({ line }) => line !== null))
    note('LINE', ref, 'lines of the places where it was found are left out')
  return occurrences.map(({ location }) => ({ location, line: null }))
}

function fitLicenses({ licenses, ref }: Component, { note, version, encoding }: Context): readonly License[] {
  const said = isSince(version, '1.6')
    ? licenses
    : licenses.map((license) => {
        if (license.acknowledgement !== null)
          note('LICENSE_ACKNOWLEDGEMENT', ref, 'it is not told whether a licence is declared or concluded')
        return { ...license, acknowledgement: null }
      })
  const isMixable = (isSince(version, '1.7') && encoding === 'json') || said.length < 2
  return said.map((license): License => {
    const plain = { ...license, url: license.url === null ? null : iri(license.url) }
    if (plain.kind === 'id' && !licenseIds.has(plain.value)) return { ...plain, kind: 'name' }
    if (plain.kind !== 'expression') return plain
    if (!isMixable) {
      note('LICENSE_EXPRESSION', ref, 'a licence expression beside other licences becomes the name of a licence')
      return { ...plain, kind: 'name' }
    }
    if (plain.text !== null || plain.url !== null)
      note('LICENSE_TEXT', ref, 'the text or address beside a licence expression is left out')
    return { ...plain, text: null, url: null }
  })
}

/** Texts of `LicenseRef-…` stand beside the expressions that name them, since 1.7. */
function fitTexts(
  bom: Bom,
  components: readonly Component[],
  { note, version, encoding }: Context,
): Bom['licenseTexts'] {
  const named = new Set(
    components.flatMap(({ licenses }) =>
      licenses.filter(({ kind }) => kind === 'expression').flatMap(({ value }) => referencesIn(value)),
    ),
  )
  return bom.licenseTexts.flatMap((text) => {
    const isKept = isSince(version, '1.7') && encoding === 'json' && named.has(text.id)
    if (!isKept || text.name !== null)
      note('LICENSE_TEXT', null, isKept ? `the name of ${text.id} is left out` : `the text of ${text.id} is left out`)
    return isKept ? [{ ...text, name: null, url: text.url === null ? null : iri(text.url) }] : []
  })
}

function fitLifecycles({ lifecycles }: Bom, { note, version }: Context): readonly string[] {
  if (isSince(version, '1.5') || lifecycles.length === 0) return lifecycles
  note('LIFECYCLE', null, 'the phase of its life is left out')
  return []
}

function fitAnnotations({ annotations, created }: Bom, { note, version }: Context): Bom['annotations'] {
  if (!isSince(version, '1.5')) {
    for (const { subject } of annotations) note('ANNOTATION', subject, 'an annotation is left out')
    return []
  }
  return annotations.flatMap((annotation) =>
    fitAnnotation(annotation, fitAnnotator(annotation.annotator, annotation.subject, note), created, note),
  )
}

function fitAnnotator(party: Party, subject: string | null, note: Note): Party | null {
  if (party.kind === 'tool') return party
  return (party.kind === 'person' ? fitContact(party, subject, note)[0] : fitOrganization(party, subject, note)) ?? null
}

/** Refs that differ only in what XML cannot hold would become one. */
function withUniqueRefs(bom: Bom, original: Bom): Bom {
  const refs = new Set(bom.components.map(({ ref }) => ref))
  return refs.size === bom.components.length ? bom : { ...withSpdxIds(original), licenseTexts: bom.licenseTexts }
}
