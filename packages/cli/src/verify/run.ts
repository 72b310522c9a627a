import { relative } from 'node:path'
import { type IdentityDemand, isUndecided, type Trust, verifyDocument, verifyLayoutOf } from '@cordon/attest'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { readTrust } from '../trust/read.ts'
import type { DocumentAnswer, FileAnswer } from './answer.ts'
import { readLayoutInput } from './layout.ts'
import type { VerifyCommandOptions } from './options.ts'
import { isSidecar, type PlacedSubject, placeSubject, readDocumentText } from './subjects.ts'
import { readIdentities } from './verifying.ts'

/** Who vouches for each of the files; what itself vouches for another of them is none. Throws `UsageError`. */
export async function answerFiles(
  files: readonly string[],
  options: VerifyCommandOptions,
  io: Io,
): Promise<readonly FileAnswer[]> {
  const targets = files.filter((file) => !isSidecar(file, files))
  const named = [...(options.bundle ?? []), ...(options.provenance ?? []), ...(options.attestation ?? [])]
  const layout = await readLayoutInput(options, io)
  if (layout !== null && named.length > 0)
    throw new UsageError('OPTION', '--layout stands by itself; leave out --bundle, --provenance and --attestation')
  if (targets.length > 1 && named.length > 0)
    throw new UsageError('OPTION', '--bundle, --provenance and --attestation vouch for one file; name one')
  const trust = await readTrust(options, io)
  const identities = readIdentities(options)
  const answers: FileAnswer[] = []
  for (const target of targets) {
    const placed = await placeSubject(target, named, io.cwd)
    if (layout !== null) {
      const answered = [{ document: options.layout ?? '', outcome: verifyLayoutOf(placed.subject, layout) }]
      answers.push({ file: target, sha256: placed.subject.sha256, answer: judge(answered), documents: answered })
    } else
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
