import type { Coverage, Decision, FailedFile, Report, Skipped } from '@cordon/model'
import { databaseText, isDatabaseInOrder } from '../facts-in-words.ts'
import type { UnknownGroup, UnknownSubject } from '../grouping.ts'
import { comparePlace, compareText, distinct } from '../order.ts'
import { packageText, placeText } from '../text/names.ts'
import type { Screen } from '../text/screen.ts'
import { countOf, sentence, visible } from '../text/visible.ts'
import { cutToWidth, fitToWidth, wrapToWidth } from '../text/width.ts'
import { reasonOfUnknown } from '../unknowns.ts'
import { noticeTitle } from '../vex-text.ts'

const few = 5
const indent = '    '

function wrapped(text: string, screen: Screen): readonly string[] {
  return wrapToWidth(text, screen.columns - indent.length).map((line) => `${indent}${line}`)
}

function marked(decision: Decision, text: string, screen: Screen): readonly string[] {
  const mark = screen.paintDecision(decision, screen.marks[decision])
  return wrapToWidth(text, screen.columns - 2).map((line, index) => (index === 0 ? `${mark} ${line}` : `  ${line}`))
}

function subjectText({ name, version, at }: UnknownSubject): string {
  return name === null ? placeText(at) : packageText(name, version)
}

function unknownLines(group: UnknownGroup, screen: Screen): readonly string[] {
  const { title, next, familiar } = reasonOfUnknown(group.code)
  const { subjects } = group
  const count = countOf(subjects.length, subjects.every((each) => each.name === null) ? 'file' : 'package')
  const room = screen.columns - 4 - count.length
  const mark = screen.paintDecision(group.decision, screen.marks[group.decision])
  const head = `${mark} ${screen.bold(fitToWidth(`${visible(group.code)}: ${title}`, room))}  ${screen.dim(count)}`
  const names = distinct(subjects.map(subjectText))
  const more = names.length - few
  return [
    head,
    ...(screen.verbose
      ? subjects.flatMap((each) => wrapped(`${subjectText(each)}: ${sentence(each.detail)}`, screen))
      : wrapped(`${names.slice(0, few).join(', ')}${more > 0 ? ` and ${countOf(more, 'other')}` : ''}`, screen)),
    ...(familiar || screen.verbose ? [] : wrapped(sentence(group.detail), screen)),
    ...wrapped(`Next: ${next}`, screen).map(screen.dim),
  ]
}

interface NotUnderstood {
  readonly place: string
  readonly text: string
  readonly reason: string
}

function notUnderstoodLines(
  title: string,
  decision: Decision,
  all: readonly NotUnderstood[],
  screen: Screen,
): readonly string[] {
  if (all.length === 0) return []
  const shown = screen.verbose ? all : all.slice(0, few)
  const more = all.length - shown.length
  return [
    ...marked(decision, title, screen),
    ...shown.flatMap(({ place, text, reason }) => [
      `${indent}${cutToWidth(text === '' ? place : `${place}  ${text}`, screen.columns - indent.length)}`,
      ...wrapToWidth(reason, screen.columns - indent.length - 2).map((line) => screen.dim(`${indent}  ${line}`)),
    ]),
    ...(more > 0 ? [`${indent}${screen.dim(`and ${countOf(more, 'other')} (--verbose lists them)`)}`] : []),
  ]
}

/** The warnings of a run, the first few of them. */
export function warningLines(warnings: readonly string[], screen: Screen): readonly string[] {
  const shown = screen.verbose ? warnings : warnings.slice(0, few)
  const more = warnings.length - shown.length
  const texts = [
    ...shown.map((warning) => `Warning: ${sentence(warning)}`),
    ...(more > 0 ? [`and ${countOf(more, 'other warning')} (--verbose lists them)`] : []),
  ]
  return texts.flatMap((text) => wrapToWidth(text, screen.columns)).map((line) => screen.paintDecision('warn', line))
}

/** Files and lines that say what gets installed and were not understood. */
export function skippedLines(
  {
    skipped,
    failed,
    decision,
  }: { readonly skipped: readonly Skipped[]; readonly failed: readonly FailedFile[]; readonly decision: Decision },
  screen: Screen,
): readonly string[] {
  const lines = [...skipped]
    .sort((a, b) => comparePlace(a.at, b.at) || compareText(a.text, b.text))
    .map(({ at, code, text, reason }) => ({
      place: placeText(at),
      text: visible(text),
      reason: `${code}: ${sentence(reason)}`,
    }))
  const files = [...failed]
    .sort((a, b) => compareText(a.path, b.path))
    .map(({ path, code, message }) => ({ place: visible(path), text: '', reason: `${code}: ${sentence(message)}` }))
  return [
    ...notUnderstoodLines(`${countOf(files.length, 'file')} not understood`, decision, files, screen),
    ...notUnderstoodLines(`${countOf(lines.length, 'line')} not understood`, decision, lines, screen),
  ]
}

/** Folders that were passed over, and dependencies that were left out. */
export function coverageLines({ passedOver, notSelected }: Coverage, environment: string | null, screen: Screen) {
  const folders = [...passedOver]
    .sort((a, b) => compareText(a.path, b.path))
    .map(({ path, reason }) => `${visible(path)} (${sentence(reason)})`)
  const shown = screen.verbose ? folders : folders.slice(0, few)
  const more = folders.length - shown.length
  const rest = more > 0 ? ` and ${countOf(more, 'other')}` : ''
  const where = environment === null ? '' : `: judged for ${sentence(environment)}`
  return [
    ...(folders.length > 0
      ? marked('allow', `${countOf(folders.length, 'folder')} passed over: ${shown.join(', ')}${rest}`, screen)
      : []),
    ...(notSelected > 0
      ? marked(
          'allow',
          `${countOf(notSelected, 'dependency', 'dependencies')} left out by the chosen environment, groups and extras${where}`,
          screen,
        )
      : []),
  ]
}

function exceptionLines(report: Report, screen: Screen): readonly string[] {
  return report.exceptions.flatMap((notice) =>
    marked(
      notice.decision ?? 'warn',
      `${noticeTitle(notice)} (${placeText(notice.at)}): ${sentence(notice.text)}`,
      screen,
    ),
  )
}

/** A database that is in order speaks elsewhere, and one that is missing has left its word with every package. */
function databaseLines({ database }: Report, unknowns: readonly UnknownGroup[], screen: Screen): readonly string[] {
  if (isDatabaseInOrder(database)) return []
  if (database.state === 'missing' && unknowns.some((group) => group.code === 'NO_DATABASE')) return []
  return marked(database.state === 'stale' ? 'warn' : 'incomplete', databaseText(database), screen)
}

/** Everything that was not checked, or not as well as it should be, and what mends it. */
export function uncheckedLines(report: Report, unknowns: readonly UnknownGroup[], screen: Screen): readonly string[] {
  const { skipped, coverage, skippedDecision } = report
  return [
    ...unknowns.flatMap((group) => unknownLines(group, screen)),
    ...skippedLines({ skipped, failed: coverage.failed, decision: skippedDecision }, screen),
    ...coverageLines(coverage, report.meta.environment, screen),
    ...exceptionLines(report, screen),
    ...databaseLines(report, unknowns, screen),
  ]
}
