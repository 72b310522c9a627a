import type { Origin } from '@cordon/model'

const commitId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i

/** A whole commit id (40 or 64 hex digits), which cannot move; null for anything else. */
export function wholeCommit(text: string | null): string | null {
  return text !== null && commitId.test(text) ? text.toLowerCase() : null
}

/** A URL without the user name and password before its host, so that one place is one text: an origin holds no secret. */
function withoutCredentials(url: string): string {
  const start = url.indexOf('://')
  if (start < 0) return url
  const from = start + 3
  const rest = url.slice(from)
  const hostEnd = rest.search(/[/?#]/)
  const authority = hostEnd < 0 ? rest : rest.slice(0, hostEnd)
  const at = authority.lastIndexOf('@')
  if (at < 0) return url
  // `ssh://git@host` names no secret: the user is part of the address.
  const user = authority.slice(0, at)
  if (!user.includes(':') && url.startsWith('ssh://')) return url
  return url.slice(0, from) + rest.slice(at + 1)
}

/** A package index by its URL, credentials removed. */
export function indexOrigin(url: string): Origin {
  return { kind: 'index', url: withoutCredentials(url) }
}

/** An archive by its URL, credentials removed. */
export function urlOrigin(url: string): Origin {
  return { kind: 'url', url: withoutCredentials(url) }
}

/** What a lock says of a package in a git repository. */
export interface GitPlace {
  readonly url: string
  readonly ref?: string | null
  /** The commit that was locked; kept only when it is a whole id. */
  readonly commit?: string | null
  readonly subdirectory?: string | null
  readonly vcs?: 'git' | 'hg' | 'svn' | 'bzr'
}

/** A repository. A commit that is no whole id counts as a reference that can move (svn and bzr count their revisions). */
export function gitOrigin(place: GitPlace): Origin {
  const vcs = place.vcs ?? 'git'
  const locked = place.commit ?? null
  const commit = vcs === 'git' || vcs === 'hg' ? wholeCommit(locked) : locked
  return {
    kind: 'git',
    vcs,
    url: withoutCredentials(place.url.replace(/^(?:git|hg|svn|bzr)\+/, '')),
    ref: place.ref ?? (commit === null ? locked : null),
    commit,
    subdirectory: place.subdirectory ?? null,
  }
}

/** The version control systems of PEP 610 (direct URLs). */
export const vcsKinds = ['git', 'hg', 'svn', 'bzr'] as const
