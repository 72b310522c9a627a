import { attestationKinds } from '@cordon/attest'
import { harmless } from '../harmless.ts'
import type { DocumentAnswer, FileAnswer } from './answer.ts'

/** The answers for people. `asked`: whether it was asked who must have signed. */
export function renderVerifiedTable(answers: readonly FileAnswer[], asked: boolean): string {
  const lines: string[] = []
  for (const { file, answer, documents } of answers) {
    lines.push(`${harmless(file)}  ${answer}`)
    if (documents.length === 0) lines.push('  nothing beside it vouches for it (provenance-missing)')
    for (const each of documents) lines.push(...documentLines(each))
  }
  const count = (answer: FileAnswer['answer']): number => answers.filter((each) => each.answer === answer).length
  const total = `${answers.length} ${answers.length === 1 ? 'file' : 'files'}`
  lines.push('', `${total}: ${count('verified')} verified, ${count('failed')} failed, ${count('unknown')} unknown`)
  if (!asked && count('verified') > 0)
    lines.push('Nothing was asked about who must have signed; --identity asks for it.')
  return `${lines.join('\n')}\n`
}

function documentLines({ document, outcome }: DocumentAnswer): readonly string[] {
  if (outcome.kind === 'failed') return [`  ${harmless(document)}: ${outcome.code}`, `    ${harmless(outcome.detail)}`]
  const { attestation } = outcome
  const kind = attestationKinds.find((each) => each.id === attestation.kind)
  const { identity } = attestation
  const facts = identity?.facts ?? {}
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    [kind?.title ?? 'signed by', identity === null ? 'the key that was named' : identity.subject],
    ...(attestation.kind === 'in-toto-layout' ? attestation.facts.map((fact) => [fact.name, fact.value] as const) : []),
    ['issuer', identity?.issuer],
    ['source', join([facts.sourceRepository, facts.sourceCommit], ' at ')],
    ['runner', join([facts.runnerEnvironment, facts.trigger], ', on ')],
    // What is trusted by default goes without saying.
    ['instance', attestation.instance === 'production' ? null : attestation.instance],
    ['signed at', attestation.times.join(', ')],
    [
      'index says',
      attestation.publisher === null ? null : `${attestation.publisher.kind} ${attestation.publisher.place}`,
    ],
  ]
  const shown = rows.flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [`    ${name.padEnd(12)}  ${harmless(value)}`],
  )
  return [
    `  ${harmless(document)}: ${attestation.kind ?? `unknown type ${harmless(attestation.predicateType ?? '')}`}`,
    ...shown,
  ]
}

function join(parts: readonly (string | undefined)[], between: string): string {
  return parts.filter((part) => part !== undefined).join(between)
}
