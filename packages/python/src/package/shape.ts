/** How much of something there is at its longest, and on which line (from 1). Length 0, line 0 when there is none. */
export interface Extent {
  readonly length: number
  readonly line: number
}

/** A literal, and how evenly its characters are spread: bits a character, 0 to 8. */
export interface LiteralExtent extends Extent {
  readonly entropy: number
}

/** Cheap facts of a text as a whole, parsed or not. Lengths are in characters. */
export interface Shape {
  readonly bytes: number
  readonly lines: number
  readonly longestLine: Extent
  /** The longest run of blanks with code in front of it or behind it on its line: code may be pushed out of sight by it. */
  readonly longestGap: Extent
  /** Runs of at least 200 digits of base64 or hex. */
  readonly blobs: number
  readonly longestBlob: LiteralExtent
  /** `<<`, `>>`, `^`, `~`: how often, in texts that are short of words. */
  readonly bitOperators: number
  /** Characters beyond ASCII next to what stands around names: `(`, `=`, `.`, in code or in texts. */
  readonly wideNames: number
  /** Where the first of those stands. */
  readonly firstWideName: number
  /** The encoding is one that hides what is in the file, or is not known. */
  readonly isOddlyEncoded: boolean
}

const longLine = 120
const shortestBlob = 200
/** Characters of encoded data. A table, since a pattern that repeats over megabytes takes all of the stack. */
const isBlobDigit = new Uint8Array(65_536)
for (const digit of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-')
  isBlobDigit[digit.charCodeAt(0)] = 1
const shortestGap = 80
const wideCharacter = /[^\x00-\x7f]/g
const restOfWideName = /[^\x00-\x7f][^\s'",:;!?]{0,40} {0,8}(?:\(|=(?!=)|\.\w)/y
const bitOperator = /<<|>>|[\^~]/g

/** The shape of a text whose encoding is known to be usual, or not. */
export function shapeOf(text: string, bytes: number, isOddlyEncoded: boolean): Shape {
  const long = longLinesOf(text)
  const wide = bytes > text.length ? wideNamesOf(text) : noWideNames
  return {
    bytes,
    lines: long.lines,
    longestLine: long.longest,
    longestGap: long.gap,
    blobs: long.blobs,
    longestBlob: { ...long.blob, entropy: entropyOf(long.blobText) },
    bitOperators: countOf(text, bitOperator),
    wideNames: wide.count,
    firstWideName: wide.count === 0 ? 0 : lineAt(text, wide.first),
    isOddlyEncoded,
  }
}

interface WideNames {
  readonly count: number
  /** Where the first begins. */
  readonly first: number
}

const noWideNames: WideNames = { count: 0, first: 0 }
const mostCounted = 10_000

/** Only where a character beyond ASCII stands, the rest of a name is tried. */
function wideNamesOf(text: string): WideNames {
  let count = 0
  let first = 0
  wideCharacter.lastIndex = 0
  while (count < mostCounted && wideCharacter.test(text)) {
    const start = wideCharacter.lastIndex - 1
    restOfWideName.lastIndex = start
    if (!restOfWideName.test(text)) continue
    if (count === 0) first = start
    count += 1
    wideCharacter.lastIndex = restOfWideName.lastIndex
  }
  return { count, first }
}

function countOf(text: string, pattern: RegExp): number {
  let count = 0
  pattern.lastIndex = 0
  while (count < mostCounted && pattern.test(text)) count += 1
  pattern.lastIndex = 0
  return count
}

/** The line, from 1, of a place in a text. */
function lineAt(text: string, index: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line += 1
  return line
}

interface LongLines {
  lines: number
  longest: Extent
  gap: Extent
  blobs: number
  blob: Extent
  blobText: string
}

const nothing: Extent = { length: 0, line: 0 }

/** One walk over the lines; only long ones are looked into. */
function longLinesOf(text: string): LongLines {
  const found: LongLines = { lines: 0, longest: nothing, gap: nothing, blobs: 0, blob: nothing, blobText: '' }
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    found.lines += 1
    if (end - start > found.longest.length) found.longest = { length: end - start, line: found.lines }
    if (end - start > longLine) lookInto(text.slice(start, end), found)
    start = end + 1
  }
  return found
}

function lookInto(line: string, found: LongLines): void {
  findGap(line, found)
  if (line.length < shortestBlob) return
  for (let at = 0; at < line.length; ) {
    const start = at
    while (at < line.length && isBlobDigit[line.charCodeAt(at)] === 1) at += 1
    if (at - start >= shortestBlob) found.blobs += 1
    if (at - start >= shortestBlob && at - start > found.blob.length) {
      found.blob = { length: at - start, line: found.lines }
      found.blobText = line.slice(start, at)
    }
    at += 1
  }
}

const hash = 0x23

/** By hand, as a pattern would try each place of a long run of blanks anew. */
function findGap(line: string, found: LongLines): void {
  let start = 0
  for (let index = 0; index < line.length; index += 1) {
    const code = line.charCodeAt(index)
    if (code === 0x20 || code === 9 || code === 11 || code === 12) continue
    const length = index - start
    if (length >= shortestGap && code !== hash && code !== 13 && length > found.gap.length)
      found.gap = { length, line: found.lines }
    start = index + 1
  }
}

const mostSampled = 65_536

function entropyOf(text: string): number {
  const counts = new Uint32Array(256)
  const length = Math.min(text.length, mostSampled)
  for (let index = 0; index < length; index += 1)
    counts[text.charCodeAt(index) & 0xff] = (counts[text.charCodeAt(index) & 0xff] ?? 0) + 1
  let bits = 0
  for (const count of counts) if (count > 0) bits -= (count / length) * Math.log2(count / length)
  return bits
}

const widestGap = 120
const fewestOperators = 64
const charactersAnOperator = 80

/** Whether a text looks so little like what people write that it is read whatever it names. */
export function isOutlier(shape: Shape): boolean {
  return (
    shape.isOddlyEncoded ||
    shape.wideNames > 0 ||
    shape.longestGap.length >= widestGap ||
    (shape.bitOperators >= fewestOperators && shape.bitOperators * charactersAnOperator > shape.bytes)
  )
}
