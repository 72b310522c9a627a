import type { Annotation, Bom, BomEdge, Component, EdgeKind, Party } from './bom.ts'
import { componentByRef } from './lookup.ts'
import type { Note } from './loss.ts'

/** A party that says something; null for one that says nothing. */
export function partyOrNull(party: Party | null): Party | null {
  return party === null || (party.name ?? party.email ?? party.url) === null ? null : party
}

/** Edges of a format that knows only which stands for which kind; `kindOf` says what a reader will take them for. */
export function fitEdges(
  bom: Bom,
  kindOf: (from: Component, to: Component) => EdgeKind,
  note: Note,
): readonly BomEdge[] {
  const find = componentByRef(bom)
  const kept = new Map<string, BomEdge>()
  for (const edge of bom.edges) {
    const from = find(edge.from)
    const to = find(edge.to)
    if (from === undefined || to === undefined) continue
    const kind = kindOf(from, to)
    if (kind !== edge.kind)
      note('EDGE_KIND', edge.from, `a dependency of kind ${edge.kind} becomes one of kind ${kind}`)
    kept.set(`${edge.from}\0${edge.to}\0${kind}`, { ...edge, kind })
  }
  return [...kept.values()]
}

/** Half a pair of surrogates is seen with the flag alone. */
const unsafe = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\p{Cs}]/u

/** Text that XML 1.0 can hold; what it cannot becomes U+FFFD. */
export function xmlSafe(text: string): string {
  if (!unsafe.test(text)) return text
  return text.toWellFormed().replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
}

/** An IRI reference: what may not stand in one is percent-encoded. */
export function iri(text: string): string {
  return text
    .toWellFormed()
    .trim()
    .replace(/[\x00-\x20\x7f<>"{}|\\^`]/g, (character) => encodeURIComponent(character))
    .replace(/%(?![0-9A-Fa-f]{2})/g, '%25')
}

/** The same value with every text changed, and how many of them are others then; what stays the same is shared. */
export function mapTexts<T>(
  value: T,
  change: (text: string) => string,
): { readonly value: T; readonly changed: number } {
  let changed = 0
  const mapped = (each: unknown): unknown => {
    if (typeof each === 'string') {
      const text = change(each)
      if (text !== each) changed += 1
      return text
    }
    if (typeof each !== 'object' || each === null) return each
    return Array.isArray(each) ? mappedList(each) : mappedObject(each as Readonly<Record<string, unknown>>)
  }
  // Most texts stay as they are: what holds them is copied when the first does not.
  const mappedList = (list: readonly unknown[]): readonly unknown[] => {
    let copy: unknown[] | null = null
    for (const [index, one] of list.entries()) {
      const other = mapped(one)
      if (other === one) continue
      copy ??= [...list]
      copy[index] = other
    }
    return copy ?? list
  }
  const mappedObject = (object: Readonly<Record<string, unknown>>): object => {
    let copy: Map<string, unknown> | null = null
    for (const key of Object.keys(object)) {
      const other = mapped(object[key])
      if (other === object[key]) continue
      copy ??= new Map(Object.entries(object))
      copy.set(key, other)
    }
    return copy === null ? object : Object.fromEntries(copy)
  }
  return { value: mapped(value) as T, changed }
}

/** An annotation that has a time, as every format wants it: its own, else that of the bill. None where nobody or no time is known. */
export function fitAnnotation(
  annotation: Annotation,
  annotator: Party | null,
  created: string | null,
  note: Note,
): readonly Annotation[] {
  const time = annotation.time ?? created
  if (annotator === null || time === null) {
    note('ANNOTATION', annotation.subject, 'an annotation without a time or a name is left out')
    return []
  }
  if (annotation.time === null)
    note('ANNOTATION', annotation.subject, 'an annotation without a time takes that of the bill')
  return [{ ...annotation, annotator, time }]
}
