/** Finds many words in one pass, in time linear in the text: the automaton of Aho and Corasick over folded characters. */
export interface Automaton {
  /** By offset of a state plus class of a character: the offset of the next state, as `~offset` where words end. */
  readonly next: Int32Array
  /** Class of each ASCII character; 0 for one that no word holds. */
  readonly classes: Uint8Array
  /** How many classes there are: offsets are multiples of it. */
  readonly width: number
  /** Words that end in a state, by its number. */
  readonly ends: ReadonlyMap<number, readonly number[]>
}

const slash = '/'.charCodeAt(0)
const backslash = '\\'.charCodeAt(0)

/**
 * Words are ASCII. Case does not matter, a backslash is a slash, and a run of slashes is one slash: so that a path is found as it stands in
 * a value and as it is escaped in source text.
 */
export function compileWords(words: readonly string[]): Automaton {
  const folded = words.map(fold)
  const { classes, width } = classesOf(folded)
  const size = folded.reduce((sum, word) => sum + word.length, 1)
  const next = new Int32Array(size * width).fill(-1)
  const ends = new Map<number, number[]>()
  let states = 1
  for (const [index, word] of folded.entries()) {
    let state = 0
    for (let at = 0; at < word.length; at += 1) {
      const cell = state * width + (classes[word.charCodeAt(at)] ?? 0)
      if (next[cell] === -1) next[cell] = states++
      state = next[cell] ?? 0
    }
    ends.set(state, [...(ends.get(state) ?? []), index])
  }
  completeTransitions(next, ends, { states, width, slashClass: classes[slash] ?? 0 })
  for (let cell = 0; cell < states * width; cell += 1) {
    const state = next[cell] ?? 0
    next[cell] = ends.has(state) ? ~(state * width) : state * width
  }
  return { next: next.slice(0, states * width), classes, width, ends }
}

interface Sizes {
  readonly states: number
  readonly width: number
  /** 0 when no word has a slash. */
  readonly slashClass: number
}

/** Breadth first: a missing transition is that of the longest proper suffix; a slash after a slash stays where it is. */
function completeTransitions(next: Int32Array, ends: Map<number, number[]>, sizes: Sizes): void {
  const { states, width, slashClass } = sizes
  const suffix = new Int32Array(states)
  const queue: number[] = [0]
  for (let head = 0; head < queue.length; head += 1) {
    const state = queue[head] ?? 0
    for (let symbol = 0; symbol < width; symbol += 1) {
      const cell = state * width + symbol
      const fallback = state === 0 ? 0 : (next[(suffix[state] ?? 0) * width + symbol] ?? 0)
      const child = next[cell] ?? -1
      if (child <= 0) {
        next[cell] = fallback
        continue
      }
      suffix[child] = fallback
      const inherited = ends.get(fallback)
      if (inherited) ends.set(child, [...(ends.get(child) ?? []), ...inherited])
      queue.push(child)
    }
  }
  if (slashClass === 0) return
  for (let state = 0; state < states; state += 1) {
    const after = next[state * width + slashClass] ?? 0
    if (after !== 0) next[after * width + slashClass] = after
  }
}

/** Calls `found` with the word's index and the place after its last character, in order of that place. */
export function scanWords(automaton: Automaton, text: string, found: (word: number, end: number) => void): void {
  const { next, classes, width, ends } = automaton
  let offset = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    offset = next[offset + (code < 128 ? (classes[code] ?? 0) : 0)] ?? 0
    if (offset >= 0) continue
    offset = ~offset
    for (const word of ends.get(offset / width) ?? []) found(word, at + 1)
  }
}

/** Where a word that ends at `end` begins, given that runs of slashes count as one. */
export function startOf(text: string, word: string, end: number): number {
  let at = end
  for (let left = word.length; left > 0 && at > 0; left -= 1) {
    at -= 1
    if (isSlash(text.charCodeAt(at))) while (at > 0 && isSlash(text.charCodeAt(at - 1))) at -= 1
  }
  return at
}

function isSlash(code: number): boolean {
  return code === slash || code === backslash
}

/** Lower case, with each run of slashes and backslashes as one slash. */
export function fold(word: string): string {
  return word.toLowerCase().replace(/[\\/]+/g, '/')
}

function classesOf(words: readonly string[]): { readonly classes: Uint8Array; readonly width: number } {
  const classes = new Uint8Array(128)
  let width = 1
  for (const word of words) {
    for (let at = 0; at < word.length; at += 1) {
      const code = word.charCodeAt(at)
      if (code < 128 && classes[code] === 0) classes[code] = width++
    }
  }
  for (let code = 65; code <= 90; code += 1) classes[code] = classes[code + 32] ?? 0
  classes[backslash] = classes[slash] ?? 0
  return { classes, width }
}
