import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Artifact, Dependency } from '@cordon/model'
import {
  type AnyVersion,
  type Digest,
  distributionOf,
  isStrongAlgorithm,
  type PackageName,
  type PipInstall,
  readDirectUrl,
  recordableUrl,
} from '@cordon/pypa'
import { type IndexClient, type LocalArtifacts, listDistributions } from '@cordon/sources'
import { openFile } from '../artifact/file-source.ts'
import { EngineError } from '../error.ts'
import { readPlainFile } from '../plain-file.ts'
import { type CandidateFinder, filenameOf, kindOf, type VersionedCandidate } from './candidate.ts'

/** What a report of pip says was installed. */
export function reportFinder(installs: readonly PipInstall[], told: string): CandidateFinder {
  return {
    source: 'report',
    find: (name) =>
      installs
        .filter((each) => each.name === name)
        .map(({ version, url, hashes, isDirect, kind }) => ({
          source: 'report',
          told,
          version,
          filename: filenameOf(url),
          url: recordableUrl(url),
          hashes: hashes.filter(isStrong),
          isDirect: isDirect || kind !== 'archive',
          path: null,
        })),
  }
}

/** What a lock pins, with its hashes. */
export function lockFinder(dependencies: readonly Dependency[], told: string): CandidateFinder {
  return {
    source: 'lock',
    find: (name) =>
      dependencies.flatMap((dependency) => {
        if (dependency.name !== name || dependency.constraint || dependency.own) return []
        const isDirect = dependency.origin.kind !== 'index'
        return isDirect ? [] : dependency.artifacts.flatMap((artifact) => lockCandidates(dependency, artifact, told))
      }),
  }
}

/** Each hash that a requirements file pins is a file of its own; of a lock, all hashes of an entry are of its file. */
function lockCandidates({ version }: Dependency, artifact: Artifact, told: string): readonly VersionedCandidate[] {
  const { filename, url } = artifact
  const hashes = artifact.hashes.filter(isStrong)
  const written = url === null ? null : recordableUrl(url)
  const shape = { source: 'lock', told, isDirect: false, path: null, version, url: written } as const
  const named = filename ?? (written === null ? null : filenameOf(written))
  if (named !== null) {
    const said = distributionOf(named)
    return [{ ...shape, filename: said === null ? null : named, hashes, version: said?.version ?? version }]
  }
  return hashes.map((hash) => ({ ...shape, filename: null, hashes: [hash] }))
}

/** Wheels and source distributions that lie in a folder. */
export function folderFinder(folder: string, told: string): CandidateFinder {
  let listed: ReturnType<typeof listDistributions> | null = null
  return {
    source: 'wheels',
    find(name) {
      listed ??= listDistributions(folder)
      return (listed.get(name) ?? []).flatMap(({ path, filename, distribution }) => {
        const sha256 = digestOf(path)
        if (sha256 === null) return []
        const hashes = [{ algorithm: 'sha256', value: sha256 }]
        const url = pathToFileURL(path).href
        return [{ source: 'wheels', told, isDirect: false, path, version: distribution.version, filename, url, hashes }]
      })
    },
  }
}

function digestOf(path: string): string | null {
  try {
    const file = openFile(path, path)
    try {
      return file.digest()
    } finally {
      file.close()
    }
  } catch (error) {
    if (error instanceof EngineError) return null
    throw error
  }
}

/**
 * What installers keep of what they fetched. Where it lies there is not where it came from, so it has no address; a wheel that pip has built stands for the
 * source distribution that it was built from.
 */
export function cacheFinder(atHand: Pick<LocalArtifacts, 'filesOf'>): CandidateFinder {
  return {
    source: 'cache',
    find: (name) =>
      atHand.filesOf(name).flatMap((file) => {
        const { filename, url, hashes, distribution } = file
        if (distribution === null) return []
        const { version } = distribution
        const path = /^file:\/\/\//i.test(url) ? fileURLToPath(url) : null
        const shape = { source: 'cache', told: 'a cache of this machine', isDirect: false, version } as const
        const built = path === null ? null : builtFrom(path)
        if (built !== null) return [{ ...shape, ...built, path }]
        const address = path === null ? recordableUrl(url) : null
        return [{ ...shape, filename, url: address, hashes: digestsOf(hashes), path: null }]
      }),
  }
}

const originBytes = 256 * 1024

/** pip writes beside a wheel that it has built what it was built from, in the form of PEP 610; null where nothing says so. */
function builtFrom(wheel: string): Pick<VersionedCandidate, 'filename' | 'url' | 'hashes'> | null {
  const bytes = readPlainFile(join(dirname(wheel), 'origin.json'), originBytes)
  const origin = 'code' in bytes ? null : readDirectUrl(bytes.toString('utf8'))
  if (origin === null || origin.kind !== 'archive') return null
  const filename = filenameOf(origin.url)
  if (filename === null || kindOf({ filename }) !== 'sdist') return null
  return { filename, url: recordableUrl(origin.url), hashes: origin.hashes.filter(isStrong) }
}

/** What an index has today. Throws `SourceError` where it cannot be asked. */
export function indexFinder(index: Pick<IndexClient, 'findPages'>): CandidateFinder {
  return {
    source: 'index',
    async find(name: PackageName) {
      const found: VersionedCandidate[] = []
      for await (const { index: told, page } of index.findPages(name))
        for (const { filename, url, hashes, distribution } of page.files)
          if (distribution !== null)
            found.push({
              source: 'index',
              told,
              isDirect: false,
              path: null,
              version: distribution.version satisfies AnyVersion,
              filename,
              url: recordableUrl(url),
              hashes: digestsOf(hashes),
            })
      return found
    },
  }
}

function digestsOf(hashes: ReadonlyMap<string, string>): readonly Digest[] {
  return [...hashes].map(([algorithm, value]) => ({ algorithm, value: value.toLowerCase() })).filter(isStrong)
}

function isStrong({ algorithm }: { readonly algorithm: string }): boolean {
  return isStrongAlgorithm(algorithm)
}
