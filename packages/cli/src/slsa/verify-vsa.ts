import { basename } from 'node:path'
import { AttestError, isLevelName, levelName, parsePublicKey, type SummaryDemands, verifyVsa } from '@cordon/attest'
import type { ExitCode } from '@cordon/model'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { orUsage } from '../trust/read.ts'
import { placeSubject, readDocumentText } from '../verify/subjects.ts'
import { summaryEnding } from './issue-vsa.ts'
import type { VerifySummaryOptions } from './options.ts'
import { renderSummaryAnswer, type SummaryAnswer } from './render-vsa.ts'
import { readDistribution } from './resource.ts'

const digestForm = /^([a-z0-9_-]{1,40}):([A-Za-z0-9+/=_-]{1,200})$/

/** Runs `cordon slsa verify-vsa`: whether a known verifier says of this file what is asked. One of several summaries must. */
export async function verifySummary(
  file: string | undefined,
  options: VerifySummaryOptions,
  io: Io,
): Promise<ExitCode> {
  const digests = (options.digest ?? []).map(readDigest)
  if (file === undefined && digests.length === 0)
    throw new UsageError('OPTION', 'name the file that the summary is about, or its --digest')
  const placed = file === undefined ? null : await placeSubject(file, [''], io.cwd)
  if (placed !== null) digests.push({ algorithm: 'sha256', value: placed.subject.sha256 })
  const documents = options.vsa ?? (placed?.subject.name == null ? [] : [`${file}${summaryEnding}`])
  if (documents.length === 0)
    throw new UsageError('OPTION', 'name the summary with --vsa: no file lies beside a digest')
  const demands: SummaryDemands = {
    verifiers: [await readVerifier(options, io)],
    digests,
    resource: resourceOf(placed?.subject.name ?? null, options),
    levels: levelsOf(options),
  }
  const answers: SummaryAnswer[] = []
  for (const document of documents) answers.push(answer(document, await readDocumentText(document, io.cwd), demands))
  io.stdout.write(renderSummaryAnswer(file ?? (options.digest ?? []).join(' '), answers, options.format))
  return answers.some(({ kind }) => kind === 'verified') ? 0 : 1
}

function answer(document: string, text: string, demands: SummaryDemands): SummaryAnswer {
  try {
    return { kind: 'verified', document, summary: verifyVsa(text, demands) }
  } catch (error) {
    if (error instanceof AttestError) return { kind: 'failed', document, code: error.code, detail: error.message }
    throw error
  }
}

async function readVerifier(
  { key, keyId, verifierId }: VerifySummaryOptions,
  io: Io,
): Promise<SummaryDemands['verifiers'][number]> {
  const text = await readDocumentText(key, io.cwd)
  const verifier = { id: verifierId, key: orUsage(key, () => parsePublicKey(text)) }
  return keyId === undefined ? verifier : { ...verifier, keyId }
}

function resourceOf(name: string | null, { resourceUri }: VerifySummaryOptions): string {
  // Compared as it is: others write addresses that are none.
  if (resourceUri !== undefined) return resourceUri
  const purl = name === null ? undefined : readDistribution(basename(name))?.purl
  if (purl === undefined)
    throw new UsageError('OPTION', 'nothing says under what address this file is known; name it with --resource-uri')
  return purl
}

function levelsOf({ level = [], minLevel }: VerifySummaryOptions): readonly string[] {
  const slip = level.find((each) => !isLevelName(each))
  if (slip !== undefined)
    throw new UsageError('OPTION', `--level ${slip}: not a level; SLSA's are written SLSA_BUILD_LEVEL_3`)
  return minLevel === undefined ? level : [...level, levelName(Number(minLevel))]
}

function readDigest(text: string): { readonly algorithm: string; readonly value: string } {
  const [, algorithm, value] = digestForm.exec(text) ?? []
  if (algorithm === undefined || value === undefined)
    throw new UsageError('OPTION', `--digest ${text}: not a digest, such as sha256:9bb1…`)
  return { algorithm, value }
}
