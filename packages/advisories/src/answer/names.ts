const shown = 3

/** `A`, `A and B`, `A, B, C and 4 more`. */
export function names(ids: readonly string[]): string {
  const rest = ids.length - shown
  if (rest > 0) return `${ids.slice(0, shown).join(', ')} and ${rest} more`
  return ids.length < 2 ? ids.join('') : `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`
}
