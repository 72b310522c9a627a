/** The header format of METADATA, PKG-INFO and WHEEL: RFC 822 as Python's email parser reads it. */
export interface HeaderBlock {
  /** In order; names as written, continuation lines joined by line breaks. */
  readonly headers: readonly Header[]
  /** What follows the first empty line. */
  readonly body: string
  /** False when the headers end at a line that is none, or are over the bound. */
  readonly isWhole: boolean
}

export interface Header {
  readonly name: string
  readonly value: string
}

const maxHeaders = 20_000
const longestValue = 1024 * 1024

/** Reads the headers at the start of `text`; never throws. */
export function parseHeaderBlock(text: string): HeaderBlock {
  const headers: { name: string; value: string }[] = []
  let at = text.startsWith('\ufeff') ? 1 : 0
  while (at < text.length) {
    const lineFeed = text.indexOf('\n', at)
    const end = lineFeed < 0 ? text.length : lineFeed
    const next = end + 1
    const line = text.slice(at, text[end - 1] === '\r' && end > at ? end - 1 : end)
    if (line === '') return { headers, body: text.slice(next), isWhole: true }
    if (!addLine(headers, line)) return { headers, body: text.slice(at), isWhole: false }
    at = next
  }
  return { headers, body: '', isWhole: true }
}

function addLine(headers: { name: string; value: string }[], line: string): boolean {
  const last = headers.at(-1)
  if (line[0] === ' ' || line[0] === '\t') {
    if (last === undefined || last.value.length + line.length > longestValue) return false
    last.value += `\n${line}`
    return true
  }
  const colon = line.indexOf(':')
  if (colon < 1 || headers.length >= maxHeaders || line.length > longestValue) return false
  const name = line.slice(0, colon)
  // RFC 5322 3.6.8: printable ASCII without a colon.
  if (!/^[\x21-\x7e]{1,200}$/.test(name)) return false
  headers.push({ name, value: line.slice(colon + 1).trim() })
  return true
}
