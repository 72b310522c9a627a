/** Characters of one column each, as nearly every text has them: Latin, and the common dashes, quotes and dots. */
const plain = /^[\x20-\x7e\u00a1-\u02ff\u2010-\u2027\u2030-\u205e]*$/
const mark = /^\p{M}$/u
const emoji = /^\p{Emoji_Presentation}$/u
const textualEmoji = /^\p{Extended_Pictographic}$/u
const emojiStyle = 0xfe0f

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

/** A character with everything that is drawn onto it. */
interface Cluster {
  text: string
  width: number
}

function isSkinTone(code: number): boolean {
  return code >= 0x1f3fb && code <= 0x1f3ff
}

function widthOfCharacter(character: string, code: number): number {
  if (code < 0x1100) return code >= 0x300 && mark.test(character) ? 0 : 1
  if (wideRanges.some(([first, last]) => code >= first && code <= last)) return 2
  if (mark.test(character)) return 0
  // Two letters of a flag are one emoji of two columns; each counts one.
  return code >= 0x1f1e6 && code <= 0x1f1ff ? 1 : emoji.test(character) ? 2 : 1
}

/** Simpler than Unicode's grapheme clusters, which cost a tenth of a second to load: marks and skin tones join what they follow. */
function clustersOf(text: string): readonly Cluster[] {
  const clusters: Cluster[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const width = widthOfCharacter(character, code)
    const last = clusters.at(-1)
    if (last === undefined || (width > 0 && !(isSkinTone(code) && last.width === 2))) {
      clusters.push({ text: character, width })
      continue
    }
    if (code === emojiStyle && textualEmoji.test(last.text)) last.width = 2
    last.text += character
  }
  return clusters
}

/** Columns that a text without control characters takes on a terminal: CJK and emoji take two, combining marks none. */
export function displayWidth(text: string): number {
  return plain.test(text) ? text.length : clustersOf(text).reduce((sum, cluster) => sum + cluster.width, 0)
}

function takeColumns(text: string, columns: number): string {
  if (plain.test(text)) return text.slice(0, columns)
  let taken = ''
  let width = 0
  for (const cluster of clustersOf(text)) {
    width += cluster.width
    if (width > columns) break
    taken += cluster.text
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

/** Parts of at most `columns` columns; a single character that is wider is a part all the same. */
function breakWord(word: string, columns: number): readonly string[] {
  if (word.length <= columns && displayWidth(word) <= columns) return [word]
  const parts: string[] = []
  let part = ''
  let width = 0
  for (const cluster of clustersOf(word)) {
    if (part !== '' && width + cluster.width > columns) {
      parts.push(part)
      part = ''
      width = 0
    }
    part += cluster.text
    width += cluster.width
  }
  return [...parts, part]
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
