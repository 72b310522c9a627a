import { harmless } from '../harmless.ts'
import type { Issued } from './issue.ts'
import type { Signer } from './signer.ts'

/** What was written, as JSON. `claims`: `self` where a local key signed, and nobody but its holder answers for what is said. */
export function renderIssuedJson(issued: readonly Issued[], { key }: Signer): string {
  const attestations = issued.map(({ path, form, predicateType, files, attestation, logIndexes }) => ({
    path,
    form,
    predicateType,
    subjects: files.map(({ stated }) => stated),
    signer:
      key === null
        ? {
            kind: 'certificate',
            subject: attestation.identity?.subject ?? null,
            issuer: attestation.identity?.issuer ?? null,
          }
        : { kind: 'key', keyId: key.keyId, suite: key.suite },
    claims: key === null ? 'certificate' : 'self',
    logIndexes,
    times: attestation.times ?? [],
  }))
  return `${JSON.stringify({ version: 1, attestations }, null, 2)}\n`
}

/** What was written, for people. */
export function renderIssuedTable(issued: readonly Issued[], signer: Signer): string {
  const lines = issued.flatMap((each) => [`${harmless(each.path)}  written`, ...rowsOf(each, signer)])
  const count = `${issued.length} ${issued.length === 1 ? 'attestation' : 'attestations'}`
  lines.push('', `${count}, verified and written`)
  if (signer.key !== null)
    lines.push(
      'Signed with a local key: whoever holds it could have said anything. What is said is claimed by its holder alone.',
    )
  return `${lines.join('\n')}\n`
}

function rowsOf({ files, predicateType, attestation, logIndexes }: Issued, { key }: Signer): readonly string[] {
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    ['about', files.map(({ stated }) => stated.name).join(', ')],
    ['says', predicateType],
    ['signed by', key === null ? attestation.identity?.subject : `key ${key.keyId.slice(0, 16)} (${key.suite})`],
    ['issuer', attestation.identity?.issuer],
    ['signed at', attestation.times.join(', ')],
    ['log entry', logIndexes.join(', ')],
  ]
  return rows.flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [`    ${name.padEnd(9)}  ${harmless(value)}`],
  )
}
