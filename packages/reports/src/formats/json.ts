import type {
  Because,
  Evidence,
  Finding,
  LayerReference,
  Outcome,
  Report,
  ReportedImage,
  VexReference,
} from '@cordon/model'
import type { ReportFormat } from '../format.ts'
import { writeLines } from '../json-text.ts'
import { compareText } from '../order.ts'
import { purlOfReading, type Reading, readReport } from '../reading.ts'
import { coverageShape, groupsOf, placeShape, skippedShape } from '../shapes.ts'

function evidenceShape(evidence: Evidence): object {
  return evidence.kind === 'line'
    ? { kind: 'line', path: evidence.path, line: evidence.line, text: evidence.text }
    : { kind: 'document', url: evidence.url, digest: evidence.digest }
}

function advisoryShape(finding: Finding): object {
  const { advisory, fix } = finding
  if (advisory === undefined) return {}
  return {
    kind: advisory.kind,
    aliases: advisory.aliases,
    records: advisory.records,
    summary: advisory.summary,
    vectors: advisory.vectors.map(({ record, type, vector, score }) => ({ record, type, vector, score })),
    kev: advisory.kev,
    epss: advisory.epss,
    fixed: advisory.fixed,
    proof: advisory.proof.map(({ record, clause, text }) => ({ record, clause, text })),
    published: advisory.published,
    modified: advisory.modified,
    disagreeing: advisory.disagreeing,
    fix: fix ?? null,
  }
}

function findingShape(finding: Finding): object {
  return {
    id: finding.id,
    title: finding.title,
    severity: finding.severity,
    confidence: finding.confidence,
    domain: finding.domain,
    message: finding.message,
    remedy: finding.remedy,
    evidence: finding.evidence.map(evidenceShape),
    ...advisoryShape(finding),
  }
}

const cleanShape = { kind: 'clean', findings: [], code: null, detail: null } as const

function outcomeShape(outcome: Outcome): object {
  // Nearly every outcome is clean, and there are as many as checks times packages.
  if (outcome.kind === 'clean') return cleanShape
  return {
    kind: outcome.kind,
    findings: (outcome.findings ?? []).map(findingShape),
    code: outcome.kind === 'unknown' ? outcome.code : null,
    detail: outcome.kind === 'unknown' ? outcome.detail : null,
  }
}

function becauseShape({ decision, rule, check, finding, text, vex }: Because): object {
  return { decision, rule, check, finding, text, ...(vex === undefined ? {} : { vex: vexShape(vex) }) }
}

function vexShape({ statement, status, justification, detail, author, time, at }: VexReference): object {
  return { statement, status, justification, detail, author, time, at: placeShape(at) }
}

const outcomesShapes = new WeakMap<ReadonlyMap<string, Outcome>, object>()

/** Outcomes by check id, sorted. Inspections share their outcomes where all checks answer alike. */
function outcomesShape(outcomes: ReadonlyMap<string, Outcome>): object {
  const known = outcomesShapes.get(outcomes)
  if (known !== undefined) return known
  const sorted = [...outcomes].sort(([a], [b]) => compareText(a, b))
  const shape = Object.fromEntries(sorted.map(([check, outcome]) => [check, outcomeShape(outcome)]))
  outcomesShapes.set(outcomes, shape)
  return shape
}

/** Only what is in an image has a layer. */
function layerShape(layer: LayerReference | null): object {
  if (layer === null) return {}
  const { index, diffId, createdBy, base } = layer
  return { layer: { index, diffId, createdBy, base } }
}

/** Only a report about an image has one. */
function imageShape(image: ReportedImage | undefined): object {
  if (image === undefined) return {}
  const { name, platform, digest, base } = image
  const layers = image.layers.map(({ index, diffId, createdBy, base, bytes }) => {
    return { index, diffId, createdBy, base, bytes }
  })
  return { image: { name, platform, digest, base: base === null ? null : baseShape(base), layers } }
}

function baseShape({ name, digest, layers, named, boundary }: NonNullable<ReportedImage['base']>): object {
  return { name, digest, layers, named, boundary }
}

function verdictShape(reading: Reading): object {
  const { inspection, decision, because } = reading.verdict
  const { dependency, file, locked } = inspection
  return {
    subject: dependency === null ? 'file' : 'dependency',
    package: { name: reading.name, version: reading.version, purl: purlOfReading(reading) },
    at: placeShape(inspection.at),
    format: file.format,
    groups: dependency === null ? [] : groupsOf(dependency),
    via: inspection.via,
    direct: inspection.direct,
    locked: locked === null ? null : { at: placeShape(locked.at), version: locked.version },
    ...layerShape(dependency?.installed?.layer ?? null),
    decision,
    because: because.map(becauseShape),
    outcomes: outcomesShape(inspection.outcomes),
  }
}

function write(report: Report): Iterable<string> {
  const { meta } = report
  return writeLines({
    schema: 'cordon.report/1',
    tool: { name: meta.tool.name, version: meta.tool.version },
    time: meta.time,
    targets: meta.targets,
    environment: meta.environment,
    configuration: meta.configuration ?? null,
    asOf: meta.asOf,
    warnings: meta.warnings,
    ...imageShape(report.image),
    verdicts: readReport(report).values().map(verdictShape),
    skipped: skippedShape(report.skipped),
    skippedDecision: report.skippedDecision,
    exceptions: report.exceptions.map(({ kind, name, text, at, about, decision }) => {
      const more = { ...(about === undefined ? {} : { about }), ...(decision === undefined ? {} : { decision }) }
      return { kind, ...more, name, text, at: placeShape(at) }
    }),
    coverage: coverageShape(report.coverage),
    database: report.database,
    summary: report.summary,
    exit: report.exit,
  })
}

/** `cordon.report/1`: everything the report holds, for programs. Described by docs/schemas/cordon.report-1.schema.json. */
export const json: ReportFormat = {
  id: 'json',
  title: 'JSON (cordon.report/1)',
  mediaType: 'application/json',
  extension: 'json',
  render: (report) => [...write(report)].join(''),
  write,
}
