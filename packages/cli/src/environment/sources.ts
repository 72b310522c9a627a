import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { displayPath, readPlainFile, takeInventory } from '@cordon/engine'
import {
  type Candidate,
  type CandidateFinder,
  cacheFinder,
  folderFinder,
  indexFinder,
  lockFinder,
  recordAt,
  remoteRecord,
  reportFinder,
} from '@cordon/engine/installed'
import type { Dependency } from '@cordon/model'
import { PypaError, parsePipReport, type RecordFile } from '@cordon/pypa'
import type { IndexClient, LocalArtifacts } from '@cordon/sources'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { openAccess } from '../inspect/index-access.ts'
import type { SourceOptions } from './options.ts'

/** What may tell which file a distribution was installed from. */
export interface InstallSources {
  /** Reports, locks, folders and caches. */
  readonly near: readonly CandidateFinder[]
  readonly far: readonly CandidateFinder[]
  readonly readRecord: (candidate: Candidate) => Promise<RecordFile | null>
}

const largestReport = 64 * 1024 * 1024

/** Opens everything that the options name, and the caches of installers. Throws `UsageError` for what cannot be used. */
export function openInstallSources(options: SourceOptions, io: Io): InstallSources {
  const access = openAccess(options, io)
  const near: CandidateFinder[] = [
    ...(options.report ?? []).map((path) => openReport(path, io)),
    ...(options.lock ?? []).map((path) => openLock(path, io)),
    ...(options.wheels ?? []).map((path) => openFolder(path, io)),
    cacheFinder({ filesOf: (name) => access.atHand().filesOf(name) }),
  ]
  const far =
    options.indexUrl === undefined ? [] : [indexFinder({ findPages: (name) => access.index().findPages(name) })]
  const readRecord = async (candidate: Candidate): Promise<RecordFile | null> => {
    const here = recordOf(candidate, access.atHand())
    const { source, url, filename } = candidate
    // Of an index that was named, and of nothing else, a wheel is looked into where it lies.
    if (here !== null || source !== 'index' || url === null || filename?.endsWith('.whl') !== true) return here
    return (await remoteRecord(access.index(), url)) ?? (await recordOfWhole(access.index(), candidate))
  }
  return { near, far, readRecord }
}

function openReport(path: string, io: Io): CandidateFinder {
  const bytes = readPlainFile(resolve(io.cwd, path), largestReport)
  if ('code' in bytes) throw new UsageError('OPTION', `--report ${path}: cannot be read (${bytes.reason})`)
  try {
    return reportFinder(parsePipReport(bytes.toString('utf8')), displayPath(resolve(io.cwd, path), io.cwd))
  } catch (cause) {
    if (cause instanceof PypaError) throw new UsageError('OPTION', `--report ${path}: ${cause.message}`, { cause })
    throw cause
  }
}

function openLock(path: string, io: Io): CandidateFinder {
  return lockFinder(readLockPins(path, io), displayPath(resolve(io.cwd, path), io.cwd))
}

/** What a lock pins. Throws `UsageError` for a file that pins nothing. */
export function readLockPins(path: string, io: Io): readonly Dependency[] {
  const taken = takeInventory({ targets: [path], cwd: io.cwd, exclude: [], includeEnvironments: false })
  const [failed] = taken.coverage.failed
  if (failed !== undefined) throw new UsageError('OPTION', `--lock ${path}: ${failed.message}`)
  const dependencies = taken.files.flatMap(({ file }) => (file.role === 'installed' ? [] : file.dependencies))
  if (dependencies.length > 0) return dependencies
  throw new UsageError('OPTION', `--lock ${path}: nothing in it pins a package; name a lock file such as pylock.toml`)
}

function openFolder(path: string, io: Io): CandidateFinder {
  const absolute = resolve(io.cwd, path)
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError('OPTION', `--wheels ${path}: no such folder`)
  return folderFinder(absolute, displayPath(absolute, io.cwd))
}

/** RECORD of a wheel that is at hand: where its finder found it, or in a cache by its digest. */
function recordOf({ path, filename, url, hashes }: Candidate, atHand: LocalArtifacts): RecordFile | null {
  if (path !== null) return recordAt(path)
  if (filename === null || !filename.endsWith('.whl')) return null
  const byAlgorithm = new Map(hashes.map(({ algorithm, value }) => [algorithm, value] as const))
  const found = atHand.find({ filename, url: url ?? '', hashes: byAlgorithm })
  if (found !== null) {
    try {
      return recordAt(found.path)
    } finally {
      if (found.kind === 'file') found.release()
    }
  }
  return url !== null && /^file:\/\/\//i.test(url) ? recordAt(fileURLToPath(url)) : null
}

/** Of a server that gives no parts the whole wheel is fetched, and held against its digest. */
async function recordOfWhole(index: IndexClient, { url, filename, hashes }: Candidate): Promise<RecordFile | null> {
  if (url === null || filename === null) return null
  const promised = new Map(hashes.map(({ algorithm, value }) => [algorithm, value] as const))
  const file = await index.fetchFile({ filename, url, hashes: promised })
  try {
    return recordAt(file.path)
  } finally {
    file.release()
  }
}
