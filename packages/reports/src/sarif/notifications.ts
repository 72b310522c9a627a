import type { Decision, Location, Report } from '@cordon/model'
import { databaseText, isDatabaseInOrder } from '../facts-in-words.ts'
import { comparePlace, compareText } from '../order.ts'
import type { Reading } from '../reading.ts'
import { packageText } from '../text/names.ts'
import { countOf, visible } from '../text/visible.ts'
import { physicalLocation } from './place.ts'
import { messageText } from './text.ts'

/** SARIF `notification` (§3.58) before it is numbered. */
interface Notice {
  readonly code: string
  readonly level: 'error' | 'warning' | 'note'
  readonly text: string
  readonly at: Location | null
}

function levelOf(decision: Decision): Notice['level'] {
  return decision === 'allow' ? 'note' : decision === 'warn' ? 'warning' : 'error'
}

function unknownNotices(readings: readonly Reading[]): readonly Notice[] {
  return readings.flatMap((reading) =>
    reading.unknowns.map(({ check, code, detail, decision }) => {
      const subject = reading.name === null ? 'the file' : packageText(reading.name, reading.version)
      const text = `${check} could not judge ${subject}: ${detail}`
      return { code, level: levelOf(decision), text, at: reading.verdict.inspection.at }
    }),
  )
}

function skippedNotices(report: Report): readonly Notice[] {
  const level = levelOf(report.skippedDecision)
  return [
    ...report.coverage.failed.map(({ path, code, message }) => {
      return { code, level, text: `File not understood: ${message}`, at: { path, line: 0 } }
    }),
    ...report.skipped.map(({ at, code, text, reason }) => {
      return { code, level, text: `Line not understood: ${reason} (${visible(text)})`, at }
    }),
    ...report.coverage.passedOver.map(({ path, reason }) => {
      return {
        code: 'PASSED_OVER',
        level: 'note' as const,
        text: `Folder passed over: ${reason}`,
        at: { path, line: 0 },
      }
    }),
  ]
}

function runNotices(report: Report): readonly Notice[] {
  const { database, coverage, meta } = report
  const notices: Notice[] = meta.warnings.map((text) => ({ code: 'WARNING', level: 'warning', text, at: null }))
  if (!isDatabaseInOrder(database)) {
    const code = `DATABASE_${database.state.toUpperCase()}`
    notices.push({
      code,
      level: database.state === 'stale' ? 'warning' : 'error',
      text: databaseText(database),
      at: null,
    })
  }
  if (coverage.notSelected > 0) {
    const count = countOf(coverage.notSelected, 'dependency', 'dependencies')
    const text = `${count} left out by the chosen environment, groups and extras`
    notices.push({ code: 'NOT_SELECTED', level: 'note', text, at: null })
  }
  return notices
}

function exceptionNotices(report: Report): readonly Notice[] {
  return report.exceptions.map(({ kind, name, text, at, about, decision }) => {
    return {
      code: `${about === 'vex' ? 'VEX' : 'EXCEPTION'}_${kind.toUpperCase()}`,
      level: levelOf(decision ?? 'warn'),
      text: `${about === 'vex' ? 'VEX' : 'Exception'} ${name}: ${text}`,
      at,
    }
  })
}

function compareNotices(a: Notice, b: Notice): number {
  const none = { path: '', line: 0 }
  return compareText(a.code, b.code) || comparePlace(a.at ?? none, b.at ?? none) || compareText(a.text, b.text)
}

export interface Notifications {
  readonly descriptors: readonly object[]
  /** What was not checked. */
  readonly execution: readonly object[]
  /** What is wrong with the policy's exceptions. */
  readonly configuration: readonly object[]
}

/** Everything that a result cannot say: what is unknown, skipped, passed over or out of date. */
export function notificationsOf(report: Report, readings: readonly Reading[]): Notifications {
  const execution = [...unknownNotices(readings), ...skippedNotices(report), ...runNotices(report)].sort(compareNotices)
  const configuration = [...exceptionNotices(report)].sort(compareNotices)
  const codes = [...new Set([...execution, ...configuration].map((each) => each.code))].sort(compareText)
  const shape = ({ code, level, text, at }: Notice) => ({
    descriptor: { id: visible(code), index: codes.indexOf(code) },
    level,
    message: { text: messageText(text) },
    ...(at === null ? {} : { locations: [{ physicalLocation: physicalLocation(at, '') }] }),
  })
  return {
    descriptors: codes.map((code) => ({ id: visible(code) })),
    execution: execution.map(shape),
    configuration: configuration.map(shape),
  }
}
