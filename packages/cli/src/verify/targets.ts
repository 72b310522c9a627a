import { type Stats, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { formatOf } from '@cordon/engine'
import type { ExitCode } from '@cordon/model'
import { exitOf } from '@cordon/policy'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import type { FileAnswer, PlacesAnswer } from './answer.ts'
import type { VerifyCommandOptions } from './options.ts'
import { renderVerificationJson } from './render-json.ts'
import { countFiles, renderPlacesTable } from './render-places.ts'
import { hasSidecar } from './subjects.ts'

/** Runs `cordon verify`: files by themselves, and what projects, locks and environments pin or hold. */
export async function runVerify(targets: readonly string[], options: VerifyCommandOptions, io: Io): Promise<ExitCode> {
  const { files, places } = splitTargets(targets, options, io.cwd)
  for (const [given, what] of [
    [options.offline, '--offline'],
    [options.refresh, '--refresh'],
    [options.requireAttestation, '--require-attestation'],
    [options.indexUrl, '--index-url'],
  ] as const)
    if (given !== undefined && places.length === 0 && files.length > 0)
      throw new UsageError(
        'OPTION',
        `${what} is for projects, locks and environments; what vouches for a file lies beside it`,
      )
  // Each is loaded only where it is asked for: start-up time is a feature.
  const answers = files.length === 0 ? [] : await (await import('./run.ts')).answerFiles(files, options, io)
  const answer = places.length === 0 ? null : await (await import('./places.ts')).answerPlaces(places, options, io)
  if (answers.length === 0 && (answer === null || isEmpty(answer))) {
    io.stderr.write(
      answer === null
        ? 'cordon verify: nothing to verify; name files, a lock, a project or an environment\n'
        : 'cordon verify: nothing in it pins or holds a package; name a lock, an environment, or files as dist/*\n',
    )
    return 3
  }
  const asked = (options.identity ?? []).length > 0 || options.issuer !== undefined || (options.key ?? []).length > 0
  const demanded = asked || options.requireAttestation === true
  const exits = [exitOfFiles(answers), ...(answer === null ? [] : [exitOfPlaces(answer, demanded)])]
  const exit = exits.includes(1) ? 1 : exits.includes(4) ? 4 : 0
  if (options.format === 'json') io.stdout.write(renderVerificationJson(answers, answer, { targets, exit, io }))
  else {
    if (answers.length > 0) io.stdout.write((await import('./render.ts')).renderVerifiedTable(answers, asked))
    if (answers.length > 0 && answer !== null) io.stdout.write('\n')
    if (answer !== null) {
      const style = { asked, demanded, all: options.all ?? false, columns: io.stdout.columns }
      io.stdout.write(renderPlacesTable(answer, style))
    }
  }
  return exit
}

/** Files that are judged by themselves, and projects, locks and environments, of which that counts which they pin or hold. */
export function splitTargets(
  targets: readonly string[],
  {
    bundle,
    provenance,
    attestation,
    layout,
  }: Pick<VerifyCommandOptions, 'bundle' | 'provenance' | 'attestation' | 'layout'>,
  cwd: string,
): { readonly files: readonly string[]; readonly places: readonly string[] } {
  const isNamed = [bundle, provenance, attestation, layout].some((each) => each !== undefined)
  const places = targets.filter((target) => !isNamed && isPlace(target, cwd))
  return { files: targets.filter((target) => !places.includes(target)), places }
}

/** Folders, and files that are read as locks wherever they lie; a list of another name, unless something vouches for it. */
function isPlace(target: string, cwd: string): boolean {
  const path = resolve(cwd, target)
  const stats = statOf(path)
  if (stats?.isDirectory() === true) return true
  if (stats?.isFile() !== true) return false
  // Not what lies beside a known lock decides, but its name: else whoever adds a signature would hide what it pins.
  if (formatOf(path, { named: false }) !== null) return true
  return /\.(?:txt|in|pip)$/i.test(basename(path)) && formatOf(path, { named: true }) !== null && !hasSidecar(path)
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null
  } catch {
    return null
  }
}

function isEmpty({ packages, unpinned, elsewhere, unread }: PlacesAnswer): boolean {
  return packages.length + unpinned.length + elsewhere.length + unread.length === 0
}

function exitOfFiles(answers: readonly FileAnswer[]): ExitCode {
  if (answers.some(({ answer }) => answer === 'failed')) return 1
  return answers.some(({ answer }) => answer === 'unknown') ? 4 : 0
}

/**
 * The policy decides about what does not hold, is not known, or is other than before. Most of what an index has nothing vouches for: that is
 * told, and stops nobody who has not asked for more.
 */
function exitOfPlaces(answer: PlacesAnswer, demanded: boolean): ExitCode {
  const decided = exitOf(answer.verdicts, 'allow')
  const count = countFiles(answer)
  // What the command line demands, no configuration takes back: a project brings its own along.
  if (decided === 1 || (demanded && count.failed > 0)) return 1
  if (decided === 4 || (demanded && count.unknown > 0)) return 4
  if (answer.unpinned.length > 0 || answer.unread.length > 0) return 4
  return demanded && (count.missing > 0 || answer.elsewhere.length > 0) ? 4 : 0
}
