import {
  type Because,
  type Decision,
  type Finding,
  type Location,
  purlOfDependency,
  type Report,
  type Severity,
  type Verdict,
  versionText,
} from '@cordon/model'
import { readVersion } from '@cordon/pypa'
import { compareDecision, comparePlace, compareSeverity, compareText, worstSeverity } from './order.ts'

/** One finding with what the policy made of it. */
export interface JudgedFinding {
  readonly check: string
  readonly finding: Finding
  readonly decision: Decision
  /** The entry that decided; null when the verdict names none. */
  readonly because: Because | null
}

/** One check that could not answer. */
export interface JudgedUnknown {
  readonly check: string
  readonly code: string
  readonly detail: string
  readonly decision: Decision
  readonly because: Because | null
}

/** A verdict as every format reads it: names and findings at hand, in one order. */
export interface Reading {
  readonly verdict: Verdict
  /** Null for a verdict over a file as a whole. */
  readonly name: string | null
  readonly version: string | null
  /** The version that will be installed: its own, or the one that a lock of the project pins for it. */
  readonly release: string | null
  readonly findings: readonly JudgedFinding[]
  readonly unknowns: readonly JudgedUnknown[]
  readonly worst: Severity
}

/** True for findings that come from an advisory: a known vulnerability or known malware. */
export function isAdvisory(judged: JudgedFinding): boolean {
  return judged.finding.advisory !== undefined || judged.check.startsWith('advisory/')
}

/** True for findings of malware. */
export function isMalware(judged: JudgedFinding): boolean {
  return judged.finding.advisory?.kind === 'malware' || judged.finding.domain === 'malicious'
}

/** True when an exception of the policy, or a VEX statement, let the finding pass. */
export function isExcepted(judged: JudgedFinding): boolean {
  return judged.because !== null && excepts(judged.because) && judged.decision === 'allow'
}

function excepts({ decision, rule }: Because): boolean {
  return decision === 'allow' && (rule.startsWith('exception:') || rule.startsWith('vex:'))
}

/** Where a finding points, and the text that stands there. */
export function evidenceOf(
  reading: Reading,
  { finding }: JudgedFinding,
): { readonly at: Location; readonly text: string } {
  const { at, dependency } = reading.verdict.inspection
  const line = finding.evidence.find((each) => each.kind === 'line')
  if (line === undefined) return { at, text: dependency?.text ?? '' }
  // The inspection's own place knows the notebook cell.
  const own = line.path === at.path && line.line === at.line
  return { at: own ? at : { path: line.path, line: line.line }, text: line.text || (dependency?.text ?? '') }
}

/** True when `a` decides rather than `b`: an exception that allows, else the harder. */
function outranks(a: Because, b: Because): boolean {
  return excepts(a) !== excepts(b) ? excepts(a) : compareDecision(a.decision, b.decision) < 0
}

type Decisive = (check: string, finding: string | null) => Because | null

/** Finds the entry that decides about a finding, or (with null) about an unknown answer. */
function decisiveOf(verdict: Verdict): Decisive {
  const entries = new Map<string, Because>()
  const keyOf = (check: string, finding: string | null) => (finding === null ? check : `${check}\0${finding}`)
  for (const because of verdict.because) {
    const key = keyOf(because.check, because.finding)
    const before = entries.get(key)
    if (before === undefined || outranks(because, before)) entries.set(key, because)
  }
  return (check, finding) => entries.get(keyOf(check, finding)) ?? null
}

/** Worst first: by decision, severity, advisory before practice, then id and place. */
export function compareFindings(a: JudgedFinding, b: JudgedFinding): number {
  return (
    compareDecision(a.decision, b.decision) ||
    compareSeverity(a.finding.severity, b.finding.severity) ||
    compareText(a.check, b.check) ||
    compareText(a.finding.id, b.finding.id) ||
    compareText(a.finding.message, b.finding.message)
  )
}

type Judgements = Pick<Reading, 'findings' | 'unknowns' | 'worst'>

const nothing: Judgements = { findings: [], unknowns: [], worst: 'none' }

function isClean({ inspection }: Verdict): boolean {
  for (const outcome of inspection.outcomes.values()) if (outcome.kind !== 'clean') return false
  return true
}

function judgementsOf(verdict: Verdict): Judgements {
  const { outcomes } = verdict.inspection
  // Nearly every verdict of a large lock is.
  if (isClean(verdict)) return nothing
  const decisive = decisiveOf(verdict)
  const findings: JudgedFinding[] = []
  const unknowns: JudgedUnknown[] = []
  for (const [check, outcome] of outcomes) {
    if (outcome.kind === 'unknown') {
      const because = decisive(check, null)
      const decision = because?.decision ?? verdict.decision
      unknowns.push({ check, code: outcome.code, detail: outcome.detail, decision, because })
    }
    for (const finding of outcome.kind === 'clean' ? [] : (outcome.findings ?? [])) {
      const because = decisive(check, finding.id)
      findings.push({ check, finding, decision: because?.decision ?? verdict.decision, because })
    }
  }
  return {
    findings: findings.sort(compareFindings),
    unknowns: unknowns.sort((a, b) => compareText(a.check, b.check)),
    worst: worstSeverity(findings.map((each) => each.finding.severity)),
  }
}

/** Reads one verdict. */
export function readVerdict(verdict: Verdict): Reading {
  const { dependency, locked } = verdict.inspection
  const version = dependency === null || dependency.version === null ? null : versionText(dependency.version)
  return {
    verdict,
    name: dependency?.name ?? null,
    version,
    release: version ?? (locked === null ? null : versionText(readVersion(locked.version))),
    ...judgementsOf(verdict),
  }
}

/** The package URL of what a verdict is about; null for a file as a whole. */
export function purlOfReading({ verdict }: Reading): string | null {
  const { dependency } = verdict.inspection
  return dependency === null ? null : purlOfDependency(dependency)
}

function compareReadings(a: Reading, b: Reading): number {
  return (
    compareDecision(a.verdict.decision, b.verdict.decision) ||
    compareSeverity(a.worst, b.worst) ||
    // Files as a whole come after the packages.
    Number(a.name === null) - Number(b.name === null) ||
    compareText(a.name ?? '', b.name ?? '') ||
    compareText(a.version ?? '', b.version ?? '') ||
    comparePlace(a.verdict.inspection.at, b.verdict.inspection.at) ||
    compareText(a.verdict.inspection.dependency?.text ?? '', b.verdict.inspection.dependency?.text ?? '')
  )
}

/** Every verdict of a report, worst first, in an order that does not depend on the report's own. */
export function readReport(report: Report): readonly Reading[] {
  return report.verdicts.map(readVerdict).sort(compareReadings)
}
