import { arch, platform } from 'node:os'
import type { Dependency } from '@cordon/model'
import { type PackageName, type ProjectPage, type ReleaseFile, readVersion } from '@cordon/pypa'
import { chooseFiles, chooseVersion, type FoundPage, filesOf, type IndexClient, SourceError } from '@cordon/sources'

/** The files of a release and the page that lists them, and what other indexes have under its name. */
export interface ReleaseFound {
  readonly page: ProjectPage
  readonly files: readonly ReleaseFile[]
  readonly rivals: readonly FoundPage[]
  readonly unasked: string | null
}

/** A release that no index has. */
export interface ReleaseMissing {
  /** What each index has instead: `https://… has 1.0`. */
  readonly others: readonly string[]
}

/** `version` null: the one that an installer would take. */
export interface ReleaseAsked {
  readonly name: PackageName
  readonly version: string | null
}

export interface ReleaseSources {
  readonly index: () => Pick<IndexClient, 'findPages'>
  /** Every file of a release, not only its sdist and the wheel for this machine. */
  readonly allFiles: boolean
}

/** The files that are looked at of a release, from the first index that has any of it; with `pinned`, any that it pins. */
export async function releaseFiles(
  { name, version }: ReleaseAsked,
  { index, allFiles }: ReleaseSources,
  pinned?: Dependency,
): Promise<ReleaseFound | ReleaseMissing> {
  const had: string[] = []
  const pages = index().findPages(name)
  for (let next = await pages.next(); next.done !== true; next = await pages.next()) {
    const { page, index: address } = next.value
    const wanted = version === null ? chooseVersion(page) : readVersion(version)
    const release = wanted === null ? [] : filesOf(page, wanted)
    const all = pinned === undefined ? release : release.filter((file) => isListed(file, pinned))
    if (all.length === 0) {
      const newest = chooseVersion(page)
      if (newest !== null) had.push(`${address} has ${newest.raw}`)
      continue
    }
    const files = allFiles ? all : chooseFiles(all, thisMachine)
    // What is pinned comes from where it is pinned, and a folder on this disk is no index that somebody else could fill.
    const others = pinned !== undefined || address.startsWith('file:') ? noOthers : await othersOf(pages)
    await pages.return()
    return { page, files, ...others }
  }
  return { others: had }
}

const noOthers: Pick<ReleaseFound, 'rivals' | 'unasked'> = { rivals: [], unasked: null }

/** What the indexes after the first one have; one that does not answer ends the questions. */
async function othersOf(pages: AsyncGenerator<FoundPage, void>): Promise<Pick<ReleaseFound, 'rivals' | 'unasked'>> {
  const rivals: FoundPage[] = []
  try {
    for await (const found of pages) rivals.push(found)
    return { rivals, unasked: null }
  } catch (error) {
    if (error instanceof SourceError) return { rivals, unasked: error.message }
    throw error
  }
}

export const thisMachine = { platform: platform(), arch: arch() }

/** Where a lock names hashes, only what has one of them is what it pins. */
export function isListed({ hashes }: ReleaseFile, { artifacts }: Dependency): boolean {
  const pinned = artifacts.flatMap((artifact) => artifact.hashes)
  if (pinned.length === 0) return true
  return pinned.some(({ algorithm, value }) => hashes.get(algorithm) === value.toLowerCase())
}
