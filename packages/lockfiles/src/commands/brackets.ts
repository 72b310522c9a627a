import type { Dialect } from './dialect.ts'

/**
 * Offset behind the bracket that closes the one before `at`, minding quotes and nested expansions; the end of the text when it
 * is never closed.
 */
export function behindBracket(text: string, at: number, open: '(' | '{', dialect: Dialect): number {
  const stack: string[] = [open]
  let offset = at
  while (offset < text.length && stack.length > 0) {
    if (text[offset] === dialect.escape) offset += 2
    else offset = step(text, offset, stack, dialect) + 1
  }
  return Math.min(offset, text.length)
}

function step(text: string, offset: number, stack: string[], dialect: Dialect): number {
  const char = text[offset] ?? ''
  const next = text[offset + 1]
  const top = stack.at(-1)
  if (char === '$' && (next === '(' || next === '{') && top !== '`') {
    stack.push(next)
    return offset + 1
  }
  if (top === '"' || top === '`') {
    if (char === top) stack.pop()
    else if (char === '`' && dialect.backquotes) stack.push(char)
    return offset
  }
  if (char === "'" && dialect.singleQuotes) {
    const end = text.indexOf("'", offset + 1)
    return end < 0 ? text.length : end
  }
  if (char === '"' || (char === '`' && dialect.backquotes) || (char === '(' && top === '(')) stack.push(char)
  else if ((char === ')' && top === '(') || (char === '}' && top === '{')) stack.pop()
  return offset
}
