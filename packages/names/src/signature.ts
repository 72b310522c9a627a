const longest = 63

/**
 * A name in 32 bits: which letters it holds (26 bits; digits and the separator fall on bits of their own groups) and how long it
 * is (6 bits). Names within two edits differ in few bits, so most others are told apart without looking at their letters.
 */
export function signatureOf(name: string): number {
  let letters = 0
  for (let at = 0; at < name.length; at += 1) letters |= 1 << bitOf(name.charCodeAt(at))
  return ((Math.min(name.length, longest) << 26) | letters) >>> 0
}

function bitOf(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return letterBits[code - 0x61] ?? 0
  return code === 0x2d ? 24 : 25
}

// Two pairs of rare letters share a bit each, which leaves one for the separator and one for all digits.
const letterBits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 9, 23, 16]

/** False only where more than `edits` edits must lie between the two names. */
export function mayBeNear(first: number, second: number, edits: number): boolean {
  const lengths = (first >>> 26) - (second >>> 26)
  if (lengths > edits || lengths < -edits) return false
  // One edit changes at most two kinds of letter: one goes, another comes.
  return bitsOf((first ^ second) & 0x3ffffff) <= 2 * edits
}

function bitsOf(word: number): number {
  let left = word - ((word >>> 1) & 0x55555555)
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333)
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
