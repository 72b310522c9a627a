const plain = /^[\x20-\x7e]*$/
const emoji = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f/u
const marksOnly = /^\p{M}+$/u
/** East Asian Wide and Fullwidth blocks (Unicode annex 11), joined where only unassigned points lie between. */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x17000, 0x18cff],
  [0x1b000, 0x1b2ff],
  [0x20000, 0x3fffd],
]

let segmenter: Intl.Segmenter | null = null

function segmentsOf(text: string): readonly string[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), (each) => each.segment)
}

function widthOfSegment(segment: string): number {
  if (marksOnly.test(segment)) return 0
  if (emoji.test(segment)) return 2
  const code = segment.codePointAt(0) ?? 0
  return code >= 0x1100 && wideRanges.some(([first, last]) => code >= first && code <= last) ? 2 : 1
}

/** Columns that a text without control characters takes on a terminal: CJK and emoji take two, combining marks none. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length
  return segmentsOf(text).reduce((sum, segment) => sum + widthOfSegment(segment), 0)
}

function takeColumns(text: string, columns: number): string {
  if (plain.test(text)) return text.slice(0, columns)
  let taken = ''
  let width = 0
  for (const segment of segmentsOf(text)) {
    width += widthOfSegment(segment)
    if (width > columns) break
    taken += segment
  }
  return taken
}

/** Cuts to at most `columns` columns, ending in `...` where something is gone. */
export function cutToWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  if (columns <= 3) return takeColumns(text, columns)
  return `${takeColumns(text, columns - 3).trimEnd()}...`
}

/** Cuts and fills up with spaces to exactly `columns` columns. */
export function fitToWidth(text: string, columns: number): string {
  const cut = cutToWidth(text, columns)
  return cut + ' '.repeat(Math.max(0, columns - displayWidth(cut)))
}

function breakWord(word: string, columns: number): readonly string[] {
  const parts: string[] = []
  let rest = word
  while (displayWidth(rest) > columns) {
    // A single character can be wider than the column; it is taken all the same, so that the loop ends.
    const part = takeColumns(rest, columns) || (segmentsOf(rest)[0] ?? rest)
    parts.push(part)
    rest = rest.slice(part.length)
  }
  return rest === '' ? parts : [...parts, rest]
}

/** Breaks prose into lines of at most `columns` columns, at spaces where it can. */
export function wrapToWidth(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  let width = 0
  for (const word of text.split(' ').flatMap((each) => breakWord(each, columns))) {
    const wordWidth = displayWidth(word)
    if (line !== '' && width + 1 + wordWidth > columns) {
      lines.push(line)
      line = word
      width = wordWidth
    } else {
      width += line === '' ? wordWidth : wordWidth + 1
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line]
}
