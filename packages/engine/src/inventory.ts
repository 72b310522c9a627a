import type { Coverage, CoveredFile, FailedFile, Lockfile, Skipped } from '@cordon/model'
import { type DiscoverRequest, discover } from './discover.ts'
import { takeEnvironments, takeFolder } from './environment/take.ts'
import { followIncludes, type Placed } from './includes.ts'
import { readLockfile } from './read.ts'

/** Called as work goes on: files read so far, of how many. */
export type Progress = (done: number, total: number) => void

/** Everything below the targets that says what gets installed, read; and what could not be. */
export interface Taken {
  readonly files: readonly Placed[]
  /** By file: the files that it names with `-r` and `-c`. */
  readonly includes: ReadonlyMap<Lockfile, readonly Placed[]>
  readonly skipped: readonly Skipped[]
  readonly coverage: Omit<Coverage, 'notSelected'>
}

/** Discovers, reads, parses, follows includes. Hostile input ends as `failed` or `skipped`, never as an exception. */
export function takeInventory(request: DiscoverRequest, progress: Progress = () => {}): Taken {
  const options = { cwd: request.cwd, verify: request.verify ?? false }
  const installed = takeEnvironments(request.targets, options)
  const { candidates, environments, failed: notRead, passedOver } = discover({ ...request, targets: installed.rest })
  const files: Placed[] = []
  const failed: FailedFile[] = [...notRead, ...installed.failed]
  candidates.forEach((candidate, index) => {
    const result = readLockfile(candidate)
    if (result === null) {
      if (candidate.named) failed.push(silentFile(candidate.path, candidate.format.id))
    } else if ('code' in result) failed.push(result)
    else files.push({ ...result, absolute: candidate.absolute, real: candidate.real, boundary: candidate.boundary })
    progress(index + 1, candidates.length)
  })
  const followed = followIncludes(files, request.cwd)
  files.push(...followed.added, ...installed.files)
  for (const root of environments) files.push(...takeFolder({ root, from: '' }, options))
  files.sort((a, b) => (a.file.path < b.file.path ? -1 : a.file.path > b.file.path ? 1 : 0))
  return {
    files,
    includes: followed.includes,
    skipped: [...files.flatMap((each) => each.file.skipped), ...followed.skipped].sort(bySkippedPlace),
    coverage: {
      read: files.map(
        ({ file }): CoveredFile => ({
          path: file.path,
          format: file.format,
          dependencies: file.dependencies.length,
          skipped: file.skipped.length,
        }),
      ),
      failed: [...failed, ...followed.failed].sort((a, b) => (a.path < b.path ? -1 : 1)),
      passedOver,
    },
  }
}

function silentFile(path: string, format: string): FailedFile {
  return { path, format, code: 'UNSUPPORTED_FORMAT', message: 'nothing in it says what gets installed' }
}

function bySkippedPlace(a: Skipped, b: Skipped): number {
  return a.at.path < b.at.path ? -1 : a.at.path > b.at.path ? 1 : a.at.line - b.at.line
}
