import type {
  Because,
  Decision,
  ExceptionNotice,
  ExitCode,
  FailedFile,
  Finding,
  Inspection,
  Outcome,
  Skipped,
  Verdict,
} from '@cordon/model'
import { unmatchedRule } from './defaults.ts'
import { coversFinding, coversUnknown, daysLeft, exceptionNotices } from './exception.ts'
import type { CodeDecision, CodeDecisions, Policy, PolicyException } from './policy.ts'
import { decisionOf, isFixable, matchesRule, type Rule } from './rule.ts'
import { stated } from './vex/stated.ts'
import { openVex, type VexWork } from './vex/statements.ts'

/** From what passes to what fails. */
export const decisionOrder = ['allow', 'warn', 'incomplete', 'block'] as const satisfies readonly Decision[]

/** The gravest of some decisions; `allow` of none. */
export function gravest(decisions: Iterable<Decision>): Decision {
  let worst = 0
  for (const decision of decisions) worst = Math.max(worst, decisionOrder.indexOf(decision))
  return decisionOrder[worst] ?? 'allow'
}

/** The decision over one inspection: the gravest of its findings and unknown outcomes, each with the rule that decided. */
export function decide(inspection: Inspection, policy: Policy, now: Date): Verdict {
  return openDecider(policy, now, [inspection]).decide(inspection)
}

/** Decides over all, and tells which exceptions did not do their work. */
export function decideAll(
  inspections: readonly Inspection[],
  policy: Policy,
  now: Date,
): { readonly verdicts: readonly Verdict[]; readonly notices: readonly ExceptionNotice[] } {
  const decider = openDecider(policy, now, inspections)
  return { verdicts: inspections.map((inspection) => decider.decide(inspection)), notices: decider.notices() }
}

/** Decides one by one, where not everything is there at once. */
export interface Decider {
  decide(inspection: Inspection): Verdict
  /** Which exceptions did not do their work, after everything was decided. */
  notices(): readonly ExceptionNotice[]
}

/** `inspections`: what is known beforehand of what will be decided; statements about a project are matched with it. */
export function openDecider(policy: Policy, now: Date, inspections: readonly Inspection[] = []): Decider {
  const working = workingExceptions(policy, now)
  const used = new Set<PolicyException>()
  const vex = openVex(policy.vex, inspections, now)
  const help: Help = { policy, working, used, vex }
  return {
    decide: (inspection) => verdictOf(inspection, help),
    notices: () => [
      ...exceptionNotices(policy.exceptions, used, now),
      ...vex.notices().map((notice) => (policy.warnOnly ? withoutDecision(notice) : notice)),
    ],
  }
}

/** The decision over what was not understood: text inside files, and whole files. */
export function decideSkipped(
  skipped: readonly Pick<Skipped, 'code'>[],
  failed: readonly Pick<FailedFile, 'code'>[],
  policy: Policy,
): Decision {
  const codes = new Set([...skipped, ...failed].map((each) => each.code))
  const worst = gravest([...codes].map((code) => decisionFor(policy.skipped, code).decision))
  return policy.warnOnly ? lowered(worst) : worst
}

/** What a scan with these decisions ends with: 1 where one blocks, 4 where one is incomplete, else 0. */
export function exitOf(
  verdicts: Iterable<Pick<Verdict, 'decision'>>,
  skippedDecision: Decision,
  notices: readonly Pick<ExceptionNotice, 'decision'>[] = [],
): ExitCode {
  const decisions = new Set<Decision>([skippedDecision])
  for (const { decision } of notices) if (decision !== undefined) decisions.add(decision)
  for (const verdict of verdicts) decisions.add(verdict.decision)
  const worst = gravest(decisions)
  return worst === 'block' ? 1 : worst === 'incomplete' ? 4 : 0
}

function withoutDecision({ decision: _, ...notice }: ExceptionNotice): ExceptionNotice {
  return notice
}

function workingExceptions(policy: Policy, now: Date): readonly PolicyException[] {
  return policy.exceptions.filter((exception) => daysLeft(exception, now) > 0)
}

const nothing: readonly never[] = []

interface Help {
  readonly policy: Policy
  readonly working: readonly PolicyException[]
  readonly used: Set<PolicyException>
  readonly vex: VexWork
}

function verdictOf(inspection: Inspection, { policy, working, used, vex }: Help): Verdict {
  // Nearly every inspection of a large lock is.
  if (isClean(inspection)) return { inspection, decision: 'allow', because: nothing }
  const because: Because[] = []
  for (const [check, outcome] of inspection.outcomes) {
    for (const finding of findingsOf(outcome)) {
      const covering = working.filter((exception) => coversFinding(exception, check, finding, inspection))
      for (const exception of covering) used.add(exception)
      const [exception] = covering
      const answer = vex.answer(finding, inspection)
      because.push(
        exception !== undefined
          ? excepted(exception, check, finding.id)
          : stated(answer, policy, ruled(check, finding, inspection, policy)),
      )
    }
    if (outcome.kind !== 'unknown') continue
    const covering = working.filter((exception) => coversUnknown(exception, outcome, inspection))
    for (const exception of covering) used.add(exception)
    const [exception] = covering
    because.push(exception === undefined ? unknown(check, outcome, policy) : excepted(exception, check, null))
  }
  const final = policy.warnOnly ? because.map(lowerEntry) : because
  return { inspection, decision: gravest(final.map((entry) => entry.decision)), because: final }
}

function isClean({ outcomes }: Inspection): boolean {
  for (const outcome of outcomes.values()) if (outcome.kind !== 'clean') return false
  return true
}

function findingsOf(outcome: Outcome): readonly Finding[] {
  return outcome.kind === 'clean' ? [] : (outcome.findings ?? [])
}

function ruled(check: string, finding: Finding, inspection: Inspection, policy: Policy): Because {
  const matches = (rule: Rule) => matchesRule(rule, check, finding, inspection)
  const rule = policy.rules.find(matches) ?? unmatchedRule
  const raise = rule.action === 'warn' ? policy.raises.find(matches) : undefined
  const deciding = raise ?? rule
  return {
    decision: decisionOf[deciding.action],
    rule: deciding.name,
    check,
    finding: finding.id,
    text: `${finding.id}: ${traits(finding).join(', ')}.`,
  }
}

/** What a rule may have looked at, for people. */
function traits(finding: Finding): readonly string[] {
  const { advisory } = finding
  const severity = finding.severity === 'unknown' ? 'severity not known' : `severity ${finding.severity}`
  if (advisory === undefined) return [severity]
  if (advisory.kind === 'malware') return ['malware']
  return [
    severity,
    ...(advisory.kev === null ? [] : ['known to be exploited']),
    isFixable(finding) ? 'a fix is known' : 'no fix is known',
  ]
}

function excepted(exception: PolicyException, check: string, finding: string | null): Because {
  const owner = exception.owner === null ? '' : ` (${exception.owner})`
  return {
    decision: 'allow',
    rule: `exception:${exception.name}`,
    check,
    finding,
    text: `Accepted until ${exception.expires}${owner}: ${exception.reason}`,
  }
}

function unknown(check: string, outcome: Outcome & { readonly kind: 'unknown' }, policy: Policy): Because {
  const { decision, source } = decisionFor(policy.unknown, outcome.code)
  const raised = policy.blockUnknown && decision !== 'allow'
  const rule = source.kind === 'default' ? `default:unknown-${outcome.code}` : `policy.unknown.${outcome.code}`
  return {
    decision: raised ? 'block' : decision,
    rule: raised ? '--fail-on unknown' : rule,
    check,
    finding: null,
    text: outcome.detail,
  }
}

function decisionFor(decisions: CodeDecisions, code: string): CodeDecision {
  return decisions.byCode.get(code) ?? decisions.otherwise
}

function lowered(decision: Decision): Decision {
  return decision === 'allow' ? 'allow' : 'warn'
}

function lowerEntry(entry: Because): Because {
  if (entry.decision === 'allow' || entry.decision === 'warn') return entry
  return { ...entry, decision: 'warn', text: `${entry.text} (${entry.decision}, lowered by --warn-only)` }
}
