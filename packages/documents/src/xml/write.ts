/** An element to be written: with children, or with text that XML can hold. */
export interface XmlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Asked for once, when the element is written: they need not all be there at the same time. */
  readonly children: Iterable<XmlNode>
  readonly text: string
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
}

function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => escapes[character] ?? character)
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"\n\r\t]/g, (character) => escapes[character] ?? character)
}

/** A document of XML 1.0 in UTF-8, two spaces a level. */
export function xmlText(root: XmlNode): string {
  const lines: string[] = ['<?xml version="1.0" encoding="UTF-8"?>']
  writeNode(root, '', lines)
  return `${lines.join('\n')}\n`
}

function writeNode({ name, attributes, children, text }: XmlNode, indent: string, lines: string[]): void {
  let start = `${indent}<${name}`
  for (const key in attributes) start += ` ${key}="${escapeAttribute(attributes[key] ?? '')}"`
  let isOpen = false
  for (const child of children) {
    if (!isOpen) lines.push(`${start}>`)
    isOpen = true
    writeNode(child, `${indent}  `, lines)
  }
  if (isOpen) lines.push(`${indent}</${name}>`)
  else lines.push(text === '' ? `${start}/>` : `${start}>${escapeText(text)}</${name}>`)
}
