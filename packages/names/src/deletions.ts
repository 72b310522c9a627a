/**
 * The deletion neighbourhood: two names within k edits share what is left of them when up to k letters are taken out of each.
 * That holds of their first letters alone, and of their last: what lies beyond is compared afterwards. Families of names share
 * their beginnings (`google-cloud-…`) or their ends (`…-python`), hardly ever both.
 */
const window = 7

/** From this length on a name is found by its end too; shorter ones are their beginning. */
export const shortestForEnd = window + 1

/** So many deletions a window has at most: none, each letter, each pair. */
export const mostDeletions = 1 + window + (window * (window - 1)) / 2

/** Which letters of a name: the first, or the last from behind. */
export type Side = 'start' | 'end'

/**
 * Writes the hashes of a name's window with up to `most` (0 to 2) letters taken out into `into` (`mostDeletions` long); returns
 * how many. The same hash may come twice.
 */
export function deletionHashes(name: string, side: Side, most: number, into: Uint32Array): number {
  const length = Math.min(name.length, window)
  const letters = side === 'start' ? name : backwards(name, length)
  const seed = side === 'start' ? 0x811c9dc5 : 0x050c5d1f
  into[0] = hashWithout(letters, seed, -1, -1)
  let count = 1
  for (let first = 0; most > 0 && first < length; first += 1) {
    into[count] = hashWithout(letters, seed, first, -1)
    count += 1
    for (let second = first + 1; most === 2 && second < length; second += 1) {
      into[count] = hashWithout(letters, seed, first, second)
      count += 1
    }
  }
  return count
}

function backwards(name: string, length: number): string {
  let letters = ''
  for (let at = 1; at <= length; at += 1) letters += name[name.length - at] ?? ''
  return letters
}

/** FNV-1a over the letters of the window that stay, mixed so that the low bits depend on all of it. */
function hashWithout(letters: string, seed: number, first: number, second: number): number {
  const length = Math.min(letters.length, window)
  let hash = seed
  for (let at = 0; at < length; at += 1)
    if (at !== first && at !== second) hash = Math.imul(hash ^ letters.charCodeAt(at), 0x01000193)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return (hash ^ (hash >>> 12)) >>> 0
}
