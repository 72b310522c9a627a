import { createHash } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import {
  checkEnvelope,
  composeStatement,
  levelName,
  type SigningKey,
  type SummaryReference,
  signEnvelope,
  type VerificationSummary,
  vsaPredicate,
  vsaType,
} from '@cordon/attest'
import type { ExitCode } from '@cordon/model'
import { refuseExisting, writeAll } from '../attest/place.ts'
import { readKey } from '../attest/signer.ts'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { readDocumentText } from '../verify/subjects.ts'
import { version } from '../version.ts'
import type { LevelAnswer } from './answer.ts'
import { type Asked, exitOfLevels, judgeFile, type Known } from './judge.ts'
import type { IssueSummaryOptions } from './options.ts'
import { type IssuedSummary, renderIssuedSummaries } from './render-vsa.ts'
import { readDistribution } from './resource.ts'
import { knownFiles, minLevelOf, readExpectations } from './verify.ts'

const statementPayload = 'application/vnd.in-toto+json'
/** Behind the name of a file: its summary. */
export const summaryEnding = '.vsa.intoto.jsonl'

/** Runs `cordon slsa vsa`: judges files and writes, signed, what came of it. What cannot be told is written of nothing. */
export async function issueSummaries(
  targets: readonly string[],
  options: IssueSummaryOptions,
  io: Io,
): Promise<ExitCode> {
  if (options.key === undefined)
    throw new UsageError('OPTION', 'a summary is signed with a local key; name it with --key')
  checkUri('--verifier-id', options.verifierId)
  const { evidenceKey, key: _signs, ...rest } = options
  const evidence = { ...rest, ...(evidenceKey === undefined ? {} : { key: evidenceKey }) }
  const asked: Asked = { expectations: readExpectations(options.expect, io), minLevel: minLevelOf(options.minLevel) }
  const known = await knownFiles(targets, evidence, io)
  const judged = known.map((each) => ({ known: each, answer: judgeFile(each, asked) }))
  const plans = judged.filter(({ answer }) => answer.state !== 'unknown').map((each) => planOf(each, options))
  refuseExisting(
    plans.map(({ path }) => path),
    options.force === true,
    io.cwd,
  )
  const key = await readKey(options.key, options, io)
  const policy = await policyOf(options, io)
  const issued: IssuedSummary[] = []
  const files: { readonly path: string; readonly text: string }[] = []
  for (const plan of plans) {
    const summary = await summaryOf(plan, asked, { policy, options, io })
    files.push({ path: plan.path, text: signed(plan, summary, key) })
    issued.push({ ...plan.answer, path: plan.path, summary })
  }
  writeAll(files, options.force === true, io)
  const answers = judged.map(({ answer }) => answer)
  const exit = exitOfLevels(answers, asked)
  if (exit === 3) io.stderr.write('cordon slsa vsa: nothing to judge; name files\n')
  else {
    const untold = answers.filter(({ state }) => state === 'unknown')
    io.stdout.write(renderIssuedSummaries(issued, untold, options.format))
  }
  return exit
}

interface Plan {
  readonly known: Known
  readonly answer: LevelAnswer
  readonly path: string
  readonly resource: string
  readonly name: string
  readonly sha256: string
}

function planOf(
  { known, answer }: { readonly known: Known; readonly answer: LevelAnswer },
  options: IssueSummaryOptions,
): Plan {
  const name = basename(known.file)
  const resource = options.resourceUri ?? readDistribution(name)?.purl
  if (resource === undefined || known.sha256 === null)
    throw new UsageError(
      'OPTION',
      `${known.file}: nothing says under what address others know this file; name it with --resource-uri`,
    )
  checkUri('--resource-uri', resource)
  const path = join(options.outputDir ?? dirname(known.file), `${name}${summaryEnding}`)
  return { known, answer, path, resource, name, sha256: known.sha256 }
}

interface Surroundings {
  readonly policy: SummaryReference
  readonly options: IssueSummaryOptions
  readonly io: Io
}

async function summaryOf(
  plan: Plan,
  asked: Asked,
  { policy, options, io }: Surroundings,
): Promise<VerificationSummary> {
  const inputs: SummaryReference[] = []
  for (const document of plan.known.documents)
    inputs.push({ uri: basename(document), sha256: sha256Of(await readDocumentText(document, io.cwd)) })
  return {
    verifier: options.verifierId,
    time: io.now().toISOString(),
    resource: plan.resource,
    policy,
    inputs,
    passed: exitOfLevels([plan.answer], asked) === 0,
    levels: [levelName(plan.answer.level.level)],
    dependencyLevels: null,
  }
}

function signed({ name, sha256 }: Plan, summary: VerificationSummary, key: SigningKey): string {
  const predicate = vsaPredicate(summary, version)
  const bytes = composeStatement({ subjects: [{ name, sha256 }], predicateType: vsaType, predicate })
  const envelope = signEnvelope(statementPayload, bytes, key)
  checkEnvelope(envelope, key)
  return `${JSON.stringify(envelope)}\n`
}

/** By what the files were judged: the expectations file and its digest, or the least level. */
async function policyOf({ expect, minLevel, policyUri }: IssueSummaryOptions, io: Io): Promise<SummaryReference> {
  if (policyUri !== undefined) checkUri('--policy-uri', policyUri)
  if (expect === undefined) return { uri: policyUri ?? `cordon:slsa?min-level=${minLevel ?? '0'}`, sha256: null }
  return { uri: policyUri ?? basename(expect), sha256: sha256Of(await readDocumentText(expect, io.cwd)) }
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Throws `UsageError` for what is no absolute URI. */
export function checkUri(option: string, text: string): void {
  if (URL.parse(text) === null)
    throw new UsageError('OPTION', `${option} ${text}: not a URI, such as https://verifier.example.org`)
}
