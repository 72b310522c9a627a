import type { Report, Severity } from '@cordon/model'
import { concludeReport, conclusionText, tallyOf } from '../conclusion.ts'
import { fingerprinter } from '../fingerprint.ts'
import type { ReportFormat } from '../format.ts'
import { stringifyJson } from '../json-text.ts'
import { evidenceOf, isExcepted, type JudgedFinding, purlOfReading, type Reading, readReport } from '../reading.ts'
import { notificationsOf } from '../sarif/notifications.ts'
import { physicalLocation, sourceRoot } from '../sarif/place.ts'
import { type Rules, ruleIdOf, rulesOf } from '../sarif/rules.ts'
import { messageText } from '../sarif/text.ts'

const minor: readonly Severity[] = ['low', 'none']

function levelOf({ decision, finding }: JudgedFinding): 'error' | 'warning' | 'note' {
  if (decision === 'block') return 'error'
  return decision === 'allow' || minor.includes(finding.severity) ? 'note' : 'warning'
}

function propertiesOf(reading: Reading, { check, decision, because, finding }: JudgedFinding): object {
  const { via, direct } = reading.verdict.inspection
  const { advisory } = finding
  return {
    check,
    decision,
    rule: because?.rule ?? null,
    severity: finding.severity,
    purl: purlOfReading(reading),
    via,
    direct,
    ...(advisory === undefined
      ? {}
      : {
          aliases: advisory.aliases,
          records: advisory.records,
          knownExploited: advisory.kev !== null,
          epss: advisory.epss?.score ?? null,
          fixed: advisory.fixed,
          proof: advisory.proof.map(({ record, text }) => `${record}: ${text}`),
        }),
  }
}

function locationOf(reading: Reading, judged: JudgedFinding): object {
  const { at, text } = evidenceOf(reading, judged)
  const names =
    reading.name === null
      ? at.cell === undefined
        ? []
        : [{ name: `cell ${at.cell}`, kind: 'module' }]
      : [{ name: reading.name, fullyQualifiedName: purlOfReading(reading) ?? reading.name, kind: 'module' }]
  return {
    physicalLocation: physicalLocation(at, text),
    ...(names.length === 0 ? {} : { logicalLocations: names }),
  }
}

/** SARIF `result` (§3.27). */
function resultOf(reading: Reading, judged: JudgedFinding, rules: Rules, fingerprint: string): object {
  const { finding, because } = judged
  const ruleId = ruleIdOf(judged)
  return {
    ruleId,
    ruleIndex: rules.indexOf(ruleId),
    level: levelOf(judged),
    message: { text: messageText(`${finding.message} ${finding.remedy}`) },
    locations: [locationOf(reading, judged)],
    // The second key is the one that GitHub's code scanning tells alerts apart by.
    partialFingerprints: { 'cordon/v1': fingerprint, primaryLocationLineHash: fingerprint },
    ...(isExcepted(judged)
      ? { suppressions: [{ kind: 'external', status: 'accepted', justification: messageText(because?.text ?? '') }] }
      : {}),
    properties: propertiesOf(reading, judged),
  }
}

function invocationOf(report: Report, readings: readonly Reading[], notifications: ReturnType<typeof notificationsOf>) {
  const conclusion = concludeReport(report, tallyOf(readings))
  return {
    // Incomplete is not a success: what could not be checked is never clean.
    executionSuccessful: report.exit === 0 || report.exit === 1,
    exitCode: report.exit,
    exitCodeDescription: `${conclusionText(conclusion)} (${conclusion.meaning})`,
    endTimeUtc: report.meta.time,
    toolExecutionNotifications: notifications.execution,
    toolConfigurationNotifications: notifications.configuration,
  }
}

function render(report: Report): string {
  const readings = readReport(report)
  const rules = rulesOf(readings.flatMap((reading) => reading.findings))
  const notifications = notificationsOf(report, readings)
  const fingerprintOf = fingerprinter()
  const { version } = report.meta.tool
  return stringifyJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cordon',
            fullName: `cordon ${version}`,
            version,
            rules: rules.descriptors,
            notifications: notifications.descriptors,
          },
        },
        invocations: [invocationOf(report, readings, notifications)],
        originalUriBaseIds: { [sourceRoot]: { description: { text: 'The folder in which cordon was run.' } } },
        columnKind: 'utf16CodeUnits',
        results: readings.flatMap((reading) =>
          reading.findings.map((judged) => resultOf(reading, judged, rules, fingerprintOf(reading, judged))),
        ),
      },
    ],
  })
}

/** SARIF 2.1.0 (OASIS), for code scanning. One result per finding and place, notifications for what was not checked. */
export const sarif: ReportFormat = {
  id: 'sarif',
  title: 'SARIF 2.1.0',
  mediaType: 'application/sarif+json',
  extension: 'sarif',
  render,
}
