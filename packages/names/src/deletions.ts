/**
 * The deletion neighbourhood: two names within k edits share what is left of them when up to k letters are taken out of each.
 * Of longer names only the first letters are looked at, which loses nothing: what follows is compared afterwards.
 */
const prefixLetters = 7

/** So many deletions a prefix has at most: none, each letter, each pair. */
export const mostDeletions = 1 + prefixLetters + (prefixLetters * (prefixLetters - 1)) / 2

/**
 * Writes the hashes of a name's prefix with up to `most` (1 or 2) letters taken out into `into` (`mostDeletions` long); returns
 * how many. The same hash may come twice.
 */
export function deletionHashes(name: string, most: number, into: Uint32Array): number {
  const length = Math.min(name.length, prefixLetters)
  into[0] = hashWithout(name, length, -1, -1)
  let count = 1
  for (let first = 0; first < length; first += 1) {
    into[count] = hashWithout(name, length, first, -1)
    count += 1
    for (let second = first + 1; most === 2 && second < length; second += 1) {
      into[count] = hashWithout(name, length, first, second)
      count += 1
    }
  }
  return count
}

/** FNV-1a over the letters that stay, mixed so that the low bits depend on all of it. */
function hashWithout(name: string, length: number, first: number, second: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < length; at += 1)
    if (at !== first && at !== second) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return (hash ^ (hash >>> 12)) >>> 0
}
