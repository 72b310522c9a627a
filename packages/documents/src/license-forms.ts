import { createHash } from 'node:crypto'
import type { Bom, Component, License, LicenseText } from './bom.ts'
import { joinAll, licenseOf, referencesIn } from './license.ts'
import type { Note } from './loss.ts'

const onlyReference = /^LicenseRef-[A-Za-z0-9.-]+$/

/**
 * One form for each licence: an expression that is nothing but a reference to a text becomes that licence's name and text; texts that
 * no expression names stay.
 */
export function withNamedLicenses(bom: Bom): Bom {
  if (bom.licenseTexts.length === 0) return bom
  const texts = new Map(bom.licenseTexts.map((text) => [text.id, text]))
  const resolved = new Set<string>()
  const components = bom.components.map((component) => {
    if (!component.licenses.some(({ kind, value }) => kind === 'expression' && texts.has(value))) return component
    return { ...component, licenses: component.licenses.map((license) => named(license, texts, resolved)) }
  })
  const used = new Set(
    components.flatMap(({ licenses }) =>
      licenses.flatMap(({ kind, value }) => (kind === 'expression' ? referencesIn(value) : [])),
    ),
  )
  return { ...bom, components, licenseTexts: bom.licenseTexts.filter(({ id }) => used.has(id) || !resolved.has(id)) }
}

function named(license: License, texts: ReadonlyMap<string, LicenseText>, resolved: Set<string>): License {
  const text = license.kind === 'expression' && onlyReference.test(license.value) ? texts.get(license.value) : undefined
  if (text === undefined) return license
  resolved.add(text.id)
  const name = text.name ?? text.id
  return {
    ...license,
    kind: 'name',
    value: name,
    text: license.text ?? (text.text === name ? null : text.text),
    url: license.url ?? text.url,
  }
}

/** What SPDX says of licences: at most one expression declared and one concluded, and the texts that they refer to. */
export interface SpdxLicenses {
  readonly licenses: readonly License[]
  readonly texts: readonly LicenseText[]
}

/**
 * Licences as SPDX expressions: names become references to texts, several become one that demands all of them, and what is neither
 * declared nor concluded is taken for declared.
 */
export function asExpressions({ licenses: all, ref }: Component, note: Note): SpdxLicenses {
  const texts: LicenseText[] = []
  const licenses = all.filter(({ value }) => !/^(?:NONE|NOASSERTION)$/.test(value.trim()))
  if (licenses.length < all.length) note('LICENSE_LIST', ref, 'a licence that says nothing is left out')
  if (licenses.some(({ acknowledgement }) => acknowledgement === null))
    note('LICENSE_ACKNOWLEDGEMENT', ref, 'a licence that is neither declared nor concluded is taken for declared')
  const expressionsOf = (wanted: readonly License[]): readonly string[] => {
    if (wanted.length > 1) note('LICENSE_LIST', ref, 'several licences become one expression that demands all of them')
    return wanted.map((license) => {
      if (license.kind !== 'name') {
        if (license.text !== null || license.url !== null)
          note('LICENSE_TEXT', ref, 'the text or address beside a licence of the list is left out')
        return license.value
      }
      const text = textOfName(license)
      texts.push(text)
      return text.id
    })
  }
  const groups = [
    ['declared', licenses.filter(({ acknowledgement }) => acknowledgement !== 'concluded')],
    ['concluded', licenses.filter(({ acknowledgement }) => acknowledgement === 'concluded')],
  ] as const
  return {
    licenses: groups.flatMap(([acknowledgement, group]) =>
      group.length === 0 ? [] : [licenseOf(joinAll([...new Set(expressionsOf(group))]), { acknowledgement })],
    ),
    texts,
  }
}

/** A licence that is on no list, under an identifier that follows from what is known of it. */
export function textOfName({ value, text, url }: License): LicenseText {
  const slug = value
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
  const digest = createHash('sha256')
    .update(`${value}\0${text ?? ''}\0${url ?? ''}`)
    .digest('hex')
    .slice(0, 8)
  return { id: `LicenseRef-${slug === '' ? '' : `${slug}-`}${digest}`, name: value, text: text ?? value, url }
}
