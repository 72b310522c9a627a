import { basename, resolve } from 'node:path'
import type { BuildLevel, ExitCode } from '@cordon/model'
import { PolicyError, parseExpectations, type SlsaExpectations } from '@cordon/policy'
import { parseName } from '@cordon/pypa'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { readText } from '../target-options.ts'
import type { FileAnswer } from '../verify/answer.ts'
import { answerFiles } from '../verify/run.ts'
import { type Asked, exitOfLevels, judgeFile, type Known } from './judge.ts'
import type { SlsaVerifyOptions } from './options.ts'
import { renderLevelsJson, renderLevelsTable } from './render.ts'
import { readDistribution } from './resource.ts'

/** Runs `cordon slsa verify`: the level of every file, and what is otherwise than asked. */
export async function verifyLevels(targets: readonly string[], options: SlsaVerifyOptions, io: Io): Promise<ExitCode> {
  const asked: Asked = { expectations: readExpectations(options.expect, io), minLevel: minLevelOf(options.minLevel) }
  const known = await knownFiles(targets, options, io)
  const answers = known.map((each) => judgeFile(each, asked))
  const exit = exitOfLevels(answers, asked)
  if (exit === 3) {
    io.stderr.write('cordon slsa: nothing to judge; name files\n')
    return exit
  }
  io.stdout.write(options.format === 'json' ? renderLevelsJson(answers, asked) : renderLevelsTable(answers, asked))
  return exit
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
