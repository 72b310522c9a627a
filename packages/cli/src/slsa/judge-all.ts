import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { levelName } from '@cordon/attest'
import type { ExitCode } from '@cordon/model'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { placeSubject } from '../verify/subjects.ts'
import { splitTargets } from '../verify/targets.ts'
import { countLevels } from './count.ts'
import { type Asked, exitOfLevels, judgeFile, type Known } from './judge.ts'
import type { SlsaVerifyOptions } from './options.ts'
import { readDistribution } from './resource.ts'
import { knownFiles } from './verify.ts'

/** A file that was judged, whole: what a summary of it would say. */
export interface Judged {
  /** As it was asked for. */
  readonly file: string
  readonly name: string
  readonly sha256: string
  /** What others know it as, where its name says it. */
  readonly resource: string | null
  /** 0 passed, 1 failed; anything else: it cannot be told. */
  readonly exit: ExitCode
  readonly levels: readonly string[]
  readonly dependencyLevels: ReadonlyMap<string, number> | null
  /** Everything that was looked at; null where that is not known here. */
  readonly documents: readonly string[] | null
  /** What does not hold, is otherwise than expected, or cannot be told. */
  readonly notes: readonly { readonly code: string; readonly detail: string }[]
}

/** Judges files by themselves, and locks by what they pin. Throws `UsageError`: also for what is no file. */
export async function judgeAll(
  targets: readonly string[],
  options: SlsaVerifyOptions,
  asked: Asked,
  io: Io,
): Promise<readonly Judged[]> {
  const { files, places } = splitTargets(targets, options, io.cwd)
  const known = files.length === 0 ? [] : await knownFiles(files, options, io)
  const judged = known.map((each) => judgedFile(each, asked))
  for (const place of places) judged.push(await judgedLock(place, options, asked, io))
  return judged
}

function judgedFile(known: Known, asked: Asked): Judged {
  const { file, sha256, documents } = known
  const name = basename(file)
  if (sha256 === null || /^sha256:/.test(file))
    throw new UsageError('OPTION', `${file}: a summary names its file; name one, not a digest`)
  const answer = judgeFile(known, asked)
  return {
    file,
    name,
    sha256,
    resource: readDistribution(name)?.purl ?? null,
    exit: exitOfLevels([answer], asked),
    levels: [levelName(answer.level.level)],
    dependencyLevels: null,
    documents,
    notes: [...answer.failures, ...answer.unmet],
  }
}

/** A lock is not built: what counts is what it pins. */
async function judgedLock(path: string, options: SlsaVerifyOptions, asked: Asked, io: Io): Promise<Judged> {
  if ((await stat(resolve(io.cwd, path))).isDirectory())
    throw new UsageError('OPTION', `${path}: a summary is about one file; name the lock in it`)
  const { exitOfPlaces, judgePlaces } = await import('./places.ts')
  const levels = await judgePlaces([path], options, asked, io)
  const { subject } = await placeSubject(path, [''], io.cwd)
  const untold = levels.releases.filter((each) => each.level === null)
  return {
    file: path,
    name: basename(path),
    sha256: subject.sha256,
    resource: null,
    exit: exitOfPlaces(levels, asked),
    levels: ['SLSA_BUILD_LEVEL_UNEVALUATED'],
    dependencyLevels: countLevels(levels),
    documents: null,
    notes: [
      ...levels.unread.map(({ code, detail, at }) => ({ code, detail: `${at.path}:${at.line}  ${detail}` })),
      ...levels.unpinned.map((name) => ({ code: 'not-pinned', detail: `${name} is not pinned to one version.` })),
      ...levels.releases.flatMap(({ files }) => files.flatMap((each) => [...each.failures, ...each.unmet])),
      ...untold
        .filter(({ files }) => files.length === 0)
        .map(({ release }) => ({ code: 'no-files', detail: `Nothing says which files ${release} has.` })),
      ...belowOf(levels.releases, asked),
    ],
  }
}

function belowOf(
  releases: readonly { readonly release: string; readonly level: number | null }[],
  { minLevel }: Asked,
): Judged['notes'] {
  return releases.flatMap(({ release, level }) =>
    level === null || level >= minLevel
      ? []
      : [{ code: 'slsa-level', detail: `${release} has level ${level}, below ${minLevel}.` }],
  )
}
