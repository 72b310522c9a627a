/** A start tag of an HTML document: names in lower case, character references of the values resolved. */
export interface HtmlTag {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
}

const mostAttributes = 64
const longestValue = 65_536
/** Elements whose content is text, whatever it looks like. */
const rawText = new Set(['script', 'style', 'title', 'textarea'])
const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
])

/**
 * The start tags of an HTML document in order, read as browsers read them as far as an index page needs it: comments, declarations
 * and the content of scripts hold none. One pass, whatever the text is.
 */
export function* htmlTags(text: string): Generator<HtmlTag> {
  let at = text.indexOf('<')
  while (at >= 0) {
    const tag = readTag(text, at)
    if (tag.name !== null) yield { name: tag.name, attributes: tag.attributes }
    if (tag.end < 0) return
    at = text.indexOf('<', tag.end)
  }
}

interface Read {
  /** Null for what is no start tag. */
  readonly name: string | null
  readonly attributes: ReadonlyMap<string, string>
  /** Where to go on, or -1 at the end. */
  readonly end: number
}

const nothing: ReadonlyMap<string, string> = new Map()

function readTag(text: string, at: number): Read {
  if (text.startsWith('<!--', at)) {
    const close = text.indexOf('-->', at + 4)
    return { name: null, attributes: nothing, end: close < 0 ? -1 : close + 3 }
  }
  const name = word(text, at + 1)
  if (name === '') return { name: null, attributes: nothing, end: at + 1 }
  const reader = new AttributeReader(text, at + 1 + name.length)
  const attributes = reader.read()
  const lower = name.toLowerCase()
  return { name: lower, attributes, end: rawText.has(lower) ? endOfRawText(text, lower, reader.at) : reader.at }
}

/** An element name: a letter, then anything but what ends it. */
function word(text: string, from: number): string {
  const first = text.charCodeAt(from) | 0x20
  if (!(first >= 0x61 && first <= 0x7a)) return ''
  let end = from
  while (end < text.length && !endsName(text.charCodeAt(end))) end += 1
  return text.slice(from, end)
}

function endsName(code: number): boolean {
  return isSpace(code) || code === 0x2f || code === 0x3e
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b)
}

function endOfRawText(text: string, name: string, from: number): number {
  const close = `</${name}`
  for (let at = text.indexOf('</', from); at >= 0; at = text.indexOf('</', at + 2))
    if (text.slice(at, at + close.length).toLowerCase() === close) return at + close.length
  return -1
}

/** The attributes of one tag; the first of a name counts. */
class AttributeReader {
  at: number
  readonly #text: string

  constructor(text: string, at: number) {
    this.#text = text
    this.at = at
  }

  read(): ReadonlyMap<string, string> {
    const attributes = new Map<string, string>()
    for (;;) {
      this.#skip((code) => isSpace(code) || code === 0x2f)
      if (this.at >= this.#text.length) return attributes
      if (this.#text[this.at] === '>') {
        this.at += 1
        return attributes
      }
      const name = this.#take((code, first) => !(endsName(code) || (code === 0x3d && !first))).toLowerCase()
      const value = this.#value()
      if (attributes.size < mostAttributes && !attributes.has(name)) attributes.set(name, value)
    }
  }

  #value(): string {
    this.#skip(isSpace)
    if (this.#text[this.at] !== '=') return ''
    this.at += 1
    this.#skip(isSpace)
    const quote = this.#text[this.at]
    if (quote !== '"' && quote !== "'") return resolved(this.#take((code) => !(isSpace(code) || code === 0x3e)))
    const close = this.#text.indexOf(quote, this.at + 1)
    const end = close < 0 ? this.#text.length : close
    const value = this.#text.slice(this.at + 1, end)
    this.at = Math.min(end + 1, this.#text.length)
    return resolved(value)
  }

  #skip(passes: (code: number) => boolean): void {
    while (this.at < this.#text.length && passes(this.#text.charCodeAt(this.at))) this.at += 1
  }

  #take(passes: (code: number, first: boolean) => boolean): string {
    const start = this.at
    while (this.at < this.#text.length && passes(this.#text.charCodeAt(this.at), this.at === start)) this.at += 1
    return this.#text.slice(start, this.at)
  }
}

function resolved(value: string): string {
  const bounded = value.slice(0, longestValue)
  if (!bounded.includes('&')) return bounded
  return bounded.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,4}));?/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return named.get(name) ?? whole
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
  })
}
