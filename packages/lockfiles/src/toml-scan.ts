/** The tokens of a TOML text that parsed: where keys, values and strings end. Offsets are of characters; nothing is checked again. */

/** The parts of the key that begins here, quotes resolved, and the offset of `stop` behind it. */
export function readKey(
  text: string,
  start: number,
  stop: string,
): { readonly keys: readonly string[]; readonly end: number } {
  const keys: string[] = []
  let at = start
  while (at < text.length && text[at] !== stop && text[at] !== '\n') {
    const char = text[at]
    if (char === ' ' || char === '\t' || char === '.') at += 1
    else if (char === '"' || char === "'") {
      const end = skipString(text, at)
      keys.push(unquote(text.slice(at, end)))
      at = end
    } else {
      const from = at
      while (at < text.length && isBare(text.charCodeAt(at))) at += 1
      if (at === from) at += 1
      keys.push(text.slice(from, at))
    }
  }
  return { keys, end: at }
}

function isBare(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d
  )
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['t', '\t'],
  ['n', '\n'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
])

/** The text of a one-line string, quotes and escapes resolved. */
function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1)
  if (quoted[0] === "'" || !inner.includes('\\')) return inner
  return inner.replace(/\\(x\w{2}|u\w{4}|U\w{8}|.)/g, (_whole, name: string) => {
    if (name.length === 1) return shortEscapes.get(name) ?? name
    const code = Number.parseInt(name.slice(1), 16)
    return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}

/** The offset after the value that begins here. */
export function skipValue(text: string, start: number): number {
  const first = text[start]
  if (first === '"' || first === "'") return skipString(text, start)
  if (first !== '[' && first !== '{') return skipPlain(text, start)
  let depth = 0
  let at = start
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === 0x22 || code === 0x27) at = skipString(text, at)
    else if (code === 0x23) at = endOfLine(text, at)
    else {
      at += 1
      if (code === 0x5b || code === 0x7b) depth += 1
      else if ((code === 0x5d || code === 0x7d) && --depth === 0) break
    }
  }
  return at
}

function skipPlain(text: string, start: number): number {
  let at = start
  while (at < text.length && !',]}#\n'.includes(text[at] ?? '')) at += 1
  return at
}

/** The offset after the string that begins here. */
function skipString(text: string, start: number): number {
  const quote = text[start] ?? ''
  const triple = quote.repeat(3)
  const mark = text.startsWith(triple, start) ? triple : quote
  let at = start + mark.length
  for (;;) {
    at = text.indexOf(mark, at)
    if (at < 0) return text.length
    if (quote === "'" || !isEscaped(text, at)) break
    at += 1
  }
  at += mark.length
  // A multi-line string may end in one or two quotes of its own.
  if (mark.length === 3) for (let extra = 0; extra < 2 && text[at] === quote; extra += 1) at += 1
  return at
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes += 1
  return slashes % 2 === 1
}

/** The offset of the next thing that is neither white space nor a comment. */
export function skipSpace(text: string, start: number): number {
  let at = start
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) at += 1
    else if (code === 0x23) at = endOfLine(text, at)
    else return at
  }
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end
}
