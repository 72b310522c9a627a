import type { ArtifactReference, ExceptionNotice, Finding, Inspection, Outcome } from '@cordon/model'
import { satisfies } from '@cordon/pypa'
import { fitsGlob } from './glob.ts'
import type { PolicyException } from './policy.ts'

/** Milliseconds. */
export const day = 86_400_000
const noticeDays = 14

type UnknownOutcome = Pick<Extract<Outcome, { kind: 'unknown' }>, 'code' | 'artifact'>

/** Days from now to the end of the exception's last day (UTC), rounded up; zero or less when that day is over. */
export function daysLeft(exception: PolicyException, now: Date): number {
  return Math.ceil((Date.parse(`${exception.expires}T00:00:00Z`) + day - now.getTime()) / day)
}

/** True when the exception still works and covers this finding of this inspection. */
export function coversFinding(exception: PolicyException, check: string, finding: Finding, place: Inspection): boolean {
  const { covers } = exception
  if (covers.kind === 'unknown' || !isAbout(exception, place, finding.artifact)) return false
  if (covers.kind === 'check')
    return finding.advisory === undefined && covers.checks.some((pattern) => fitsGlob(pattern, check))
  const { advisory } = finding
  if (advisory === undefined) return false
  return [advisory.id, ...advisory.aliases, ...advisory.records].some((id) => covers.ids.includes(id.toLowerCase()))
}

/** True when the exception covers this unknown outcome. */
export function coversUnknown(exception: PolicyException, outcome: UnknownOutcome, place: Inspection): boolean {
  const { covers } = exception
  return covers.kind === 'unknown' && covers.codes.includes(outcome.code) && isAbout(exception, place, outcome.artifact)
}

function isAbout(
  exception: PolicyException,
  { dependency, file }: Inspection,
  artifact: ArtifactReference | undefined,
): boolean {
  if (exception.sha256 !== null && exception.sha256 !== artifact?.sha256) return false
  if (exception.path !== null && !fitsGlob(exception.path, file.path)) return false
  if (exception.package === null) return true
  if (dependency === null || dependency.name !== exception.package) return false
  if (exception.version === null) return true
  return dependency.version !== null && satisfies(dependency.version, exception.version, true)
}

/** What to tell of the exceptions after a run: expired, used by nothing, or about to expire. In the order of the policy. */
export function exceptionNotices(
  exceptions: readonly PolicyException[],
  used: ReadonlySet<PolicyException>,
  now: Date,
): readonly ExceptionNotice[] {
  return exceptions.flatMap((exception) => {
    const notice = noticeOf(exception, used.has(exception), daysLeft(exception, now))
    return notice === null ? [] : [{ ...notice, name: exception.name, at: exception.source.at }]
  })
}

function noticeOf(
  exception: PolicyException,
  isUsed: boolean,
  left: number,
): Pick<ExceptionNotice, 'kind' | 'text'> | null {
  const { name, expires, owner } = exception
  const ask = owner === null ? '' : ` Owner: ${owner}.`
  if (left <= 0)
    return {
      kind: 'expired',
      text: `Exception ${name} expired on ${expires} and no longer works. Remove it, or give it a new reason and date.${ask}`,
    }
  if (!isUsed)
    return {
      kind: 'unused',
      text: `Exception ${name} covers nothing that was found. Remove it if it is no longer needed.${ask}`,
    }
  if (left > noticeDays) return null
  return {
    kind: 'expiring',
    text: `Exception ${name} expires on ${expires}, in ${left} ${left === 1 ? 'day' : 'days'}.${ask}`,
  }
}
