import { basename, resolve } from 'node:path'
import type { BuildLevel, ExitCode } from '@cordon/model'
import { PolicyError, parseExpectations, type SlsaExpectations } from '@cordon/policy'
import { parseName } from '@cordon/pypa'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { readText } from '../target-options.ts'
import type { FileAnswer } from '../verify/answer.ts'
import { answerFiles } from '../verify/run.ts'
import { splitTargets } from '../verify/targets.ts'
import { type Asked, exitOfLevels, judgeFile, type Known } from './judge.ts'
import type { SlsaVerifyOptions } from './options.ts'
import { renderLevelsJson, renderLevelsTable } from './render.ts'
import { readDistribution } from './resource.ts'

/** Runs `cordon slsa verify`: the level of every file, and what is otherwise than asked. */
export async function verifyLevels(targets: readonly string[], options: SlsaVerifyOptions, io: Io): Promise<ExitCode> {
  const asked: Asked = { expectations: readExpectations(options.expect, io), minLevel: minLevelOf(options.minLevel) }
  const { files, places } = splitTargets(targets, options, io.cwd)
  const known = files.length === 0 ? [] : await knownFiles(files, options, io)
  const answers = known.map((each) => judgeFile(each, asked))
  // Loaded only where it is asked for: start-up time is a feature.
  const levels =
    places.length === 0 ? null : await (await import('./places.ts')).judgePlaces(places, options, asked, io)
  const exits = [
    ...(answers.length === 0 ? [] : [exitOfLevels(answers, asked)]),
    ...(levels === null ? [] : [(await import('./places.ts')).exitOfPlaces(levels, asked)]),
  ]
  if (exits.every((exit) => exit === 3)) {
    io.stderr.write('cordon slsa: nothing to judge; name files, a lock, a project or an environment\n')
    return 3
  }
  if (options.format === 'json') io.stdout.write(renderLevelsJson(answers, levels, asked))
  else {
    if (answers.length > 0) io.stdout.write(renderLevelsTable(answers, asked))
    if (answers.length > 0 && levels !== null) io.stdout.write('\n')
    if (levels !== null)
      io.stdout.write((await import('./render-places.ts')).renderPlacesLevels(levels, asked, io.stdout.columns))
  }
  return exits.includes(1) ? 1 : exits.includes(4) ? 4 : 0
}

/** Files that are named, with what lies beside them or is named. Throws `UsageError`. */
export async function knownFiles(
  targets: readonly string[],
  options: SlsaVerifyOptions,
  io: Io,
): Promise<readonly Known[]> {
  const named = options.package === undefined ? null : parseName(options.package)
  if (options.package !== undefined && named === null)
    throw new UsageError('OPTION', `--package ${options.package}: not a package's name`)
  const answers = await answerFiles(targets, options, io)
  return answers.map((answer) => knownFile(answer, named))
}

function knownFile({ file, sha256, answer, documents }: FileAnswer, named: string | null): Known {
  return {
    file,
    sha256,
    // Nothing beside a file is an answer: nothing vouches for it here.
    state: documents.length === 0 ? 'missing' : answer,
    vouchings: documents.flatMap(({ outcome }) => (outcome.kind === 'verified' ? [outcome.attestation] : [])),
    failures: documents.flatMap(({ document, outcome }) =>
      outcome.kind === 'failed' ? [{ document, code: outcome.code, detail: outcome.detail }] : [],
    ),
    documents: [...new Set(documents.map(({ document }) => document))],
    package: named ?? readDistribution(basename(file))?.package ?? null,
  }
}

/** The expectations file that is named, or none. Throws `UsageError`. */
export function readExpectations(path: string | undefined, io: Io): SlsaExpectations | null {
  if (path === undefined) return null
  try {
    return parseExpectations(readText(resolve(io.cwd, path), path), path)
  } catch (cause) {
    if (cause instanceof PolicyError) throw new UsageError('CONFIG', cause.message, { cause })
    throw cause
  }
}

/** Commander has checked that it is one of the levels. */
export function minLevelOf(text: string | undefined): BuildLevel {
  return text === '1' ? 1 : text === '2' ? 2 : text === '3' ? 3 : 0
}
