/**
 * Whether a path matches a pattern as in-toto has them: `*` is any text, slashes too, `?` any character, `[a-z]` and `[!a-z]` one of a
 * set; everything else is itself. Takes at most the product of both lengths in steps.
 */
export function matchesPattern(path: string, pattern: string): boolean {
  const tokens = tokensOf(pattern)
  const characters = [...path]
  let [at, token] = [0, 0]
  /** Where to go on when what follows the last `*` does not match: one character later. */
  let [retryAt, retryToken] = [0, -1]
  while (at < characters.length) {
    const current = tokens[token]
    if (current?.kind === 'any') {
      token += 1
      ;[retryAt, retryToken] = [at, token]
    } else if (current !== undefined && matchesOne(characters[at] ?? '', current)) {
      at += 1
      token += 1
    } else if (retryToken >= 0) {
      retryAt += 1
      ;[at, token] = [retryAt, retryToken]
    } else return false
  }
  return tokens.slice(token).every(({ kind }) => kind === 'any')
}

type Token =
  | { readonly kind: 'any' }
  | { readonly kind: 'one' }
  | { readonly kind: 'text'; readonly character: string }
  | { readonly kind: 'set'; readonly isNegated: boolean; readonly ranges: readonly (readonly [string, string])[] }

function tokensOf(pattern: string): readonly Token[] {
  const characters = [...pattern]
  const tokens: Token[] = []
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? ''
    const end = character === '[' ? endOfSet(characters, at) : -1
    if (character === '*') {
      if (tokens.at(-1)?.kind !== 'any') tokens.push({ kind: 'any' })
    } else if (character === '?') tokens.push({ kind: 'one' })
    else if (end < 0) tokens.push({ kind: 'text', character })
    else {
      tokens.push(setOf(characters.slice(at + 1, end)))
      at = end
    }
  }
  return tokens
}

/** A `]` right behind the opening, or behind its `!`, is one of the set. An opening without an end is a bracket. */
function endOfSet(characters: readonly string[], start: number): number {
  const first = characters[start + 1] === '!' ? start + 2 : start + 1
  return characters.indexOf(']', first + 1)
}

function setOf(characters: readonly string[]): Token {
  const isNegated = characters[0] === '!'
  const body = isNegated ? characters.slice(1) : characters
  const ranges: [string, string][] = []
  for (let at = 0; at < body.length; at += 1) {
    const from = body[at] ?? ''
    const to = body[at + 1] === '-' ? body[at + 2] : undefined
    ranges.push([from, to ?? from])
    if (to !== undefined) at += 2
  }
  return { kind: 'set', isNegated, ranges }
}

function matchesOne(character: string, token: Token): boolean {
  if (token.kind === 'text') return token.character === character
  if (token.kind !== 'set') return token.kind === 'one'
  const code = character.codePointAt(0) ?? 0
  const isIn = token.ranges.some(([from, to]) => (from.codePointAt(0) ?? 0) <= code && code <= (to.codePointAt(0) ?? 0))
  return isIn !== token.isNegated
}
