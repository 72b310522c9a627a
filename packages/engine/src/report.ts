import type {
  Coverage,
  DatabaseStatus,
  Decision,
  ExceptionNotice,
  ExitCode,
  Report,
  ReportedImage,
  ReportMeta,
  Skipped,
  Summary,
  Verdict,
} from '@cordon/model'

export interface ReportParts {
  readonly verdicts: readonly Verdict[]
  readonly skipped: readonly Skipped[]
  readonly skippedDecision: Decision
  readonly coverage: Coverage
  readonly database: DatabaseStatus
  readonly exceptions: readonly ExceptionNotice[]
  readonly exit: ExitCode
  readonly meta: ReportMeta
  readonly image?: ReportedImage
}

/** Puts the parts of a run together and counts them. */
export function reportOf(parts: ReportParts): Report {
  return { ...parts, summary: summaryOf(parts) }
}

function summaryOf({ verdicts, skipped, coverage }: ReportParts): Summary {
  const decisions: Record<Decision, number> = { allow: 0, warn: 0, incomplete: 0, block: 0 }
  const flaws = { vulnerability: new Set<string>(), malware: new Set<string>() }
  let dependencies = 0
  let unknown = 0
  for (const { decision, inspection } of verdicts) {
    decisions[decision] += 1
    const { dependency, outcomes } = inspection
    if (dependency !== null) dependencies += 1
    for (const outcome of outcomes.values()) {
      if (outcome.kind === 'clean') continue
      if (outcome.kind === 'unknown') unknown += 1
      for (const { advisory } of outcome.findings ?? [])
        if (advisory !== undefined && dependency !== null)
          flaws[advisory.kind].add(`${dependency.name}@${dependency.version?.raw ?? ''} ${advisory.id}`)
    }
  }
  return {
    files: coverage.read.length,
    dependencies,
    blocked: decisions.block,
    warned: decisions.warn,
    incomplete: decisions.incomplete,
    allowed: decisions.allow,
    vulnerabilities: flaws.vulnerability.size,
    malware: flaws.malware.size,
    unknown,
    skipped: skipped.length,
  }
}
