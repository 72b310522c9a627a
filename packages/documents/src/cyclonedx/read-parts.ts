import type { License, LicenseText, Party, Property, Reference, Tool } from '../bom.ts'
import { asObject, asText, type DataObject, lineOf, listOf, member, objectOf, objectsOf, textOf } from '../data.ts'
import { licenseOf } from '../license.ts'
import type { At, Reading } from '../reading.ts'
import { referenceTypes } from './versions.ts'

/** The keys of an object that are none of these are counted as left out. */
export function noteOthers(object: DataObject, held: ReadonlySet<string>, what: string, reading: Reading): void {
  for (const key of Object.keys(object))
    if (!held.has(key)) reading.notHeld(`${what}.${key}`, { place: what, line: lineOf(object) })
}

/** An organizational entity. Without a name of its own it is its first contact. */
export function readOrganization(object: DataObject | null): Party | null {
  if (object === null) return null
  const [contact] = objectsOf(object, 'contact')
  const name = textOf(object, 'name')
  const person = contact === undefined ? null : textOf(contact, 'name')
  const url = listOf(object, 'url')
    .map(asText)
    .find((each) => each !== null)
  return nonEmpty({
    kind: name === null && person !== null ? 'person' : 'organization',
    name: name ?? person,
    email: contact === undefined ? null : textOf(contact, 'email'),
    url: url ?? null,
  })
}

/** An organizational contact: a person. */
export function readContact(object: DataObject | null): Party | null {
  if (object === null) return null
  return nonEmpty({ kind: 'person', name: textOf(object, 'name'), email: textOf(object, 'email'), url: null })
}

function nonEmpty(party: Party): Party | null {
  return (party.name ?? party.email ?? party.url) === null ? null : party
}

export function readProperties(object: DataObject | null): readonly Property[] {
  return objectsOf(object, 'properties').flatMap((each) => {
    const name = textOf(each, 'name')
    const value = member(each, 'value')
    return name === null ? [] : [{ name, value: value === undefined || value === null ? '' : String(value) }]
  })
}

export function readHashes(object: DataObject, at: At, reading: Reading): Reference['hashes'] {
  return objectsOf(object, 'hashes').flatMap((each) =>
    reading.hash('cyclonedx', { word: textOf(each, 'alg') ?? '', digest: textOf(each, 'content') ?? '' }, at),
  )
}

export function readReferences(object: DataObject, at: At, reading: Reading): readonly Reference[] {
  return objectsOf(object, 'externalReferences').flatMap((each) => {
    const url = textOf(each, 'url')
    if (url === null) {
      reading.note('BAD_VALUE', at, 'an external reference has no address')
      return []
    }
    const type = textOf(each, 'type') ?? 'other'
    return [
      {
        type: referenceTypes.has(type) ? type : 'other',
        url,
        comment: textOf(each, 'comment'),
        hashes: readHashes(each, at, reading),
      },
    ]
  })
}

/** Tools of the document: a list until 1.4, components and services since 1.5. */
export function readTools(metadata: DataObject | null): readonly Tool[] {
  const tools = member(metadata, 'tools')
  const found = Array.isArray(tools)
    ? objectsOf(metadata, 'tools')
    : [...objectsOf(asObject(tools), 'components'), ...objectsOf(asObject(tools), 'services')]
  return found.flatMap((tool): Tool[] => {
    const name = textOf(tool, 'name')
    const vendor = textOf(tool, 'vendor') ?? textOf(tool, 'publisher') ?? textOf(tool, 'group')
    return name === null ? [] : [{ vendor, name, version: textOf(tool, 'version') }]
  })
}

/** Licences of a component; texts of `LicenseRef-…` beside an expression (1.7) go to `texts`. */
export function readLicenses(
  object: DataObject,
  texts: Map<string, LicenseText>,
  { at, reading }: { readonly at: At; readonly reading: Reading },
): readonly License[] {
  return objectsOf(object, 'licenses').flatMap((choice): License[] => {
    const expression = textOf(choice, 'expression')
    if (expression !== null) {
      readDetails(choice, texts)
      const license = licenseOf(expression, { acknowledgement: acknowledgementOf(choice) })
      if (license.kind === 'name')
        reading.note('BAD_VALUE', at, 'a licence expression is none, or names an unknown licence')
      return [license]
    }
    const license = objectOf(choice, 'license') ?? choice
    const id = textOf(license, 'id')
    const name = textOf(license, 'name')
    const parts = {
      text: attachment(license),
      url: textOf(license, 'url'),
      acknowledgement: acknowledgementOf(license),
    }
    if (id !== null) {
      const known = licenseOf(id, parts)
      return [known.kind === 'id' ? known : { ...known, kind: 'name', value: id }]
    }
    return name === null ? [] : [{ kind: 'name', value: name, ...parts }]
  })
}

function acknowledgementOf(object: DataObject): License['acknowledgement'] {
  const said = textOf(object, 'acknowledgement')
  return said === 'declared' || said === 'concluded' ? said : null
}

function readDetails(choice: DataObject, texts: Map<string, LicenseText>): void {
  for (const detail of objectsOf(choice, 'expressionDetails')) {
    const id = textOf(detail, 'licenseIdentifier')
    const text = attachment(detail)
    if (id !== null && text !== null && /^LicenseRef-[A-Za-z0-9.-]+$/.test(id))
      texts.set(id, { id, name: null, text, url: textOf(detail, 'url') })
  }
}

/** An attached text, decoded where it is in base64. */
function attachment(object: DataObject): string | null {
  const text = objectOf(object, 'text')
  const content = textOf(text, 'content')
  if (content === null) return null
  return textOf(text, 'encoding') === 'base64' ? Buffer.from(content, 'base64').toString('utf8') : content
}
