import type { Dependency } from '@cordon/model'
import { defaultIndexUrl } from '@cordon/pypa'

const publicHost = new URL(defaultIndexUrl).host

/** True for an address on the public index. */
export function isPublicIndex(url: string): boolean {
  return URL.canParse(url) && new URL(url).host === publicHost
}

/** True where the public index answers for the name, as far as the file tells: its own index is the installer's default. */
export function isFromPublicIndex({ origin }: Pick<Dependency, 'origin'>): boolean {
  return origin.kind === 'index' && (origin.url === null || isPublicIndex(origin.url))
}
