import type { VouchedDependency } from '@cordon/engine/vouch'
import { type BuildLevel, type ExitCode, versionText } from '@cordon/model'
import type { Io } from '../command.ts'
import type { PlacesAnswer } from '../verify/answer.ts'
import { answerPlaces } from '../verify/places.ts'
import type { LevelAnswer } from './answer.ts'
import { type Asked, exitOfLevels, judgeFile } from './judge.ts'
import type { SlsaVerifyOptions } from './options.ts'

/** A release that something pins or holds, and the levels of its files. */
export interface ReleaseLevels {
  /** `name version`. */
  readonly release: string
  /** The lowest of its files, since any of them may be installed; null where that of one is not known. */
  readonly level: BuildLevel | null
  readonly files: readonly LevelAnswer[]
}

/** The levels of everything that projects, locks and environments pin or hold, and what has none. */
export interface PlacesLevels extends Pick<PlacesAnswer, 'unread' | 'warnings'> {
  readonly releases: readonly ReleaseLevels[]
  /** Asked for without one version. */
  readonly unpinned: readonly string[]
  /** From no index: nothing could vouch for them. */
  readonly elsewhere: readonly string[]
}

/** Judges what the projects, locks and environments pin or hold. Throws `UsageError`. */
export async function judgePlaces(
  targets: readonly string[],
  options: SlsaVerifyOptions,
  asked: Asked,
  io: Io,
): Promise<PlacesLevels> {
  const { packages, unpinned, elsewhere, unread, warnings } = await answerPlaces(targets, options, io)
  const releases = new Map<string, ReleaseLevels>()
  for (const each of packages) {
    const judged = judgeRelease(each, asked)
    // A project often pins a release in several places; the files are the same, or count all.
    const before = releases.get(judged.release)
    releases.set(judged.release, before === undefined ? judged : merged(before, judged))
  }
  return {
    releases: [...releases.values()],
    unpinned: [...new Set(unpinned.map(({ name }) => name))],
    elsewhere: [...new Set(elsewhere.map(({ name, origin }) => `${name} (${origin.kind})`))],
    unread,
    warnings,
  }
}

function judgeRelease({ dependency, release }: VouchedDependency, asked: Asked): ReleaseLevels {
  const { name, version } = dependency
  const files = release.files.map(({ filename, sha256, state, vouchings, failures }) =>
    judgeFile(
      {
        file: filename,
        sha256,
        state,
        vouchings,
        // That nothing vouches for it is an answer, and the level says it.
        failures: state === 'missing' ? [] : failures.map((failure) => ({ document: null, ...failure })),
        documents: [],
        package: name,
      },
      asked,
    ),
  )
  return releaseOf(version === null ? name : `${name} ${versionText(version)}`, files)
}

function merged(a: ReleaseLevels, b: ReleaseLevels): ReleaseLevels {
  const files = new Map([...a.files, ...b.files].map((each) => [`${each.file} ${each.sha256}`, each]))
  return releaseOf(a.release, [...files.values()])
}

function releaseOf(release: string, files: readonly LevelAnswer[]): ReleaseLevels {
  const isKnown = files.length > 0 && files.every(({ state }) => state !== 'unknown')
  const levels = files.map(({ level }) => level.level)
  const lowest = levels.reduce<BuildLevel>((a, b) => (b < a ? b : a), 3)
  return { release, level: isKnown ? lowest : null, files }
}

/** As `exitOfLevels`; what is from no index cannot have the level that is asked, nor be as expected. */
export function exitOfPlaces(levels: PlacesLevels, asked: Asked): ExitCode {
  const files = levels.releases.flatMap(({ files: each }) => each)
  const isDemanded = asked.minLevel > 0 || asked.expectations !== null
  const open = [levels.unpinned, levels.unread, isDemanded ? levels.elsewhere : []].some((each) => each.length > 0)
  if (files.length === 0) return open ? 4 : levels.elsewhere.length > 0 ? 0 : 3
  const exit = exitOfLevels(files, asked)
  const isUntold = open || levels.releases.some(({ level }) => level === null)
  return exit === 0 && isUntold ? 4 : exit
}
