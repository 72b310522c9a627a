import { latin1 } from './decode-source.ts'
import { decodeEscapes } from './escape.ts'
import { Node } from './node.ts'
import { StringFlag } from './token.ts'
import type { Tree } from './tree.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The text of a String or TemplateText; null for bytes and other nodes. */
export function textValue(tree: Tree, node: number): string | null {
  const kind = tree.kind(node)
  const flags = tree.value(node)
  if ((kind !== Node.String && kind !== Node.TemplateText) || (flags & StringFlag.Bytes) !== 0) return null
  const text = sourceLines(decoder.decode(contentOf(tree, node)))
  const escaped = (flags & StringFlag.Raw) === 0 ? decodeEscapes(text, false) : text
  return kind === Node.TemplateText ? escaped.replaceAll('{{', '{').replaceAll('}}', '}') : escaped
}

/** The bytes of a bytes literal; null for text and other nodes. */
export function bytesValue(tree: Tree, node: number): Uint8Array | null {
  const flags = tree.value(node)
  if (tree.kind(node) !== Node.String || (flags & StringFlag.Bytes) === 0) return null
  const text = sourceLines(latin1(contentOf(tree, node)))
  const escaped = (flags & StringFlag.Raw) === 0 ? decodeEscapes(text, true) : text
  return Uint8Array.from(escaped, (character) => character.charCodeAt(0))
}

/** Python reads every line end as `\n`, also inside literals. */
function sourceLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

function contentOf(tree: Tree, node: number): Uint8Array {
  const start = tree.start(node)
  const end = tree.end(node)
  if (tree.kind(node) === Node.TemplateText) return tree.source.subarray(start, end)
  const flags = tree.value(node)
  const quotes = (flags & StringFlag.Triple) !== 0 ? 3 : 1
  let open = start
  while (tree.source[open] !== 0x22 && tree.source[open] !== 0x27) open += 1
  return tree.source.subarray(open + quotes, (flags & StringFlag.Unterminated) !== 0 ? end : end - quotes)
}

/** The value of a number: an integer of any size, or a float; null for complex ones and what is no number. */
export function numberValue(tree: Tree, node: number): bigint | number | null {
  if (tree.kind(node) !== Node.Number || tree.end(node) - tree.start(node) > longestNumber) return null
  const small = smallInteger(tree, node)
  if (small >= 0) return BigInt(small)
  const text = tree.text(node).replaceAll('_', '').toLowerCase()
  const digits = text.endsWith('l') ? text.slice(0, -1) : text
  if (/^\d+$/.test(digits))
    return BigInt(/^0[0-7]+$/.test(digits) && !/^0+$/.test(digits) ? `0o${digits.slice(1)}` : digits)
  if (/^0(?:x[\da-f]+|o[0-7]+|b[01]+)$/.test(digits)) return BigInt(digits)
  return /^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(digits) ? Number(digits) : null
}

const mostDigits = 9

/** The value of a short number in digits alone, none of which leads as a zero; else -1. */
function smallInteger(tree: Tree, node: number): number {
  const start = tree.start(node)
  const end = tree.end(node)
  if (end - start > mostDigits || (tree.source[start] === 0x30 && end - start > 1)) return -1
  let value = 0
  for (let index = start; index < end; index += 1) {
    const digit = (tree.source[index] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return start < end ? value : -1
}

const longestNumber = 20_000
