/**
 * The first key that an object of a JSON text has twice, at any depth; null when there is none. Readers differ in which of the two they believe.
 * The text must parse as JSON.
 */
export function repeatedKey(text: string): string | null {
  const open: (Set<string> | null)[] = []
  let isKeyNext = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '"') {
      const end = endOfString(text, at)
      const keys = open.at(-1) ?? null
      if (isKeyNext && keys !== null) {
        const key: unknown = JSON.parse(text.slice(at, end + 1))
        if (typeof key !== 'string' || keys.has(key)) return String(key)
        keys.add(key)
      }
      isKeyNext = false
      at = end
    } else if (character === '{') {
      open.push(new Set())
      isKeyNext = true
    } else if (character === '[') open.push(null)
    else if (character === '}' || character === ']') open.pop()
    else if (character === ',') isKeyNext = (open.at(-1) ?? null) !== null
  }
  return null
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}
