import type {
  Coverage,
  DatabaseStatus,
  Decision,
  ExceptionNotice,
  ExitCode,
  Report,
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
}

/** Puts the parts of a run together and counts them. */
export function reportOf(parts: ReportParts): Report {
  return { ...parts, summary: summaryOf(parts) }
}

function summaryOf({ verdicts, skipped, coverage }: ReportParts): Summary {
  const count = (decision: Decision): number => verdicts.filter((verdict) => verdict.decision === decision).length
  const flaws = { vulnerability: new Set<string>(), malware: new Set<string>() }
  let unknown = 0
  for (const { inspection } of verdicts) {
    const { dependency } = inspection
    for (const outcome of inspection.outcomes.values()) {
      if (outcome.kind === 'unknown') unknown += 1
      for (const { advisory } of outcome.kind === 'clean' ? [] : (outcome.findings ?? []))
        if (advisory !== undefined && dependency !== null)
          flaws[advisory.kind].add(`${dependency.name}@${dependency.version?.raw ?? ''} ${advisory.id}`)
    }
  }
  return {
    files: coverage.read.length,
    dependencies: verdicts.filter((verdict) => verdict.inspection.dependency !== null).length,
    blocked: count('block'),
    warned: count('warn'),
    incomplete: count('incomplete'),
    allowed: count('allow'),
    vulnerabilities: flaws.vulnerability.size,
    malware: flaws.malware.size,
    unknown,
    skipped: skipped.length,
  }
}
