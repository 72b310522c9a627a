import type { Artifact, Hash } from '@cordon/model'
import { artifactOf, hashOf } from '../builder.ts'

/** What the URL of a conda package says: `<channel>/<subdir>/<name>-<version>-<build>.conda`. */
export interface CondaUrl {
  readonly name: string
  readonly version: string
  readonly build: string
  readonly filename: string
  /** A channel of anaconda.org by name, any other by its address; null for a file without folders. */
  readonly channel: string | null
}

const fileEnd = /\.(?:conda|tar\.bz2)$/
const publicHost = /^https?:\/\/conda\.anaconda\.org\//

/** True for the address of a conda package file. */
export function isCondaFile(text: string): boolean {
  return fileEnd.test(text.split('#')[0] ?? '')
}

/** Reads the URL of a conda package file; null where its name has not three parts. */
export function readCondaUrl(text: string): CondaUrl | null {
  const bare = withoutToken(text.split('#')[0] ?? '')
  const slash = bare.lastIndexOf('/')
  const filename = bare.slice(slash + 1)
  const parts = filename.replace(fileEnd, '').split('-')
  const build = parts.pop()
  const version = parts.pop()
  if (!fileEnd.test(filename) || build === undefined || version === undefined || parts.length === 0) return null
  return { name: parts.join('-'), version, build, filename, channel: channelOf(bare.slice(0, Math.max(0, slash))) }
}

/** The channel of a folder `<channel>/<subdir>`. */
function channelOf(folder: string): string | null {
  const slash = folder.lastIndexOf('/')
  return slash < 0 ? null : channelName(folder.slice(0, slash))
}

/** `https://conda.anaconda.org/conda-forge/` → `conda-forge`; other addresses stay, without a token. */
export function channelName(url: string): string {
  const bare = withoutToken(url).replace(/\/$/, '')
  return publicHost.test(bare) ? bare.replace(publicHost, '').replace(/^t\/\*\*\*\//, '') : bare
}

/** Masks the secret in `/t/<token>/`, which conda puts into a channel's path. */
export function withoutToken(url: string): string {
  return url.replace(/\/t\/[^/]+\//, '/t/***/')
}

/** The file at a URL with the digests that a lock gives for it; digests of the wrong length are in `bad`. */
export function condaArtifact(
  url: string | null,
  digests: Readonly<Record<'sha256' | 'md5', string | null>>,
): { readonly artifact: Artifact | null; readonly bad: readonly string[] } {
  const hashes: Hash[] = []
  const bad: string[] = []
  for (const algorithm of ['sha256', 'md5'] as const) {
    const digest = digests[algorithm]
    const hash = digest === null ? null : hashOf(algorithm, digest)
    if (hash !== null) hashes.push(hash)
    else if (digest !== null) bad.push(`${algorithm}: ${digest}`)
  }
  if (url === null && hashes.length === 0) return { artifact: null, bad }
  const bare = url === null ? null : withoutToken(url.split('#')[0] ?? '')
  const filename = bare === null ? null : bare.slice(bare.lastIndexOf('/') + 1).split('?')[0] || null
  return { artifact: artifactOf({ url: bare?.includes('://') ? bare : null, filename, hashes }), bad }
}
