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
  const lines = new Lines()
  lines.add('<?xml version="1.0" encoding="UTF-8"?>')
  writeNode(root, '', lines)
  return lines.text()
}

/** Lines of a text, put together a few thousand at a time: the pieces of a whole document would be kept until its end. */
class Lines {
  readonly #chunks: string[] = []
  #pending: string[] = []

  add(line: string): void {
    if (this.#pending.push(line) >= 4096) this.#flush()
  }

  text(): string {
    this.#flush()
    return this.#chunks.join('')
  }

  #flush(): void {
    if (this.#pending.length > 0) this.#chunks.push(`${this.#pending.join('\n')}\n`)
    this.#pending = []
  }
}

function writeNode({ name, attributes, children, text }: XmlNode, indent: string, lines: Lines): void {
  let start = `${indent}<${name}`
  for (const key in attributes) start += ` ${key}="${escapeAttribute(attributes[key] ?? '')}"`
  let isOpen = false
  for (const child of children) {
    if (!isOpen) lines.add(`${start}>`)
    isOpen = true
    writeNode(child, `${indent}  `, lines)
  }
  if (isOpen) lines.add(`${indent}</${name}>`)
  else lines.add(text === '' ? `${start}/>` : `${start}>${escapeText(text)}</${name}>`)
}
