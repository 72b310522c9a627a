/** Splits as Python's `shlex.split` does (POSIX, no comments); null when a quote or an escape does not end. */
export function splitWords(text: string): readonly string[] | null {
  if (!/['"\\]/.test(text)) return text.split(/[ \t\r\n]+/).filter((word) => word !== '')
  const words: string[] = []
  let word: string | null = null
  let at = 0
  while (at < text.length) {
    const character = text[at] ?? ''
    if (isBlank(character)) {
      if (word !== null) words.push(word)
      word = null
      at += 1
      continue
    }
    const piece = readPiece(text, at)
    if (piece === null) return null
    word = (word ?? '') + piece.text
    at = piece.end
  }
  if (word !== null) words.push(word)
  return words
}

interface Piece {
  readonly text: string
  readonly end: number
}

function readPiece(text: string, at: number): Piece | null {
  const character = text[at]
  if (character === "'") {
    const end = text.indexOf("'", at + 1)
    return end < 0 ? null : { text: text.slice(at + 1, end), end: end + 1 }
  }
  if (character === '"') return readDoubleQuoted(text, at + 1)
  if (character === '\\') return at + 1 < text.length ? { text: text[at + 1] ?? '', end: at + 2 } : null
  let end = at + 1
  while (end < text.length && !isBlank(text[end] ?? '') && !`'"\\`.includes(text[end] ?? '')) end += 1
  return { text: text.slice(at, end), end }
}

function readDoubleQuoted(text: string, start: number): Piece | null {
  let value = ''
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (character === '"') return { text: value, end: at + 1 }
    const next = text[at + 1]
    // Inside double quotes a backslash escapes only itself and the quote.
    if (character === '\\' && (next === '"' || next === '\\')) {
      value += next
      at += 1
    } else value += character
  }
  return null
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r'
}
