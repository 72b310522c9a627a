/** An element to be written: with children, or with text that XML can hold. */
export interface XmlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlNode[]
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
  if (children.length > 0) {
    lines.push(`${start}>`)
    for (const child of children) writeNode(child, `${indent}  `, lines)
    lines.push(`${indent}</${name}>`)
  } else lines.push(text === '' ? `${start}/>` : `${start}>${escapeText(text)}</${name}>`)
}
