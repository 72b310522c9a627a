import { relative } from 'node:path'
import { anyone, type IdentityDemand, isUndecided, parseIdentity, type Trust, verifyDocument } from '@cordon/attest'
import type { ExitCode } from '@cordon/model'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { orUsage, readTrust } from '../trust/read.ts'
import type { DocumentAnswer, FileAnswer } from './answer.ts'
import type { VerifyCommandOptions } from './options.ts'
import { renderVerifiedJson, renderVerifiedTable } from './render.ts'
import { isSidecar, type PlacedSubject, placeSubject, readDocumentText } from './subjects.ts'

/** Runs `cordon verify`: one answer per file. */
export async function verifyFiles(files: readonly string[], options: VerifyCommandOptions, io: Io): Promise<ExitCode> {
  const answers = await answerFiles(files, options, io)
  if (answers.length === 0) {
    io.stderr.write('cordon verify: nothing to verify; name files\n')
    return 3
  }
  const asked = (options.identity ?? []).length > 0 || options.issuer !== undefined || (options.key ?? []).length > 0
  io.stdout.write(options.format === 'json' ? renderVerifiedJson(answers) : renderVerifiedTable(answers, asked))
  if (answers.some(({ answer }) => answer === 'failed')) return 1
  return answers.some(({ answer }) => answer === 'unknown') ? 4 : 0
}

/** Who vouches for each of the files; what itself vouches for another of them is none. Throws `UsageError`. */
export async function answerFiles(
  files: readonly string[],
  options: VerifyCommandOptions,
  io: Io,
): Promise<readonly FileAnswer[]> {
  const targets = files.filter((file) => !isSidecar(file, files))
  const named = [...(options.bundle ?? []), ...(options.provenance ?? []), ...(options.attestation ?? [])]
  if (targets.length > 1 && named.length > 0)
    throw new UsageError('OPTION', '--bundle, --provenance and --attestation vouch for one file; name one')
  const trust = await readTrust(options, io)
  const identities = readIdentities(options)
  const answers: FileAnswer[] = []
  for (const target of targets) {
    const placed = await placeSubject(target, named, io.cwd)
    answers.push(await answerFor(placed, { trust, identities, signatureOnly: options.signatureOnly ?? false }, io))
  }
  return answers
}

interface Demands {
  readonly trust: Trust
  readonly identities: readonly IdentityDemand[]
  readonly signatureOnly: boolean
}

async function answerFor({ asked, subject, documents }: PlacedSubject, demands: Demands, io: Io): Promise<FileAnswer> {
  const answers: DocumentAnswer[] = []
  for (const path of documents) {
    const text = await readDocumentText(path, io.cwd)
    const document = path.startsWith('/') ? relative(io.cwd, path) : path
    for (const outcome of verifyDocument(text, { subject, ...demands })) answers.push({ document, outcome })
  }
  return { file: asked, sha256: subject.sha256, answer: judge(answers), documents: answers }
}

function judge(answers: readonly DocumentAnswer[]): FileAnswer['answer'] {
  const outcomes = answers.map(({ outcome }) => outcome)
  if (outcomes.some((outcome) => outcome.kind === 'failed' && !isUndecided(outcome.code))) return 'failed'
  return outcomes.some((outcome) => outcome.kind === 'verified') ? 'verified' : 'unknown'
}

function readIdentities({ identity, issuer }: VerifyCommandOptions): readonly IdentityDemand[] {
  const demands = (identity ?? []).map((text) => orUsage('--identity', () => parseIdentity(text)))
  if (issuer === undefined) return demands
  return (demands.length === 0 ? [anyone] : demands).map((demand) => ({ ...demand, issuer }))
}
