import { slsaLevelOf } from '@cordon/attest'
import type { BuildLevel, ExitCode, TrustedBuilder, Vouching } from '@cordon/model'
import { expectationFor, type SlsaExpectations, unmetExpectations } from '@cordon/policy'
import type { LevelAnswer } from './answer.ts'

/** What is known of a file before its level is judged. */
export interface Known {
  readonly file: string
  readonly sha256: string | null
  readonly state: LevelAnswer['state']
  readonly vouchings: readonly Vouching[]
  readonly failures: LevelAnswer['failures']
  /** Paths of what was looked at. */
  readonly documents: readonly string[]
  /** Normalized name of the package; null where the file's name does not say it. */
  readonly package: string | null
}

/** What is asked of every file. */
export interface Asked {
  readonly expectations: SlsaExpectations | null
  readonly minLevel: BuildLevel
}

/** The level of one file, and what is otherwise than asked. */
export function judgeFile(known: Known, { expectations }: Asked): LevelAnswer {
  const builders: readonly TrustedBuilder[] = expectations?.builders ?? []
  const level = slsaLevelOf(known.vouchings, builders)
  const { file, sha256, state, failures } = known
  const answer = { file, sha256, state, level, failures }
  if (expectations === null || expectations.packages.length === 0) return { ...answer, unmet: [] }
  if (known.package === null) {
    const detail = 'Nothing says of which package this file is, so nothing can be expected of it; --package names it.'
    return { ...answer, unmet: [{ code: 'slsa-package', detail }] }
  }
  const expected = expectationFor(expectations.packages, known.package)
  return { ...answer, unmet: expected === null ? [] : unmetExpectations(level, expected) }
}

/** 1: something does not hold, is below what is asked, or is otherwise than expected; 4: something cannot be told; 3: no file. */
export function exitOfLevels(answers: readonly LevelAnswer[], { minLevel }: Asked): ExitCode {
  if (answers.length === 0) return 3
  const bad = ({ state, level, unmet }: LevelAnswer): boolean =>
    state === 'failed' || (state !== 'unknown' && (level.level < minLevel || unmet.length > 0))
  if (answers.some(bad)) return 1
  return answers.some(({ state }) => state === 'unknown') ? 4 : 0
}
