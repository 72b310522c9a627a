const longest = 64

/** The word that was most likely meant, or null when none is near. */
export function suggest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** ` Did you mean "x"?` or what is allowed: the tail of an error message. */
export function hint(word: string, known: readonly string[]): string {
  const meant = suggest(word, known)
  return meant === null ? ` Known: ${known.join(', ')}.` : ` Did you mean "${meant}"?`
}

/** Insertions, deletions, substitutions and swaps of neighbours between two words; words are cut at 64 characters. */
export function editDistance(first: string, second: string): number {
  const a = first.slice(0, longest)
  const b = second.slice(0, longest)
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1]
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      )
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1)
      current.push(cost)
    }
    beforeLast = last
    last = current
  }
  return last[b.length] ?? 0
}
