/**
 * True when the text fits the pattern: `*` stands for any run of characters without `/`, `**` for any run, `?` for one character.
 * Linear in the text for each star of the pattern, whatever the pattern: a scanned project may bring its own.
 */
export function fitsGlob(pattern: string, text: string): boolean {
  if (!pattern.includes('*') && !pattern.includes('?')) return pattern === text
  const tokens = pattern.match(/\*\*\/?|\*|\?|[^*?]/gs) ?? []
  // The positions of the text that the tokens so far can end at.
  let reached: boolean[] = [true, ...Array.from({ length: text.length }, () => false)]
  for (const token of tokens) reached = step(token, reached, text)
  return reached[text.length] ?? false
}

function step(token: string, from: readonly boolean[], text: string): boolean[] {
  const to: boolean[] = []
  let open = false
  for (let at = 0; at <= text.length; at += 1) {
    const previous = text[at - 1]
    if (token === '**/') {
      // Also nothing at all: `**/a` fits `a`.
      to.push((from[at] ?? false) || (open && previous === '/'))
      open ||= from[at] ?? false
    } else if (token.startsWith('*')) {
      if (token === '*' && previous === '/') open = false
      open ||= from[at] ?? false
      to.push(open)
    } else {
      const fits = token === '?' ? previous !== '/' && previous !== undefined : previous === token
      to.push(fits && (from[at - 1] ?? false))
    }
  }
  return to
}
