import { SourceError } from '../error.ts'
import { printable } from '../http/address.ts'
import { type Asking, localPath, requestBytes } from '../index-client/request.ts'
import { readBytes } from '../local-file.ts'

/** Real ones have about ten thousand bytes. */
const mostBytes = 4 * 1024 * 1024
const accept = 'application/vnd.pypi.integrity.v1+json, application/json;q=0.9'
const jsonType = /^application\/(?:[a-z0-9.+-]{1,100}\+)?json(?:\s*;|$)/i

/**
 * A provenance object by the address that a page gives (PEP 740). Whatever is not plainly such a document (another status, another type of
 * content, too many bytes) is a `SourceError`: only a page without an address says that there is none. `page` is an address as
 * safe as the page's own: from `https` nothing leads to less.
 */
export async function fetchProvenance(asking: Asking, text: string, page: string): Promise<Uint8Array> {
  const url = safeAddress(text, page)
  if (url.protocol === 'file:') {
    const path = localPath(url)
    return readBytes({ kind: 'file', label: path, path }, mostBytes)
  }
  const found = await requestBytes(asking, url, { accept, mostBytes })
  if (found === null)
    throw new SourceError('HTTP_STATUS', `${printable(url.href)}: the index promises this and does not have it.`)
  if (!jsonType.test(found.contentType?.trim() ?? ''))
    throw new SourceError(
      'BAD_DATA',
      `${printable(url.href)}: no JSON, but ${(found.contentType ?? 'nothing that says what it is').slice(0, 100)}. Something between here and the index may have answered for it.`,
    )
  return found.bytes
}

const protocols: Readonly<Record<string, readonly string[]>> = {
  'file:': ['file:', 'https:'],
  'http:': ['http:', 'https:'],
  'https:': ['https:'],
}

function safeAddress(text: string, page: string): URL {
  const url = URL.parse(text)
  const from = URL.parse(page)?.protocol ?? ''
  if (url === null)
    throw new SourceError('BAD_ADDRESS', `${printable(page)}: the address of a provenance on its page cannot be read.`)
  if (!Object.hasOwn(protocols, from) || protocols[from]?.includes(url.protocol) !== true)
    throw new SourceError(
      'BAD_ADDRESS',
      `${printable(url.href)}: the address of a provenance leads from ${from} to ${url.protocol}, which is not followed. Tell whoever runs the index.`,
    )
  return url
}
