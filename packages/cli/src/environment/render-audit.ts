import type { AuditedDistribution, AuditedEnvironment, OpenedEnvironments } from '@cordon/engine/installed'
import type { VouchedRelease, Vouching } from '@cordon/model'
import type { Io } from '../command.ts'
import { harmless } from '../harmless.ts'
import { version } from '../version.ts'

/** `cordon.environment-audit/1`: described by docs/schemas. */
export function renderAuditJson(
  environments: readonly AuditedEnvironment[],
  { shown }: OpenedEnvironments,
  io: Io,
): string {
  const document = {
    schema: 'cordon.environment-audit/1',
    tool: { name: 'cordon', version },
    time: io.now().toISOString(),
    target: shown,
    environments: environments.map((environment) => ({
      ...environment,
      distributions: environment.distributions.map(distributionJson),
    })),
    summary: countsOf(environments.flatMap(({ distributions }) => distributions)),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function distributionJson({ origin, vouched, ...distribution }: AuditedDistribution): object {
  const hashes = Object.fromEntries(origin.hashes.map(({ algorithm, value }) => [algorithm, value]))
  const files = vouched?.files.map(({ filename, sha256, state, vouchings, failures }) => ({
    filename,
    sha256,
    state,
    signers: [...new Set(vouchings.map(signerOf))],
    failures,
  }))
  return {
    ...distribution,
    origin: { ...origin, hashes },
    vouched: vouched === null || files === undefined ? null : { candidates: vouched.candidates, files },
  }
}

interface Counts {
  readonly distributions: number
  readonly fails: number
  readonly unknown: number
  readonly holds: number
}

type Verdict = 'fails' | 'unknown' | 'holds'

function verdictOf({ reasons }: AuditedDistribution): Verdict {
  if (reasons.some(({ level }) => level === 'fails')) return 'fails'
  return reasons.some(({ level }) => level === 'unknown') ? 'unknown' : 'holds'
}

function countsOf(all: readonly AuditedDistribution[]): Counts {
  const count = (verdict: Verdict): number => all.filter((each) => verdictOf(each) === verdict).length
  return { distributions: all.length, fails: count('fails'), unknown: count('unknown'), holds: count('holds') }
}

const marks: Readonly<Record<Verdict, string>> = { fails: '!', unknown: '?', holds: ' ' }
const reasonMarks = { fails: '!', unknown: '?', note: '-' } as const
const mostStrays = 5

/** The audit, for people. */
export function renderAuditTable(environments: readonly AuditedEnvironment[], columns: number): string {
  const lines: string[] = []
  for (const { path, kind, manager, python, distributions, strays } of environments) {
    if (distributions.length === 0) continue
    lines.push(
      harmless(
        [path, manager === null ? kind : `${kind} of ${manager}`, python === null ? '' : `Python ${python}`]
          .filter((each) => each !== '')
          .join(', '),
      ),
    )
    const width = Math.max(...distributions.map((each) => nameOf(each).length))
    for (const each of distributions) {
      lines.push(
        `${marks[verdictOf(each)]} ${nameOf(each).padEnd(width)}  ${fromWords(each)}${vouchedWords(each.vouched)}`.trimEnd(),
      )
      for (const { code, level, detail } of each.reasons) {
        const prefix = `    ${reasonMarks[level]} ${code}  `
        lines.push(
          ...wrapped(harmless(detail), columns - prefix.length).map(
            (line, at) => `${at === 0 ? prefix : ' '.repeat(prefix.length)}${line}`,
          ),
        )
      }
    }
    if (strays !== null && strays.length > 0) {
      const more = strays.length > mostStrays ? ` and ${strays.length - mostStrays} more` : ''
      lines.push(
        `  Files that belong to no distribution: ${strays.slice(0, mostStrays).map(harmless).join(', ')}${more}`,
      )
    }
    lines.push('')
  }
  const { distributions, fails, unknown, holds } = countsOf(environments.flatMap((each) => each.distributions))
  lines.push(
    `${distributions} ${distributions === 1 ? 'distribution' : 'distributions'}: ${holds} hold, ${fails} ${fails === 1 ? 'does' : 'do'} not, ${unknown} not known`,
  )
  return `${lines.join('\n')}\n`
}

function nameOf({ name, version: installed }: AuditedDistribution): string {
  return harmless(installed === null ? name : `${name} ${installed}`)
}

const shortDigest = 12

function fromWords({ origin }: AuditedDistribution): string {
  const { kind, url, hashes, commit, owner } = origin
  const [hash] = hashes
  const digest = hash === undefined ? '' : `  ${hash.algorithm}:${hash.value.slice(0, shortDigest)}`
  const place = harmless(url ?? '')
  switch (kind) {
    case 'index':
      return `${place}${digest}`
    case 'url':
      return `by URL ${place}${digest}`
    case 'vcs':
      return `from repository ${place} at ${harmless((commit ?? '').slice(0, shortDigest))}`
    case 'folder':
      return `from folder ${place}`
    case 'editable':
      return `editable ${place}`.trimEnd()
    case 'conda':
    case 'system':
      return harmless(owner ?? kind)
    case 'unknown':
      return 'nobody knows from where'
  }
}

function vouchedWords(vouched: VouchedRelease | null): string {
  const signers = new Set(
    vouched?.files.flatMap(({ state, vouchings }) => (state === 'verified' ? vouchings.map(signerOf) : [])),
  )
  return signers.size === 0 ? '' : `  vouched for by ${[...signers].map(harmless).join(', ')}`
}

function signerOf({ identity }: Vouching): string {
  return identity?.facts.sourceRepository ?? identity?.subject ?? 'a key'
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > Math.max(20, width)) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
