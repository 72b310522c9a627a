import { decodePercent } from '@cordon/pypa'
import { SourceError } from '../error.ts'

/** An http(s) address whose credentials, if it has any, travel as a header and are never printed. */
export interface HttpAddress {
  /** Without credentials and fragment: to request, to print and to keep. */
  readonly url: string
  /** The value of an Authorization header, or null. */
  readonly authorization: string | null
}

/** Reads an address; throws `SourceError('BAD_ADDRESS')`. */
export function readHttpAddress(text: string): HttpAddress {
  const url = URL.parse(text)
  if (url === null || !isHttp(url))
    throw new SourceError('BAD_ADDRESS', `${printable(text)}: not an http or https address. Check how it is spelt.`)
  const user = decodePercent(url.username)
  const password = decodePercent(url.password)
  url.username = ''
  url.password = ''
  url.hash = ''
  const credentials = user === '' && password === '' ? null : Buffer.from(`${user}:${password}`).toString('base64')
  return { url: url.href, authorization: credentials === null ? null : `Basic ${credentials}` }
}

/**
 * Where a redirect leads. Refused: another protocol, from https to http (RFC 9110 leaves that to the client), a target that
 * brings its own credentials. Ours go on only within the same origin.
 */
export function followRedirect(from: HttpAddress, location: string | null): HttpAddress {
  const target = location === null ? null : URL.parse(location, from.url)
  if (target === null) throw refusedRedirect(from, 'without a usable target')
  if (!isHttp(target)) throw refusedRedirect(from, `to a ${target.protocol} address`)
  if (from.url.startsWith('https:') && target.protocol === 'http:')
    throw refusedRedirect(from, 'from https to plain http')
  if (target.username !== '' || target.password !== '') throw refusedRedirect(from, 'to an address with credentials')
  const sameOrigin = target.origin === new URL(from.url).origin
  return { url: readHttpAddress(target.href).url, authorization: sameOrigin ? from.authorization : null }
}

function refusedRedirect(from: HttpAddress, what: string): SourceError {
  return new SourceError('REDIRECT', `${from.url}: redirects ${what}, which is not followed. Give the final address.`)
}

function isHttp(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:'
}

/** Text that was meant as an address, fit to be shown: what could be a password is cut out. */
export function printable(text: string): string {
  const start = text.indexOf('//')
  const end = text.lastIndexOf('@')
  const shown = start >= 0 && end > start ? text.slice(0, start + 2) + text.slice(end + 1) : text
  return shown.slice(0, 300)
}
