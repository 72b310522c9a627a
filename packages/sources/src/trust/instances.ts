/** The instances of Sigstore whose TUF repositories are known, and what the trust in each begins with. */
import seeds from '@sigstore/tuf/seeds.json' with { type: 'json' }

/** The first root of a TUF repository: embedded, or known by the digest (`signedDigest`) of one of its versions, which it serves itself. */
export type TrustAnchor =
  | { readonly kind: 'embedded'; readonly root: Buffer }
  | { readonly kind: 'digest'; readonly version: number; readonly sha256: string }

export interface KnownInstance {
  readonly name: string
  readonly title: string
  /** Whether it has logs. A root of one that has them is of no use without any. */
  readonly hasLogs: boolean
  /** Address of its TUF repository. */
  readonly url: string
  readonly anchor: TrustAnchor
}

const productionUrl = 'https://tuf-repo-cdn.sigstore.dev'

/** Alphabetical. Trust in any other instance begins with a root that somebody names. */
export const knownInstances: readonly KnownInstance[] = [
  {
    name: 'github',
    title: "GitHub's own, for private repositories: no logs",
    hasLogs: false,
    url: 'https://tuf-repo.github.com',
    anchor: {
      kind: 'digest',
      version: 3,
      sha256: '7efcfe1a3dd38bac140a920c39f64a00fd9a116d2f1218e2cd022177f1c478a2',
    },
  },
  {
    name: 'production',
    title: "Sigstore's public service",
    hasLogs: true,
    url: productionUrl,
    anchor: { kind: 'embedded', root: Buffer.from(seeds[productionUrl]['root.json'], 'base64') },
  },
  {
    name: 'staging',
    title: "Sigstore's service for tests: it vouches for nothing",
    hasLogs: true,
    url: 'https://tuf-repo-cdn.sigstage.dev',
    anchor: {
      kind: 'digest',
      version: 14,
      sha256: '0539cff22852f22dc3e693f1c693873b6728f7ad032e36e88c4dad8ae9949159',
    },
  },
]
