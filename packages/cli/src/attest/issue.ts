/** From files and a predicate to attestations that are signed, verified and written. */

import { basename, dirname, join } from 'node:path'
import {
  type AttestationForm,
  type AttestationOutcome,
  checkDistributionName,
  composeStatement,
  hostedPredicateTypes,
  IssueError,
  type Json,
  type SignedStatement,
  sidecarName,
  type VerifiedAttestation,
  verifyDocument,
  writeForm,
} from '@cordon/attest'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import type { SigningOptions } from './options.ts'
import { type PlacedFile, refuseExisting, writeAll } from './place.ts'
import type { Signer } from './signer.ts'

export const statementPayload = 'application/vnd.in-toto+json'

/** What is said, and where it goes. */
export interface Plan {
  readonly files: readonly PlacedFile[]
  readonly form: AttestationForm
  readonly predicateType: string
  readonly path: string
}

/** One attestation that was written. */
export interface Issued extends Plan {
  /** As it is read back. */
  readonly attestation: VerifiedAttestation
  readonly logIndexes: readonly string[]
}

/**
 * Which attestations there will be: one for each file, or one for all (`--together`). Everything that can be refused is refused here,
 * before anybody is asked to sign. Throws `UsageError`, `IssueError`.
 */
export function planIssue(
  files: readonly PlacedFile[],
  predicateType: string,
  options: SigningOptions,
  io: Io,
): readonly Plan[] {
  const form = options.form ?? usualForm(files, predicateType, options)
  checkForm(form, options)
  const groups = options.together === true ? [files] : files.map((file) => [file])
  if (form === 'attestation') for (const group of groups) checkHosted(group, predicateType)
  if (options.output !== undefined && groups.length > 1)
    throw new UsageError(
      'OPTION',
      `--output names one file, and there would be ${groups.length}; give --output-dir, or --together`,
    )
  const plans = groups.map((group) => ({
    files: group,
    form,
    predicateType,
    path: pathOf(group, form, predicateType, options),
  }))
  refuseExisting(
    plans.map(({ path }) => path),
    options.force === true,
    io.cwd,
  )
  return plans
}

function usualForm(
  files: readonly PlacedFile[],
  predicateType: string,
  { key, together }: SigningOptions,
): AttestationForm {
  if (key !== undefined) return 'dsse'
  if (together === true || !hostedPredicateTypes.includes(predicateType)) return 'bundle'
  try {
    for (const { stated } of files) checkDistributionName(stated.name)
    return 'attestation'
  } catch (error) {
    if (!(error instanceof IssueError) || predicateType.includes('/publish/')) throw error
    return 'bundle'
  }
}

function checkForm(form: AttestationForm, { key, log }: SigningOptions): void {
  if (key === undefined && form === 'dsse')
    throw new IssueError(
      'not-expressible',
      'A bare envelope has no place for the certificate that says who signed. Choose --form bundle, or sign with --key.',
    )
  if (key === undefined) return
  if (form === 'attestation')
    throw new IssueError(
      'certificate-required',
      'An attestation of PEP 740 holds a certificate and a log entry, which a local key has not: an index would refuse it. Leave out --key to sign with the identity of the CI job, or choose --form dsse.',
    )
  if (form === 'bundle' && log !== true)
    throw new IssueError(
      'not-expressible',
      'A Sigstore bundle holds a proof of when it was signed, which a local key alone has not. Give --log to enter it in the transparency log, which is public, or choose --form dsse.',
    )
}

function checkHosted(files: readonly PlacedFile[], predicateType: string): void {
  if (files.length > 1)
    throw new IssueError(
      'not-expressible',
      'An attestation of PEP 740 is about one file. Leave out --together, or choose --form bundle.',
    )
  if (!hostedPredicateTypes.includes(predicateType))
    throw new IssueError('not-expressible', `No index hosts statements of type ${predicateType}. Choose --form bundle.`)
  for (const { stated } of files) checkDistributionName(stated.name)
}

function pathOf(
  files: readonly PlacedFile[],
  form: AttestationForm,
  predicateType: string,
  options: SigningOptions,
): string {
  if (options.output !== undefined) return options.output
  const [file] = files
  if (file === undefined || files.length > 1)
    throw new UsageError('OPTION', '--together makes one attestation for several files; say where with --output')
  const name = sidecarName(basename(file.path), form, predicateType)
  return join(options.outputDir ?? dirname(file.path), name)
}

/** Signs, verifies what came of it, and only then writes all of it. */
export async function issueAll(
  plans: readonly Plan[],
  predicate: Json,
  { signer, options, io }: { readonly signer: Signer; readonly options: SigningOptions; readonly io: Io },
): Promise<readonly Issued[]> {
  const statements = plans.map(({ files, predicateType }) =>
    composeStatement({ subjects: files.map(({ stated }) => stated), predicateType, predicate }),
  )
  const issued: Issued[] = []
  const texts: string[] = []
  for (const [at, plan] of plans.entries()) {
    const signed = await signer.sign(statementPayload, statements[at] ?? Buffer.alloc(0))
    const text = writeForm(signed, plan.form)
    issued.push({ ...plan, attestation: verified(text, plan, signer), logIndexes: indexesOf(signed) })
    texts.push(text)
  }
  writeAll(
    plans.map(({ path }, at) => ({ path, text: texts[at] ?? '' })),
    options.force === true,
    io,
  )
  return issued
}

/** What anybody sees who verifies it. Throws `unverifiable`. */
function verified(text: string, { files }: Plan, { trust }: Signer): VerifiedAttestation {
  const outcomes = files.flatMap(({ stated }) => verifyDocument(text, { subject: stated, trust, identities: [] }))
  const failed = outcomes.find((outcome): outcome is FailedOutcome => outcome.kind === 'failed')
  if (failed !== undefined) throw unverifiable(failed)
  const [first] = outcomes
  if (first?.kind !== 'verified')
    throw new IssueError('unverifiable', 'What was signed says nothing. Nothing was written.')
  return first.attestation
}

type FailedOutcome = Extract<AttestationOutcome, { kind: 'failed' }>

function unverifiable({ code, detail }: FailedOutcome): IssueError {
  return new IssueError(
    'unverifiable',
    `What was signed does not verify (${code}): ${detail} Nothing was written. Check that --trusted-root is of the services that signed.`,
  )
}

function indexesOf({ entries }: SignedStatement): readonly string[] {
  return entries.flatMap((entry) => {
    const index = typeof entry === 'object' && entry !== null && 'logIndex' in entry ? entry.logIndex : null
    return typeof index === 'string' ? [index] : []
  })
}
