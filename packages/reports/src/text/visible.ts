import { maskCredentials } from './credentials.ts'

/** Control, format (bidi, zero-width, tags), line and paragraph separators, lone surrogates, noncharacters: what acts or breaks. */
const acting = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu
const plain = /^[\x20-\x7e]*$/
/** More than three marks on one letter draw over the neighbouring lines. */
const stackedMarks = /(\p{M}{3})\p{M}+/gu

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** The escape that shows a code point instead of obeying it: `\n`, `\x1b`, `\u202e`, `\u{e0041}`. */
function escapeOf(character: string): string {
  const short = shortEscapes[character]
  if (short !== undefined) return short
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`
}

/** Hostile text made harmless on one line: every acting character becomes a visible escape,
 * credentials in URLs are masked. For names, paths and quoted text. */
export function visible(text: string): string {
  const masked = maskCredentials(text)
  if (plain.test(masked)) return masked
  return masked
    .replace(acting, escapeOf)
    .replace(stackedMarks, '$1')
    .replace(/\p{Zs}/gu, ' ')
}

/** Like `visible`, for prose: runs of white space become one space, so that a title of several lines reads as one. */
export function sentence(text: string): string {
  return visible(text.replace(/\s+/gu, ' ').trim())
}

/** Cuts to at most `limit` UTF-16 units without splitting a character, with `...` in the place of what is gone. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text
  return `${text.slice(0, Math.max(0, limit - 3)).replace(/[\ud800-\udbff]$/, '')}...`
}

/** `7080` → `7,080`, the same in every locale. */
export function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `1 file`, `2 files`; the plural is the singular with `s` where none is given. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${groupDigits(count)} ${count === 1 ? one : many}`
}
