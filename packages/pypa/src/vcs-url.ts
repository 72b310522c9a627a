import { PypaError } from './error.ts'
import type { PackageName } from './name.ts'
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

/** Reads a VCS URL; null when the text has no VCS scheme. */
export function parseVcsUrl(_text: string): VcsUrl | null {
  throw new PypaError('VCS_URL', 'not built yet')
}

/** What a direct URL or path to a distribution file says of it: the name and version of its file name, and its hash fragment. */
export interface ArchiveUrl {
  readonly name: PackageName | null
  readonly version: AnyVersion | null
  readonly filename: string | null
  /** `#sha256=<hex>` of the fragment. */
  readonly hash: { readonly algorithm: string; readonly value: string } | null
}

/** Reads what an archive's URL or path says; never throws. */
export function readArchiveUrl(_text: string): ArchiveUrl {
  throw new PypaError('FILENAME', 'not built yet')
}
