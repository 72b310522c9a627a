/** How a server wants to be told who asks (RFC 9110 11.6.1), as far as registries use it. */
export interface Challenge {
  readonly scheme: 'basic' | 'bearer'
  readonly parameters: ReadonlyMap<string, string>
}

const longest = 8192
const word = /[!#$%&'*+.^_`|~0-9A-Za-z-]/

/** The challenges of a `WWW-Authenticate` header that are understood, in their order. Hostile text. */
export function readChallenges(header: string): readonly Challenge[] {
  const text = header.slice(0, longest)
  const challenges: { scheme: Challenge['scheme'] | null; parameters: Map<string, string> }[] = []
  let at = 0
  while (at < text.length) {
    const start = at
    while (at < text.length && word.test(text.charAt(at))) at++
    const name = text.slice(start, at).toLowerCase()
    if (name === '') {
      at++
      continue
    }
    if (text.charAt(at) === '=') {
      const { value, end } = readParameter(text, at + 1)
      const parameters = challenges.at(-1)?.parameters
      if (parameters !== undefined && !parameters.has(name)) parameters.set(name, value)
      at = end
    } else challenges.push({ scheme: name === 'basic' || name === 'bearer' ? name : null, parameters: new Map() })
  }
  return challenges.flatMap(({ scheme, parameters }) => (scheme === null ? [] : [{ scheme, parameters }]))
}

/** A word, or a text in quotes. */
function readParameter(text: string, from: number): { readonly value: string; readonly end: number } {
  if (text.charAt(from) !== '"') {
    let end = from
    while (end < text.length && word.test(text.charAt(end))) end++
    return { value: text.slice(from, end), end }
  }
  let value = ''
  let at = from + 1
  for (; at < text.length && text.charAt(at) !== '"'; at++) {
    if (text.charAt(at) === '\\') at++
    value += text.charAt(at)
  }
  return { value, end: at + 1 }
}
