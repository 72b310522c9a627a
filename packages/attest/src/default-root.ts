import seeds from '@sigstore/tuf/seeds.json' with { type: 'json' }
import { type Json, member, readJson } from './json.ts'
import { parseTrustedRoot, type TrustedInstance } from './trusted-root.ts'

const seed = seeds['https://tuf-repo-cdn.sigstore.dev']

let instance: TrustedInstance | undefined

/** The production instance of Sigstore's public good service, as embedded in the release of `@sigstore/tuf` that is pinned. */
export function defaultTrustedInstance(): TrustedInstance {
  instance ??= { ...parseTrustedRoot(textOf(seed.targets['trusted_root.json'])), name: 'production' }
  return instance
}

/** Version of the root of its TUF repository that is embedded with it. */
export function defaultRootVersion(): number {
  const json: Json = readJson(textOf(seed['root.json']), 'The embedded root')
  return Number(member(json, 'signed', 'version'))
}

function textOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8')
}
