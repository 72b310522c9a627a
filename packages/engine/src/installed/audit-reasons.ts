import type { AuditFacts as Facts } from './audit-facts.ts'

/** What an audit can say of a distribution, and how much it counts: `fails` (exit 1), `unknown` (exit 4) or `note`. */
export const auditReasons = {
  ATTESTATION_FAILED: 'fails',
  CHANGED_FILE: 'fails',
  GONE: 'fails',
  HOST: 'fails',
  MISSING_FILE: 'fails',
  NOT_IN_LOCK: 'fails',
  OTHER_FILE: 'fails',
  OTHER_HASH: 'fails',
  OTHER_VERSION: 'fails',
  OUTSIDE: 'fails',
  QUARANTINED: 'fails',
  RULE: 'fails',
  ATTESTATION_UNKNOWN: 'unknown',
  INDEX_UNKNOWN: 'unknown',
  NOT_VERIFIED: 'unknown',
  NO_ORIGIN: 'unknown',
  ABSENT: 'note',
  ADVICE: 'note',
  INSECURE: 'note',
  NOT_PINNED: 'note',
  SEED: 'note',
  UNATTESTED: 'note',
  YANKED: 'note',
} as const satisfies Readonly<Record<string, 'fails' | 'unknown' | 'note'>>

export type AuditCode = keyof typeof auditReasons

export interface AuditReason {
  readonly code: AuditCode
  readonly level: (typeof auditReasons)[AuditCode]
  readonly detail: string
}

type Say = (code: AuditCode, detail: string) => void

/** Tools that make and fill environments, and that no lock pins. */
const seeds: ReadonlySet<string> = new Set(['pip', 'setuptools', 'wheel', 'distribute'])

/** What an audit asks for beside. */
export interface AuditDemands {
  /** Whether files were compared with RECORD. */
  readonly verified: boolean
  /** Hosts that files may come from; null: any. */
  readonly hosts: ReadonlySet<string> | null
}

/** What of a distribution does not hold, or is not known. */
export function reasonsOf(facts: Facts, request: AuditDemands): readonly AuditReason[] {
  const reasons: AuditReason[] = []
  const say: Say = (code, detail) => reasons.push({ code, level: auditReasons[code], detail })
  sayOrigin(facts, request, say)
  if (request.verified) sayFiles(facts, say)
  sayLock(facts, say)
  sayIndex(facts, say)
  sayVouched(facts, say)
  return reasons
}

function sayOrigin({ origin, problems }: Facts, { hosts }: AuditDemands, say: Say): void {
  for (const { level, file, code, detail } of problems)
    say(level === 'must' ? 'RULE' : 'ADVICE', `${file === 'both' ? '' : `${file}: `}${detail} (${code})`)
  const { kind, url } = origin
  if (kind === 'unknown') say('NO_ORIGIN', 'nothing says where it came from; `cordon environment record` may find out')
  if (kind === 'vcs' && !/^[0-9a-f]{40,64}$/i.test(origin.commit ?? ''))
    say('NOT_PINNED', `${origin.commit ?? ''} is no whole commit`)
  if (kind === 'url' && origin.hashes.length === 0) say('NOT_PINNED', 'nothing says which bytes its URL had')
  if (url === null || kind === 'editable' || kind === 'folder') return
  const host = URL.parse(url)?.host ?? ''
  if (hosts !== null && !hosts.has(host)) say('HOST', `it came from ${host === '' ? url : host}, which is not allowed`)
  if (/^(?:http|git\+http|git):/i.test(url)) say('INSECURE', `${url} was fetched without protection`)
}

const mostNamed = 3

function sayFiles({ integrity, origin }: Facts, say: Say): void {
  if (integrity === null) {
    // What is installed for development has its files elsewhere.
    if (origin.kind !== 'editable') say('NOT_VERIFIED', 'nothing lists its files')
    return
  }
  const { changed, missing, outside, unchecked } = integrity
  if (changed.length > 0) say('CHANGED_FILE', `${named(changed)}: not what was installed`)
  if (missing.length > 0) say('MISSING_FILE', `${named(missing)}: gone`)
  if (outside.length > 0) say('OUTSIDE', `RECORD lists files beyond the environment: ${named(outside)}`)
  if (unchecked.length > 0) say('NOT_VERIFIED', `${named(unchecked)}: nothing to compare with`)
}

function named(paths: readonly string[]): string {
  const shown = paths.slice(0, mostNamed).join(', ')
  return paths.length > mostNamed ? `${shown} and ${paths.length - mostNamed} more` : shown
}

function sayLock({ lock, name, version, origin }: Facts, say: Say): void {
  if (lock === null || origin.kind === 'system' || origin.kind === 'conda') return
  const { state, versions } = lock
  if (state === 'absent' && seeds.has(name))
    say('SEED', 'it is not in the lock, as it is in no lock: environments are made with it')
  else if (state === 'absent') say('NOT_IN_LOCK', 'the lock does not have it')
  if (state === 'other-version')
    say('OTHER_VERSION', `the lock pins ${versions.join(', ')}, and ${version ?? 'no version'} is installed`)
  if (state === 'other-file') say('OTHER_FILE', 'the lock pins other files of this version')
}

function sayIndex({ index, version, origin }: Facts, say: Say): void {
  if (index === null) return
  const { state, yanked, project, detail } = index
  const place = index.index ?? 'the index'
  if (state === 'unknown') say('INDEX_UNKNOWN', detail ?? 'the index could not be asked')
  if (state === 'absent') say('ABSENT', 'no index that was asked has this project')
  if (state === 'gone' && origin.kind === 'index') say('GONE', `${place} does not have this file any more`)
  else if (state === 'gone') say('ABSENT', `${place} does not have ${version ?? 'this release'}`)
  if (state === 'other-hash') say('OTHER_HASH', `${place} has a file of this name with another hash`)
  if (yanked !== null) say('YANKED', `taken back${yanked.reason === null ? '' : `: ${yanked.reason}`}`)
  if (project === 'quarantined') say('QUARANTINED', `${place} has put the project into quarantine`)
}

function sayVouched({ vouched }: Facts, say: Say): void {
  if (vouched === null) return
  for (const { filename, state, failures } of vouched.files) {
    const why = `${filename}: ${failures[0]?.detail ?? ''}`
    if (state === 'failed') say('ATTESTATION_FAILED', why)
    if (state === 'unknown') say('ATTESTATION_UNKNOWN', why)
    if (state === 'missing' && !vouched.candidates) say('UNATTESTED', `nothing vouches for ${filename}`)
  }
}
