import { type Stats, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemCode } from './disk.ts'
import { SourceError } from './error.ts'
import { type HttpAddress, printable, readHttpAddress } from './http/address.ts'

/** Where data comes from. `label` is fit to be shown and kept. */
export type Place = { readonly kind: 'url'; readonly label: string; readonly address: HttpAddress } | LocalPlace

export interface LocalPlace {
  readonly kind: 'file' | 'folder'
  readonly label: string
  /** Absolute. */
  readonly path: string
}

/** Reads FILE, DIR or URL as a person writes it; throws `BAD_ADDRESS`, `NOT_FOUND` or `UNREADABLE`. */
export function readPlace(text: string, cwd: string): Place {
  if (/^https?:\/\//i.test(text)) {
    const address = readHttpAddress(text)
    return { kind: 'url', label: address.url, address }
  }
  return readLocalPlace(text, cwd)
}

function readLocalPlace(text: string, cwd: string): LocalPlace {
  const path = resolve(cwd, localPath(text))
  const status = statusOf(path, text)
  if (status.isDirectory()) return { kind: 'folder', label: text, path }
  if (status.isFile()) return { kind: 'file', label: text, path }
  throw new SourceError('BAD_ADDRESS', `${text}: neither a file nor a folder. Give a file, a folder or a URL.`)
}

function localPath(text: string): string {
  if (text === '' || text.includes('\0')) throw notAPlace(text)
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) return text
  const url = URL.parse(text)
  if (url?.protocol !== 'file:' || url.host !== '') throw notAPlace(text)
  return fileURLToPath(url)
}

function notAPlace(text: string): SourceError {
  const shown = JSON.stringify(printable(text))
  return new SourceError('BAD_ADDRESS', `${shown}: not a place to read from. Give a file, a folder or an http(s) URL.`)
}

function statusOf(path: string, text: string): Stats {
  try {
    return statSync(path)
  } catch (cause) {
    throw unreadable(text, cause)
  }
}

/** What a failed read of a local file means. */
export function unreadable(label: string, cause: unknown): SourceError {
  const code = systemCode(cause)
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new SourceError('NOT_FOUND', `${label}: there is no such file or folder. Check the path.`, { cause })
    : new SourceError('UNREADABLE', `${label}: cannot be read (${code}). Check its permissions.`, { cause })
}
