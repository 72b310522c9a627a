import type { Dependency, InternalFacts, InternalName, Lockfile } from '@cordon/model'
import { defaultIndexUrl, type PackageName } from '@cordon/pypa'
import { InternalNames } from './internal-names.ts'

const publicOrigin = new URL(defaultIndexUrl).origin

/** True where the public index answers for the name, as far as the file tells: its own index is the installer's default. */
export function isFromPublicIndex({ origin }: Pick<Dependency, 'origin'>): boolean {
  return origin.kind === 'index' && (origin.url === null || isPublic(origin.url))
}

function isPublic(url: string): boolean {
  // Nearly every address is written the usual way, and parsing one costs more than all else that is asked of it.
  return url.startsWith(`${publicOrigin}/`) || (URL.canParse(url) && new URL(url).origin === publicOrigin)
}

/**
 * The names that the files of one project know to be internal: its own members, and what they bind to an index of their own. An index
 * that serves popular names as well is a mirror of the public one: it tells nothing.
 */
export function internalNames(files: readonly Lockfile[], isPopular: (name: PackageName) => boolean): InternalNames {
  const found = new Map<PackageName, InternalName>()
  const byIndex = new Map<string, InternalName[]>()
  for (const { dependencies } of files)
    for (const dependency of dependencies) {
      const { origin, own } = dependency
      if (own) keep(found, internal(dependency, null))
      else if (origin.kind === 'index' && origin.url !== null && !isFromPublicIndex(dependency)) {
        const names = byIndex.get(origin.url) ?? []
        names.push(internal(dependency, origin.url))
        byIndex.set(origin.url, names)
      }
    }
  for (const names of byIndex.values()) {
    const distinct = new Set(names.map(({ name }) => name))
    const popular = [...distinct].filter(isPopular).length
    if (popular * mirrorShare < distinct.size || popular === 0) for (const each of names) keep(found, each)
  }
  return new InternalNames([...found.values()])
}

/** One popular name in so many makes an index a mirror. */
const mirrorShare = 4

function internal({ name, version, at }: Dependency, index: string | null): InternalName {
  return { name, index, version: version?.raw ?? null, at }
}

/** A record that tells a version is kept before one that does not. */
function keep(found: Map<PackageName, InternalName>, each: InternalName): void {
  const before = found.get(each.name)
  if (before === undefined || (before.version === null && each.version !== null)) found.set(each.name, each)
}

/** What the internal names of a project say of one dependency. */
export function internalFacts(internal: InternalNames, dependency: Dependency): InternalFacts {
  const { names } = internal
  const isImpostor = isFromPublicIndex(dependency) && !dependency.own && !internal.has(dependency.name)
  return { names, resembled: isImpostor ? internal.resembledBy(dependency.name) : [] }
}
