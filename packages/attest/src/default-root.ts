import seeds from '@sigstore/tuf/seeds.json' with { type: 'json' }
import { parseTrustedRoot, type TrustedInstance } from './trusted-root.ts'

let instance: TrustedInstance | undefined

/** The production instance of Sigstore's public good service, as embedded in the release of `@sigstore/tuf` that is pinned. */
export function defaultTrustedInstance(): TrustedInstance {
  const targets = seeds['https://tuf-repo-cdn.sigstore.dev'].targets
  instance ??= parseTrustedRoot(Buffer.from(targets['trusted_root.json'], 'base64').toString('utf8'))
  return instance
}
