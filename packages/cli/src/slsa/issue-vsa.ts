import { createHash } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import {
  checkEnvelope,
  composeStatement,
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
import type { Asked } from './judge.ts'
import { type Judged, judgeAll } from './judge-all.ts'
import type { IssueSummaryOptions, SlsaVerifyOptions } from './options.ts'
import { type IssuedSummary, renderIssuedSummaries } from './render-vsa.ts'
import { minLevelOf, readExpectations } from './verify.ts'

const statementPayload = 'application/vnd.in-toto+json'
/** Behind the name of a file: its summary. */
export const summaryEnding = '.vsa.intoto.jsonl'

/** Runs `cordon slsa vsa`: judges files and writes, signed, what came of it. What cannot be told is written of nothing. */
export async function issueSummaries(
  targets: readonly string[],
  options: IssueSummaryOptions,
  io: Io,
): Promise<ExitCode> {
  checkUri('--verifier-id', options.verifierId)
  const asked: Asked = { expectations: readExpectations(options.expect, io), minLevel: minLevelOf(options.minLevel) }
  const judged = await judgeAll(targets, evidenceOf(options), asked, io)
  if (judged.length === 0) {
    io.stderr.write('cordon slsa vsa: nothing to judge; name files\n')
    return 3
  }
  const told = judged.filter(({ exit }) => exit === 0 || exit === 1)
  const plans = told.map((each) => planOf(each, options))
  refuseExisting(
    plans.map(({ path }) => path),
    options.force === true,
    io.cwd,
  )
  const key = await readKey(options.key, options, io)
  const surroundings = { policy: await policyOf(options, io), verifier: options.verifierId, io }
  const issued: IssuedSummary[] = []
  for (const plan of plans) issued.push({ ...plan, summary: await summaryOf(plan, surroundings) })
  const files = issued.map((each) => ({ path: each.path, text: signed(each, each.summary, key) }))
  writeAll(files, options.force === true, io)
  const untold = judged.filter((each) => !told.includes(each))
  io.stdout.write(renderIssuedSummaries(issued, untold, options.format))
  const exits = judged.map(({ exit }) => exit)
  return exits.includes(1) ? 1 : untold.length > 0 ? 4 : 0
}

/** `--key` signs; what vouches for the files is verified by `--evidence-key`. */
function evidenceOf({ evidenceKey, key: _signs, ...rest }: IssueSummaryOptions): SlsaVerifyOptions {
  return { ...rest, ...(evidenceKey === undefined ? {} : { key: evidenceKey }) }
}

interface Plan extends Judged {
  readonly path: string
  readonly resource: string
}

function planOf(judged: Judged, { resourceUri, outputDir }: IssueSummaryOptions): Plan {
  const resource = resourceUri ?? judged.resource
  if (resource === null)
    throw new UsageError(
      'OPTION',
      `${judged.file}: nothing says under what address others know this file; name it with --resource-uri`,
    )
  checkUri('--resource-uri', resource)
  return { ...judged, resource, path: join(outputDir ?? dirname(judged.file), `${judged.name}${summaryEnding}`) }
}

interface Surroundings {
  readonly policy: SummaryReference
  readonly verifier: string
  readonly io: Io
}

async function summaryOf(plan: Plan, { policy, verifier, io }: Surroundings): Promise<VerificationSummary> {
  const inputs: SummaryReference[] = []
  for (const document of plan.documents ?? [])
    inputs.push({ uri: basename(document), sha256: sha256Of(await readDocumentText(document, io.cwd)) })
  return {
    verifier,
    time: io.now().toISOString(),
    resource: plan.resource,
    policy,
    inputs: plan.documents === null ? null : inputs,
    passed: plan.exit === 0,
    levels: plan.levels,
    dependencyLevels: plan.dependencyLevels,
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
function checkUri(option: string, text: string): void {
  if (URL.parse(text) === null)
    throw new UsageError('OPTION', `${option} ${text}: not a URI, such as https://verifier.example.org`)
}
