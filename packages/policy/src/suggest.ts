import { editDistance } from '@cordon/model'

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
