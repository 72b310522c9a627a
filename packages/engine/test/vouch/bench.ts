/** A lock, an index on loopback that has what it pins, and who vouches for it: real HTTP, a made instance of Sigstore. */
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { parseTrustedRoot, type Subject, verifyDocument } from '@cordon/attest'
import { lockfileFormats } from '@cordon/lockfiles'
import type { Dependency, VouchedRelease } from '@cordon/model'
import { createHttpClient, createIndexClient, openSealedCache, sealWith } from '@cordon/sources'
import {
  githubBuild,
  type IndexedFile,
  madeProvenance,
  madeRelease,
  madeSigstore,
  type ProvenanceOptions,
  type ReleasedFile,
  type ReleaseIndex,
  startReleaseIndex,
  temporaryFolder,
} from '@cordon/testkit'
import { type VouchContext, vouchAll, withDemands } from '../../src/vouch/index.ts'

export const instance = madeSigstore()
const root = parseTrustedRoot(instance.trustedRoot)
export const demo = madeRelease('demo', '1.0')
export const build = githubBuild()

/** A file as an honest index has it, with what is told otherwise. */
export function signed(file: ReleasedFile, options: ProvenanceOptions = {}): IndexedFile {
  return { ...file, provenance: madeProvenance(instance, file, build, options) }
}

export interface Pinned extends Pick<ReleasedFile, 'project' | 'filename' | 'sha256'> {
  /** Lines of `pylock.toml` about its package. */
  readonly more?: string
}

/** What a `pylock.toml` says that pins these files, each a package of its own. */
export function locked(...files: readonly Pinned[]): readonly Dependency[] {
  const entries = files.map(({ project, filename, sha256, more = '' }) => {
    const version = /-(\d+\.\d+)/.exec(filename)?.[1]
    const kind = filename.endsWith('.whl') ? 'wheels' : 'sdist'
    const file = `{ name = "${filename}", url = "https://files.example.invalid/${filename}", hashes = { sha256 = "${sha256}" } }`
    const value = kind === 'wheels' ? `[${file}]` : file
    return `[[packages]]\nname = "${project}"\nversion = "${version}"\n${kind} = ${value}\n${more}\n`
  })
  return parsed('pylock', 'pylock.toml', `lock-version = "1.0"\ncreated-by = "a test"\n\n${entries.join('\n')}`)
}

/** What a lock of this format says. */
export function parsed(id: string, path: string, text: string): readonly Dependency[] {
  const format = lockfileFormats.find((each) => each.id === id)
  if (format === undefined) throw new Error(id)
  return format.parse(text, path).dependencies
}

export interface Bench {
  readonly index: ReleaseIndex
  /** Folder of the cache. */
  readonly folder: string
  /** How often something was verified. */
  readonly verifications: () => number
  readonly context: VouchContext
  run(dependencies: readonly Dependency[], more?: Partial<VouchContext>): Promise<readonly VouchedRelease[]>
}

const now = new Date('2026-11-21T12:00:00Z')

export async function startBench(
  t: TestContext,
  files: readonly IndexedFile[],
  options: Parameters<typeof startReleaseIndex>[2] = {},
): Promise<Bench> {
  const index = await startReleaseIndex(t, files, options)
  const folder = temporaryFolder(t)
  const http = createHttpClient(
    { fetch, now: () => now, sleep: () => Promise.resolve() },
    { attempts: 2, connectMilliseconds: 1000, idleMilliseconds: 1000 },
  )
  let count = 0
  const context: VouchContext = {
    client: createIndexClient(http, { indexes: [], netrc: null, folder: join(folder, 'files'), maxFileBytes: 1000 }),
    indexes: () => [index.url],
    locked: () => [],
    cache: openSealedCache(join(folder, 'cache'), sealWith(Buffer.alloc(32, 1)), now),
    verifying: {
      trust: 'made',
      async verify(text: string, subject: Subject) {
        count += 1
        return verifyDocument(text, { subject, trust: { instances: [root] }, identities: [] })
      },
    },
    now,
    refresh: false,
  }
  return {
    index,
    folder: join(folder, 'cache'),
    verifications: () => count,
    context,
    async run(dependencies, more = {}) {
      const releases: VouchedRelease[] = []
      for await (const { release } of vouchAll(dependencies, { ...context, ...more }))
        releases.push(withDemands(release, []))
      return releases
    },
  }
}

/** `verified`, or the state and the codes: `failed subject-digest`. */
export function states(releases: readonly VouchedRelease[]): readonly string[] {
  return releases.flatMap(({ files }) =>
    files.map(({ state, failures }) => [state, ...failures.map(({ code }) => code)].join(' ')),
  )
}
