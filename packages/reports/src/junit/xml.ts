import { visible } from '../text/visible.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Hostile text as XML 1.0 character data or attribute value: what XML forbids is shown as an escape, what acts as an entity. */
export function escapeXml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string | number>>
  /** Elements, or lines of text. */
  readonly children: readonly Element[] | readonly string[]
}

function isElement(child: Element | string): child is Element {
  return typeof child !== 'string'
}

/** The lines of an element, indented by two a level; text is escaped line by line. */
export function elementLines({ name, attributes, children }: Element, indent = ''): readonly string[] {
  const inside = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
  const start = `${indent}<${name}${inside.join('')}`
  if (children.length === 0) return [`${start}/>`]
  const elements = children.filter(isElement)
  if (elements.length > 0)
    return [`${start}>`, ...elements.flatMap((child) => elementLines(child, `${indent}  `)), `${indent}</${name}>`]
  const text = children.filter((child) => typeof child === 'string').map(escapeXml)
  return [`${start}>${text.join('\n')}</${name}>`]
}
