/** Text with its percent escapes undone (RFC 3986), as it is written where they are broken. Never throws. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return text
    throw error
  }
}

/** The last part of a URL's path or of a path, percent escapes undone; null where there is none. */
export function lastSegment(text: string): string | null {
  const end = text.search(/[?#]/)
  const plain = end < 0 ? text : text.slice(0, end)
  const name = plain.slice(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\')) + 1)
  return name === '' ? null : decodePercent(name)
}
