const mostUrls = 200
const longestUrl = 2000

/** URLs of a text with a scheme that fetches or sends, in order; bounded. */
export function urlsOf(text: string): readonly string[] {
  const found: string[] = []
  for (const match of text.matchAll(/\b(?:https?|ftp|wss?|tcp):\/\/[^\s"'`<>|\\^{}]{1,2000}/gi)) {
    found.push(match[0].slice(0, longestUrl).replace(/[),;.\]]+$/, ''))
    if (found.length >= mostUrls) break
  }
  return found
}

/** The host of the URL whose `://` begins at `at`, in lower case, without user, port and brackets; null when there is none. */
export function hostOf(text: string, at: number): string | null {
  if (text.charCodeAt(at) !== 58) return null
  let from = at + 1
  while (from < text.length && from - at < 5 && (text[from] === '/' || text[from] === '\\')) from += 1
  if (from - at < 3) return null
  const authority = /^[^\s/?#"'`<>\\)\]},;|]{1,255}/.exec(text.slice(from, from + 256))?.[0] ?? ''
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/, '')
    .toLowerCase()
  return host === '' ? null : host
}

/** The host of a URL that is a whole text. */
export function hostOfUrl(url: string): string | null {
  return hostOf(url, url.indexOf('://'))
}

/** An IPv4 address in dotted digits, one decimal or hexadecimal number, that lies in the public internet. */
export function isPublicAddress(host: string): boolean {
  const octets = octetsOf(host)
  if (octets === null) return false
  const [a = 0, b = 0, c = 0] = octets
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false
  if ((a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254)) return false
  if (a === 100 && b >= 64 && b < 128) return false
  const isWellKnownResolver = (a === 8 && b === 8) || (a === 1 && (b === 1 || b === 0) && (c === 1 || c === 0))
  const isDocumentation =
    (a === 192 && b === 0 && c === 2) || (a === 198 && b === 51 && c === 100) || (a === 203 && b === 0 && c === 113)
  // Documentation addresses stand for public ones: examples and tests are written with them.
  return isDocumentation || !isWellKnownResolver
}

function octetsOf(host: string): readonly number[] | null {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) {
    const octets = host.split('.').map(Number)
    return octets.every((octet) => octet < 256) ? octets : null
  }
  const number = /^0x[0-9a-f]{8}$|^\d{8,10}$/i.test(host) ? Number(host) : Number.NaN
  if (!(number >= 0x01000000 && number <= 0xffffffff)) return null
  return [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255]
}
