/** A line as pip reads it: continuations joined, comment taken off, trimmed. */
export interface LogicalLine {
  /** What is left without the comment; empty for a line that is only a comment. */
  readonly text: string
  /** Line where it starts, from 1, counted as editors do (`\n`, `\r\n`, `\r`). */
  readonly line: number
  /** The comment from its `#`, or null. */
  readonly comment: string | null
}

// Python's str.splitlines ends a line at each of these: an attacker could hide one behind a comment otherwise.
const unusualEnd = /[\r\v\f\x1c-\x1e\x85\u2028\u2029]/
const anyEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g

/** Calls `visit` for each logical line of a requirements file that is not empty (pip: join_lines, then ignore_comments). */
export function forEachLogicalLine(text: string, visit: (line: LogicalLine) => void): void {
  let pending: string | null = null
  let pendingLine = 0
  forEachPhysicalLine(text, (physical, line) => {
    const isComment = startsWithComment(physical)
    if (physical.endsWith('\\') && !isComment) {
      if (pending === null) pendingLine = line
      pending = (pending ?? '') + withoutBackslashes(physical)
      return
    }
    if (pending === null) visitWithoutComment(physical, line, visit)
    // pip puts a space before a comment that ends a continued line, so that it is still seen as a comment.
    else visitWithoutComment(pending + (isComment ? ` ${physical}` : physical), pendingLine, visit)
    pending = null
  })
  if (pending !== null) visitWithoutComment(pending, pendingLine, visit)
}

function forEachPhysicalLine(text: string, visit: (text: string, line: number) => void): void {
  if (unusualEnd.test(text)) {
    forEachUnusualLine(text, visit)
    return
  }
  let line = 1
  let start = 0
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    visit(text.slice(start, end), line)
    start = end + 1
    line += 1
  }
  if (start < text.length) visit(text.slice(start), line)
}

function forEachUnusualLine(text: string, visit: (text: string, line: number) => void): void {
  let line = 1
  let start = 0
  anyEnd.lastIndex = 0
  for (let found = anyEnd.exec(text); found !== null; found = anyEnd.exec(text)) {
    visit(text.slice(start, found.index), line)
    start = found.index + found[0].length
    if (found[0] === '\n' || found[0] === '\r' || found[0] === '\r\n') line += 1
  }
  if (start < text.length) visit(text.slice(start), line)
}

function visitWithoutComment(joined: string, line: number, visit: (line: LogicalLine) => void): void {
  const at = commentStart(joined)
  const text = strip(at < 0 ? joined : joined.slice(0, at))
  if (text !== '' || at >= 0) visit({ text, line, comment: at < 0 ? null : joined.slice(at) })
}

/** A `#` begins a comment at the start and after white space; elsewhere it belongs to a URL's fragment. */
function commentStart(text: string): number {
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    if (at === 0 || isSpace(text.charCodeAt(at - 1))) return at
  }
  return -1
}

function startsWithComment(text: string): boolean {
  let at = 0
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1
  return text[at] === '#'
}

/** pip strips backslashes at both ends of a continued line. */
function withoutBackslashes(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) === 0x5c) start += 1
  while (end > start && text.charCodeAt(end - 1) === 0x5c) end -= 1
  return text.slice(start, end)
}

/** As Python's `str.strip`, whose white space is not that of `trim`. */
function strip(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start += 1
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1
  return text.slice(start, end)
}

/** White space as Python's `\s` sees it. */
function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f)
  // JavaScript counts the byte order mark as white space.
  return code === 0x85 || (code !== 0xfeff && /\s/.test(String.fromCharCode(code)))
}
