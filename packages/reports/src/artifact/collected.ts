import type { Coverage, CoveredFile, DatabaseStatus, Report, Summary, Verdict } from '@cordon/model'
import type { ReportFormat } from '../format.ts'
import type { ArtifactEnding, ArtifactFormat, ArtifactOpening } from './format.ts'

const unused: DatabaseStatus = {
  state: 'unused',
  source: null,
  dataTime: null,
  builtTime: null,
  advisories: 0,
  ageDays: null,
  digest: null,
  advice: null,
}

/** A format of `cordon scan` for artifacts: one verdict for each, written at the end, when the whole is known. */
export function collected(format: ReportFormat): ArtifactFormat {
  const { id, title, mediaType, extension } = format
  return {
    id,
    title,
    mediaType,
    extension,
    open(opening) {
      const verdicts: Verdict[] = []
      return {
        text: '',
        writer: {
          add({ verdict }) {
            verdicts.push(verdict)
            return ''
          },
          end: (ending) => format.render(reportOf(verdicts, ending, opening), { ...opening.style, explain: null }),
        },
      }
    },
  }
}

function reportOf(verdicts: readonly Verdict[], ending: ArtifactEnding, { meta }: ArtifactOpening): Report {
  return {
    verdicts,
    skipped: [],
    skippedDecision: 'allow',
    coverage: coverageOf(verdicts),
    database: unused,
    exceptions: ending.exceptions,
    summary: summaryOf(verdicts),
    exit: ending.exit,
    meta,
  }
}

function coverageOf(verdicts: readonly Verdict[]): Coverage {
  const read = verdicts.map(({ inspection }): CoveredFile => {
    return { path: inspection.file.path, format: inspection.file.format, dependencies: 1, skipped: 0 }
  })
  return { read, failed: [], passedOver: [], notSelected: 0 }
}

function summaryOf(verdicts: readonly Verdict[]): Summary {
  const count = (decision: Verdict['decision']): number =>
    verdicts.filter((verdict) => verdict.decision === decision).length
  const outcomes = verdicts.flatMap(({ inspection }) => [...inspection.outcomes.values()])
  return {
    files: verdicts.length,
    dependencies: verdicts.filter(({ inspection }) => inspection.dependency !== null).length,
    blocked: count('block'),
    warned: count('warn'),
    incomplete: count('incomplete'),
    allowed: count('allow'),
    vulnerabilities: 0,
    malware: 0,
    unknown: outcomes.filter((outcome) => outcome.kind === 'unknown').length,
    skipped: 0,
  }
}
