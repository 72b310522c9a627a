import { readFileSync, statSync } from 'node:fs'
import { platform, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { defaultIndexUrl } from '@cordon/pypa'
import {
  createHttpClient,
  createIndexClient,
  findCaches,
  homeFolder,
  type IndexClient,
  type LocalArtifacts,
  openLocalArtifacts,
  type PipSettings,
  readPipSettings,
} from '@cordon/sources'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { harmless } from '../harmless.ts'
import type { InspectOptions } from './options.ts'
import { resultsFolder } from './results-folder.ts'

/** A wheel of the largest frameworks has three gigabytes. */
const maxFileBytes = 4 * 1024 * 1024 * 1024
const longestNetrc = 1024 * 1024

export interface AccessOptions extends Pick<InspectOptions, 'indexUrl' | 'offline'> {
  /** Folders and pages of links that the files of a project name, absolute. */
  readonly findLinks?: readonly string[]
}

/** Where artifacts come from; each is opened when it is first asked. */
export interface ArtifactAccess {
  /** Addresses of the indexes that are asked, in their order. */
  readonly indexes: () => readonly string[]
  readonly index: () => IndexClient
  readonly atHand: () => LocalArtifacts
}

/** The indexes that a project is looked for at, and what installers left on this disk. */
export function openAccess(options: AccessOptions, io: Io): ArtifactAccess {
  for (const url of options.indexUrl ?? [])
    if (!/^(?:https?|file):\/\//i.test(url) || !URL.canParse(url))
      throw new UsageError(
        'OPTION',
        `--index-url ${harmless(url)}: write its whole address, as https://index.example/simple, or file:///folder for one on this disk`,
      )
  const folder = join(resultsFolder(io) ?? join(tmpdir(), 'cordon'), 'downloads')
  const places = { env: io.env, platform: platform(), home: homeFolder() }
  const settings = once(() => {
    const pip = readPipSettings(places)
    return { pip, indexes: indexesOf(options, pip) }
  })
  const index = once(() => {
    const http = createHttpClient(io, { offline: options.offline ?? offlineBy(io) })
    const { pip, indexes } = settings()
    // An index that a person names is asked alone.
    const configured = options.indexUrl === undefined ? pip.findLinks.map((place) => absolutePlace(place, io.cwd)) : []
    const findLinks = [...(options.findLinks ?? []), ...configured]
    return createIndexClient(http, { indexes, findLinks, netrc: readNetrc(io), folder, maxFileBytes })
  })
  const atHand = once(() => {
    const { pip, indexes } = settings()
    return openLocalArtifacts({ caches: findCaches(places, pip.cacheFolder), indexes, folder })
  })
  return { indexes: () => settings().indexes, index, atHand }
}

/** A folder or page as it is written in a file of `folder`: a path becomes absolute, an address stays. */
export function absolutePlace(place: string, folder: string): string {
  return /^[a-z][a-z0-9+.-]+:/i.test(place) ? place : resolve(folder, place)
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** True where the environment switches the network off. */
export function offlineBy({ env }: Io): boolean {
  return !['', '0', 'false'].includes(env.CORDON_OFFLINE ?? '')
}

function indexesOf({ indexUrl }: AccessOptions, pip: PipSettings): readonly string[] {
  if (indexUrl !== undefined) return indexUrl
  if (pip.noIndex) return pip.extraIndexUrls
  // What is on this disk answers at once, and the same files are the same by their hashes.
  const isLocal = (url: string): boolean => url.startsWith('file:')
  const all = [pip.indexUrl ?? defaultIndexUrl, ...pip.extraIndexUrls]
  return [...all.filter(isLocal), ...all.filter((url) => !isLocal(url))]
}

function readNetrc({ env }: Io): string | null {
  const path = env.NETRC ?? join(homeFolder(), platform() === 'win32' ? '_netrc' : '.netrc')
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isFile() === true && stats.size <= longestNetrc ? readFileSync(path, 'utf8') : null
}
