/**
 * Whether one name is within some edits (insertion, omission, replacement, swap of neighbours) of others that lie one after the other in
 * ASCII: nothing is made of those that are not, which are nearly all.
 */
export class Reach {
  readonly #name: Uint8Array
  readonly #text: Uint8Array
  #end = 0

  constructor(name: string, text: Uint8Array) {
    this.#name = Uint8Array.from(name, (letter) => letter.charCodeAt(0))
    this.#text = text
  }

  /** True where the text from `start` to `end` is within so many edits of the name. */
  isWithin(start: number, end: number, edits: number): boolean {
    this.#end = end
    return this.#from(0, start, edits)
  }

  /** From a letter of the name and one of the text on, with so many edits left. */
  #from(inName: number, inText: number, left: number): boolean {
    const name = this.#name
    const text = this.#text
    let i = inName
    let j = inText
    while (i < name.length && j < this.#end && name[i] === text[j]) {
      i += 1
      j += 1
    }
    const ours = name.length - i
    const theirs = this.#end - j
    if (ours <= left && theirs <= left && (ours === 0 || theirs === 0)) return true
    if (left === 0 || ours - theirs > left || theirs - ours > left) return false
    return (
      (ours > 0 && theirs > 0 && this.#from(i + 1, j + 1, left - 1)) ||
      (ours > 0 && this.#from(i + 1, j, left - 1)) ||
      (theirs > 0 && this.#from(i, j + 1, left - 1)) ||
      (ours > 1 &&
        theirs > 1 &&
        name[i] === text[j + 1] &&
        name[i + 1] === text[j] &&
        this.#from(i + 2, j + 2, left - 1))
    )
  }
}
