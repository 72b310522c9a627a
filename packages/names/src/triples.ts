const letters = '-abcdefghijklmnopqrstuvwxyz0123456789'

/** How many triples there are: three of 37 letters. */
export const tripleCount = letters.length ** 3

/** Every three letters in a row of a name, its ends counted as separators; some may come twice. */
export function* eachTriple(name: string): Generator<string> {
  const padded = `-${name}-`
  for (let at = 0; at + 3 <= padded.length; at += 1) yield padded.slice(at, at + 3)
}

/** The number of a triple of letters that names in normal form are made of, from 0; others share the number 0. */
export function tripleNumber(triple: string): number {
  let number = 0
  for (const letter of triple) {
    const place = letters.indexOf(letter)
    if (place < 0) return 0
    number = number * letters.length + place
  }
  return number
}

/** The numbers of a name's triples, each once. */
export function tripleNumbers(name: string): ReadonlySet<number> {
  const numbers = new Set<number>()
  let number = 0
  for (let at = 0; at <= name.length; at += 1) {
    const place = at < name.length ? letters.indexOf(name[at] ?? '') : 0
    number = (number * letters.length + Math.max(place, 0)) % tripleCount
    if (at > 0) numbers.add(number)
  }
  return numbers
}
