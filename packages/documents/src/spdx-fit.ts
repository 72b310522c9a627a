import type { Bom, Component, Tool } from './bom.ts'
import type { Note } from './loss.ts'
import { serialOfBom } from './serial.ts'
import { describedBy } from './spdx-ids.ts'
import { oneLine, readTool, writeTool } from './spdx2/actor.ts'
import { placesText, readPlaces } from './spdx2/reference.ts'

/** A document without a time gets the first that there is, which nobody takes for true. */
export const noTime = '1970-01-01T00:00:00Z'

/** SPDX wants to know who or what made a document. */
export function fitTools(bom: Bom, note: Note): readonly Tool[] {
  const tools = bom.tools.flatMap((tool) => {
    const fitted = readTool(oneLine(writeTool(tool).slice('Tool: '.length)))
    if (fitted.name !== tool.name || fitted.version !== tool.version || tool.vendor !== null)
      note('TOOL', null, 'the vendor of a tool, or the border between its name and version, is left out')
    return fitted.name === '' ? [] : [fitted]
  })
  return tools.length === 0 && bom.authors.length === 0 ? [{ vendor: null, name: 'cordon', version: null }] : tools
}

/** What a document is about, said: the subject, or the only one that nothing needs. */
export function withSubject(bom: Bom, note: Note): Bom {
  const [only, ...more] = describedBy(bom)
  const placed = bom.components.map((component) => {
    if (component.ref !== bom.subject || component.within === null) return component
    note('NESTING', component.ref, 'the subject stands by itself')
    return { ...component, within: null }
  })
  if (bom.subject !== null || only === undefined || more.length > 0) return { ...bom, components: placed }
  note('SUBJECT', only, 'it becomes what the document is about')
  return { ...bom, subject: only }
}

/** SPDX wants a name of the document. */
export function nameOf(bom: Bom): string {
  const subject = bom.components.find(({ ref }) => ref === bom.subject)
  const name = oneLine(bom.name ?? subject?.name ?? '')
  return name === '' ? 'sbom' : name
}

const absolute = /^[a-z][a-z0-9+.-]*:[^\s#]+$/i

/** An absolute address without a fragment, as SPDX wants the name space of a document. */
export function identityOf(bom: Bom, note: Note): string {
  if (bom.identity !== null && absolute.test(bom.identity)) return bom.identity
  if (bom.identity !== null) note('IDENTITY', null, 'the identity of the document becomes a new name space')
  return serialOfBom(bom)
}

/** `NONE` and `NOASSERTION` are words of SPDX. */
export function fitFree(
  text: string | null,
  { ref, what, note }: { readonly ref: string; readonly what: 'copyright'; readonly note: Note },
): string | null {
  if (text === null || !/^(?:NONE|NOASSERTION)$/.test(text.trim())) return text
  note('COPYRIGHT', ref, `the ${what} \`${text.trim()}\` says nothing`)
  return null
}

/** Places as free text tells them. */
export function fitPlaces({ occurrences, ref }: Component, note: Note): Component['occurrences'] {
  if (occurrences.length === 0) return []
  const fitted = readPlaces(placesText(occurrences)) ?? []
  const isSame =
    JSON.stringify(fitted) === JSON.stringify(occurrences.map(({ location, line }) => ({ location, line })))
  if (!isSame) note('OCCURRENCE', ref, 'a place where it was found is left out or cut')
  return fitted
}
