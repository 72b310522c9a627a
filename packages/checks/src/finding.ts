import type {
  CheckMeta,
  Confidence,
  Dependency,
  Evidence,
  Finding,
  InstallOption,
  Location,
  Outcome,
  Severity,
} from '@cordon/model'
import { withoutCredentials } from './url.ts'

/** What a check saw; what it leaves out comes from the check's meta. */
export interface Observation {
  readonly message: string
  readonly evidence: readonly [Evidence, ...Evidence[]]
  readonly title?: string
  readonly severity?: Severity
  readonly confidence?: Confidence
  readonly remedy?: string
}

export const clean: Outcome = { kind: 'clean' }

/** A finding of a check about its own subject: its id is the check's. */
export function findingOf(id: string, meta: CheckMeta, seen: Observation): Finding {
  return {
    id,
    title: seen.title ?? meta.title,
    severity: seen.severity ?? meta.severity,
    confidence: seen.confidence ?? 'high',
    domain: meta.domain,
    message: seen.message,
    remedy: seen.remedy ?? meta.remedy,
    evidence: seen.evidence,
  }
}

/** `found` with these findings, `clean` when there are none. */
export function outcomeOf(findings: readonly Finding[]): Outcome {
  const [first, ...rest] = findings
  return first === undefined ? clean : { kind: 'found', findings: [first, ...rest] }
}

/** The line that asks for a dependency, or that sets an option; credentials in URLs are blotted out. */
export function lineOf(subject: Pick<Dependency | InstallOption, 'at' | 'text'>): Evidence {
  return lineAt(subject.at, subject.text)
}

/** A line of a file as evidence. */
export function lineAt(at: Location, text: string): Evidence {
  return { kind: 'line', path: at.path, line: at.line, text: withoutCredentials(text) }
}

/** `django 4.2.1`, or the bare name where no version is fixed. */
export function nameOf(dependency: Dependency): string {
  return dependency.version === null ? dependency.name : `${dependency.name} ${dependency.version.raw}`
}
