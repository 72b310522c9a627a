import { DocumentError } from '../error.ts'
import { limits } from '../limits.ts'

/** An element of an XML document, read. */
export interface XmlElement {
  /** Without its prefix. */
  readonly name: string
  /** The name space that its prefix stands for; empty without one. */
  readonly space: string
  /** By their names without prefixes; declarations of name spaces are left out. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** The text directly within, as written; white space behind a child is left out. */
  readonly text: string
  readonly line: number
}

interface OpenElement {
  readonly name: string
  readonly written: string
  readonly space: string
  readonly attributes: ReadonlyMap<string, string>
  readonly line: number
  readonly spaces: ReadonlyMap<string, string>
  children: XmlElement[] | null
  text: string
}

/** Most elements have neither: one of each serves all. */
const noAttributes: ReadonlyMap<string, string> = new Map()
const noChildren: readonly XmlElement[] = []

interface State {
  readonly source: string
  readonly open: OpenElement[]
  at: number
  line: number
  /** Where the line ends. */
  lineEnd: number
  values: number
  root: XmlElement | null
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const startTag = /<([A-Za-z_:][\w:.-]{0,200})/y
const endTag = /<\/([A-Za-z_:][\w:.-]{0,200})\s*>/y
const attribute = /\s+([A-Za-z_:][\w:.-]{0,200})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y
const endOfTag = /\s*(\/?)>/y

/**
 * Reads XML 1.0 without document types and without entities but the five of XML itself and characters by number. Throws `DocumentError`:
 * `ENTITIES` for what would bring more, `TOO_LARGE` over the bounds, `MALFORMED` with its line.
 */
export function readXml(text: string): XmlElement {
  if (text.length > limits.text)
    throw new DocumentError('TOO_LARGE', `The document has ${text.length} characters; at most ${limits.text} are read.`)
  const source = text.startsWith('\ufeff') ? text.slice(1) : text
  const state: State = { source, open: [], at: 0, line: 1, lineEnd: endOfLine(source, 0), values: 0, root: null }
  while (state.at < source.length) readNext(state)
  if (state.open.length > 0) throw malformed(state, `\`${state.open.at(-1)?.written}\` does not end`)
  if (state.root === null) throw malformed(state, 'there is no element')
  return state.root
}

function malformed(state: State, reason: string): DocumentError {
  return new DocumentError('MALFORMED', `Not XML: ${reason}.`, { line: state.line })
}

function advance(state: State, to: number): void {
  while (state.lineEnd < to) {
    state.line += 1
    state.lineEnd = endOfLine(state.source, state.lineEnd + 1)
  }
  state.at = to
}

/** Remembered, since a document may be one line: looked for at every step it would be read to its end at every step. */
function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from)
  return end === -1 ? Number.POSITIVE_INFINITY : end
}

function readNext(state: State): void {
  const { source, at } = state
  if (source.charCodeAt(at) !== 0x3c) readText(state)
  else if (source.startsWith('</', at)) readEnd(state)
  else if (source.startsWith('<!--', at)) skipTo(state, '-->', 4)
  else if (source.startsWith('<![CDATA[', at)) readCdata(state)
  else if (source.startsWith('<?', at)) skipTo(state, '?>', 2)
  else if (source.startsWith('<!', at))
    throw new DocumentError('ENTITIES', 'The XML brings a document type or entities of its own, which are not read.', {
      line: state.line,
    })
  else readStart(state)
}

function skipTo(state: State, end: string, from: number): void {
  const at = state.source.indexOf(end, state.at + from)
  if (at === -1) throw malformed(state, 'a comment or instruction does not end')
  advance(state, at + end.length)
}

function readCdata(state: State): void {
  const end = state.source.indexOf(']]>', state.at)
  const current = state.open.at(-1)
  if (end === -1 || current === undefined) throw malformed(state, 'a CDATA section does not end, or stands outside')
  current.text += newlines(state.source.slice(state.at + 9, end))
  advance(state, end + 3)
}

/** XML 1.0 §2.11: every line ends with one `\n`. */
function newlines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

function readText(state: State): void {
  const next = state.source.indexOf('<', state.at)
  const end = next === -1 ? state.source.length : next
  const current = state.open.at(-1)
  const text = state.source.slice(state.at, end)
  // White space between children lays an element out, and says nothing.
  const isLayout = current?.children !== null && text.trim() === ''
  if (current === undefined && text.trim() !== '') throw malformed(state, 'there is text outside of elements')
  if (current !== undefined && !isLayout) current.text += unescaped(newlines(text), state)
  advance(state, end)
}

function unescaped(text: string, state: State): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;&]{0,12});?/g, (whole, body: string) => {
    if (!whole.endsWith(';')) throw malformed(state, 'an `&` begins no entity')
    if (Object.hasOwn(named, body)) return named[body] ?? ''
    const number = /^#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}))$/.exec(body)
    const point = number === null ? Number.NaN : Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10)
    if (point > 0 && point <= 0x10ffff) return String.fromCodePoint(point)
    throw new DocumentError(
      'ENTITIES',
      `The XML uses the entity \`&${body.slice(0, 20)};\`, which it must not bring.`,
      {
        line: state.line,
      },
    )
  })
}

function readStart(state: State): void {
  startTag.lastIndex = state.at
  const written = startTag.exec(state.source)?.[1]
  if (written === undefined) throw malformed(state, 'a `<` begins no element')
  const parent = state.open.at(-1)
  if (parent === undefined && state.root !== null) throw malformed(state, 'there is a second root')
  if (state.open.length >= limits.depth)
    throw new DocumentError('TOO_LARGE', `The document nests more than ${limits.depth} deep.`, { line: state.line })
  const { line } = state
  advance(state, startTag.lastIndex)
  const { attributes, spaces } = readAttributes(state, parent?.spaces ?? noAttributes)
  endOfTag.lastIndex = state.at
  const end = endOfTag.exec(state.source)
  if (end === null) throw malformed(state, `the tag \`${written}\` does not end`)
  advance(state, endOfTag.lastIndex)
  const { name, space } = resolved(written, spaces)
  state.open.push({ name, written, space, attributes, children: null, line, spaces, text: '' })
  if (end[1] === '/') close(state)
}

function resolved(
  written: string,
  spaces: ReadonlyMap<string, string>,
): { readonly name: string; readonly space: string } {
  const colon = written.indexOf(':')
  const prefix = colon === -1 ? '' : written.slice(0, colon)
  return { name: written.slice(colon + 1), space: spaces.get(prefix) ?? '' }
}

function readAttributes(
  state: State,
  inherited: ReadonlyMap<string, string>,
): { readonly attributes: ReadonlyMap<string, string>; readonly spaces: ReadonlyMap<string, string> } {
  let attributes: Map<string, string> | null = null
  let spaces = inherited
  for (;;) {
    attribute.lastIndex = state.at
    const match = attribute.exec(state.source)
    if (match === null) break
    count(state)
    const [, written = '', double, single] = match
    const value = unescaped(newlines(double ?? single ?? '').replace(/[\n\t]/g, ' '), state)
    advance(state, attribute.lastIndex)
    if (written === 'xmlns' || written.startsWith('xmlns:'))
      spaces = new Map(spaces).set(written === 'xmlns' ? '' : written.slice(6), value)
    else {
      const name = written.slice(written.indexOf(':') + 1)
      attributes ??= new Map()
      if (attributes.has(name)) throw malformed(state, `the attribute \`${written}\` is there twice`)
      attributes.set(name, value)
    }
    if (spaces.size > 64)
      throw new DocumentError('TOO_LARGE', 'The XML declares too many name spaces.', { line: state.line })
  }
  return { attributes: attributes ?? noAttributes, spaces }
}

function count(state: State): void {
  state.values += 1
  if (state.values > limits.values)
    throw new DocumentError('TOO_LARGE', `The document holds over ${limits.values} values.`, { line: state.line })
}

function readEnd(state: State): void {
  endTag.lastIndex = state.at
  const written = endTag.exec(state.source)?.[1]
  if (written === undefined || state.open.at(-1)?.written !== written)
    throw malformed(state, 'an end tag does not fit its element')
  advance(state, endTag.lastIndex)
  close(state)
}

function close(state: State): void {
  const element = state.open.pop()
  if (element === undefined) return
  count(state)
  const { name, space, attributes, text, line } = element
  const made: XmlElement = { name, space, attributes, children: element.children ?? noChildren, text, line }
  const parent = state.open.at(-1)
  if (parent === undefined) state.root = made
  else if (parent.children === null) parent.children = [made]
  else parent.children.push(made)
}
