/** Rows of the common keyboard: a key's neighbours are the keys beside it and those above and below. */
const rows = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm']

const neighbours: ReadonlyMap<string, string> = new Map(
  rows.flatMap((row, index) =>
    [...row].map((key, column) => {
      const beside = [row[column - 1], row[column + 1]]
      // Each row lies half a key to the right of the one above it.
      const above = [rows[index - 1]?.[column], rows[index - 1]?.[column + 1]]
      const below = [rows[index + 1]?.[column - 1], rows[index + 1]?.[column]]
      return [key, [...beside, ...above, ...below].join('')] as const
    }),
  ),
)

/** True for two keys that a finger mistakes for each other. */
export function areNeighbourKeys(first: string, second: string): boolean {
  return neighbours.get(first)?.includes(second) ?? false
}

/** Letters and digits that look alike in most fonts. */
const shapes: ReadonlyMap<string, string> = new Map([
  ['l', '1'],
  ['i', '1'],
  ['1', '1'],
  ['o', '0'],
  ['0', '0'],
])

/** True for `l`, `i` and `1`, and for `o` and `0`. */
export function lookAlike(first: string, second: string): boolean {
  const shape = shapes.get(first)
  return shape !== undefined && shape === shapes.get(second)
}

/** The name with look-alikes as one letter: two names with one skeleton are read as the same. */
export function skeletonOf(name: string): string {
  return name
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('cl', 'd')
    .replace(/[lio]/g, (letter) => shapes.get(letter) ?? letter)
}

export function isDigit(letter: string): boolean {
  return letter >= '0' && letter <= '9'
}

export function isLetter(letter: string): boolean {
  return letter >= 'a' && letter <= 'z'
}

export function isVowel(letter: string): boolean {
  return letter !== '' && 'aeiou'.includes(letter)
}
