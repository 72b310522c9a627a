import type { Decision, Location, Severity } from '@cordon/model'

const severityRanks: Readonly<Record<Severity, number>> = {
  critical: 0,
  high: 1,
  medium: 2,
  low: 3,
  unknown: 4,
  none: 5,
}

const decisionRanks: Readonly<Record<Decision, number>> = { block: 0, incomplete: 1, warn: 2, allow: 3 }

/** Text by code unit: the same order in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Worst first. What nobody has scored stands below `low` and above `none`. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severityRanks[a] - severityRanks[b]
}

/** Worst first: block, incomplete, warn, allow. */
export function compareDecision(a: Decision, b: Decision): number {
  return decisionRanks[a] - decisionRanks[b]
}

/** By path, then line, then cell. */
export function comparePlace(a: Location, b: Location): number {
  return compareText(a.path, b.path) || (a.cell ?? 0) - (b.cell ?? 0) || a.line - b.line
}

/** The worst of some severities; `none` when there are none. */
export function worstSeverity(severities: readonly Severity[]): Severity {
  return severities.reduce<Severity>((worst, each) => (compareSeverity(each, worst) < 0 ? each : worst), 'none')
}

/** The hardest of some decisions; `allow` when there are none. */
export function hardestDecision(decisions: readonly Decision[]): Decision {
  return decisions.reduce<Decision>((hardest, each) => (compareDecision(each, hardest) < 0 ? each : hardest), 'allow')
}

/** Distinct texts in the order of their first appearance. */
export function distinct(texts: Iterable<string>): readonly string[] {
  return [...new Set(texts)]
}
