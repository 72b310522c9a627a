import { distributionOf, stemOf } from './filename.ts'
import { type PackageName, parseName } from './name.ts'
import type { AnyVersion } from './version.ts'

/** A direct reference into a version control system, as pip writes it: `git+https://host/repo@ref#egg=name&subdirectory=x`. */
export interface VcsUrl {
  readonly vcs: 'git' | 'hg' | 'svn' | 'bzr'
  /** The repository's URL without `git+`, ref and fragment. Credentials are removed. */
  readonly url: string
  /** The branch, tag or commit that was asked for. */
  readonly ref: string | null
  /** The ref when it is a whole commit id (40 or 64 hex digits), which cannot move. */
  readonly commit: string | null
  readonly subdirectory: string | null
  readonly egg: { readonly name: PackageName; readonly extras: readonly string[] } | null
}

const longestUrl = 16_384
const vcsScheme = /^(git|hg|svn|bzr)(?:\+|(?=:\/\/))/i
const wholeCommit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i
const utf8 = new TextDecoder()
const eggName = /^([A-Za-z0-9._-]+)(?:\[([^\]]*)\])?$/

/** Reads a VCS URL; null when the text has no VCS scheme. */
export function parseVcsUrl(text: string): VcsUrl | null {
  const written = text.trim()
  const scheme = vcsScheme.exec(written)
  const vcs = scheme?.[1]?.toLowerCase() as VcsUrl['vcs'] | undefined
  if (scheme === null || vcs === undefined || written.length > longestUrl) return null
  const { before, fragment } = splitFragment(written.slice(scheme[0].includes('+') ? scheme[0].length : 0))
  const { url, ref } = splitRef(before)
  if (url === '') return null
  const fields = readFragment(fragment)
  return {
    vcs,
    url: withoutCredentials(url),
    ref,
    commit: ref !== null && wholeCommit.test(ref) ? ref.toLowerCase() : null,
    subdirectory: fields.get('subdirectory') || null,
    egg: readEgg(fields.get('egg')),
  }
}

function splitFragment(text: string): { readonly before: string; readonly fragment: string } {
  const hash = text.indexOf('#')
  return hash < 0 ? { before: text, fragment: '' } : { before: text.slice(0, hash), fragment: text.slice(hash + 1) }
}

/** The ref follows the last `@` of the path; an `@` of the authority (`git@host`) is none. */
function splitRef(text: string): { readonly url: string; readonly ref: string | null } {
  const pathStart = text.indexOf('/', afterScheme(text))
  const at = text.lastIndexOf('@')
  if (pathStart < 0 || at < pathStart) return { url: text, ref: null }
  return { url: text.slice(0, at), ref: text.slice(at + 1) || null }
}

function afterScheme(text: string): number {
  const separator = text.indexOf('://')
  return separator < 0 ? 0 : separator + 3
}

/** Of `user:secret@host` nothing stays, except the user of an ssh address, which names the account and is no secret. */
function withoutCredentials(url: string): string {
  const start = afterScheme(url)
  const slash = url.indexOf('/', start)
  const authority = url.slice(start, slash < 0 ? url.length : slash)
  const at = authority.lastIndexOf('@')
  if (at < 0) return url
  const scheme = url.slice(0, start).toLowerCase()
  const user = scheme === '' || scheme.includes('ssh') ? `${authority.slice(0, at).split(':')[0] ?? ''}@` : ''
  return url.slice(0, start) + user + authority.slice(at + 1) + (slash < 0 ? '' : url.slice(slash))
}

function readFragment(fragment: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  for (const pair of fragment.split('&')) {
    const equals = pair.indexOf('=')
    const key = pair.slice(0, Math.max(equals, 0)).toLowerCase()
    if (key !== '' && !fields.has(key)) fields.set(key, decode(pair.slice(equals + 1)))
  }
  return fields
}

/** Percent-decoded UTF-8 where it can be, else as written. */
function decode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = run.slice(1).split('%')
    return utf8.decode(Uint8Array.from(bytes, (hex) => Number.parseInt(hex, 16)))
  })
}

function readEgg(text: string | undefined): VcsUrl['egg'] {
  const found = text === undefined ? null : eggName.exec(text)
  const name = found === null ? null : parseName(found[1] ?? '')
  if (name === null) return null
  const extras = (found?.[2] ?? '').split(',').map((extra) => parseName(extra.trim()))
  return { name, extras: extras.filter((extra) => extra !== null) }
}

/** What a direct URL or path to a distribution file says of it: the name and version of its file name, and its hash fragment. */
export interface ArchiveUrl {
  readonly name: PackageName | null
  readonly version: AnyVersion | null
  readonly filename: string | null
  /** `#sha256=<hex>` of the fragment. */
  readonly hash: { readonly algorithm: string; readonly value: string } | null
}

const hashAlgorithms = ['sha256', 'sha512', 'sha384', 'sha224', 'sha1', 'md5'] as const

/** Reads what an archive's URL or path says; never throws. `filename` is null where the last part is no archive. */
export function readArchiveUrl(text: string): ArchiveUrl {
  if (text.length > longestUrl) return { name: null, version: null, filename: null, hash: null }
  const { before, fragment } = splitFragment(text.trim())
  const fields = readFragment(fragment)
  const algorithm = hashAlgorithms.find((candidate) => /^[0-9a-f]+$/i.test(fields.get(candidate) ?? ''))
  const hash = algorithm === undefined ? null : { algorithm, value: (fields.get(algorithm) ?? '').toLowerCase() }
  const last = decode(before.split('?')[0]?.split(/[/\\]/).pop() ?? '')
  const egg = readEgg(fields.get('egg'))
  const filename = last.toLowerCase().endsWith('.whl') || stemOf(last) !== null ? last : null
  const { name, version } = distributionOf(last) ?? { name: egg?.name ?? null, version: null }
  return { name, version, filename, hash }
}
