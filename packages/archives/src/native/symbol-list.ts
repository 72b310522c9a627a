/** Names as they are found, each once, up to a bound. */
export interface SymbolList {
  readonly names: readonly string[]
  /** False when the list is full. */
  add(name: string): boolean
}

export function symbolList(bound: number): SymbolList {
  const seen = new Set<string>()
  const names: string[] = []
  return {
    names,
    add(name) {
      if (name === '' || seen.has(name)) return true
      if (names.length >= bound) return false
      seen.add(name)
      names.push(name)
      return true
    },
  }
}
