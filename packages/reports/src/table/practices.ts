import type { Location } from '@cordon/model'
import type { PracticeEntry, PracticeGroup } from '../grouping.ts'
import { placeText } from '../text/names.ts'
import type { Screen } from '../text/screen.ts'
import { countOf, sentence, visible } from '../text/visible.ts'
import { cutToWidth, displayWidth, fitToWidth, wrapToWidth } from '../text/width.ts'

const fewEntries = 3
const indent = '    '

type PlaceOf = (at: Location) => string

/** The place within a file whose path stands above. */
function lineText(at: Location): string {
  return at.line === 0 ? 'the file' : `line ${at.line}`
}

/** Findings that the policy lets pass are shown only when everything is asked for. */
function openGroups(groups: readonly PracticeGroup[], screen: Screen): readonly PracticeGroup[] {
  if (screen.verbose) return groups
  return groups.flatMap((group) => {
    const entries = group.entries.filter((entry) => entry.judged.decision !== 'allow')
    return entries.length === 0 ? [] : [{ ...group, entries }]
  })
}

function entryLines(entries: readonly PracticeEntry[], screen: Screen, placeOf: PlaceOf): readonly string[] {
  const shown = screen.verbose ? entries : entries.slice(0, fewEntries)
  const places = shown.map((entry) => placeOf(entry.at))
  const width = Math.min(Math.max(...places.map(displayWidth)), Math.floor(screen.columns / 2))
  const lines = shown.map((entry, index) => {
    const room = screen.columns - indent.length - width - 2
    return `${indent}${fitToWidth(places[index] ?? '', width)}  ${cutToWidth(visible(entry.text), room)}`
  })
  const more = entries.length - shown.length
  return more > 0
    ? [...lines, `${indent}${screen.dim(`and ${countOf(more, 'other place')} (--verbose lists them)`)}`]
    : lines
}

function headLine(group: PracticeGroup, screen: Screen, note: string): string {
  const mark = screen.paintDecision(group.decision, screen.marks[group.decision])
  const severity = screen.paintSeverity(group.severity, fitToWidth(group.severity, 8))
  const room = screen.columns - 12 - (note === '' ? 0 : note.length + 2)
  const title = note === '' ? cutToWidth(sentence(group.title), room) : `${fitToWidth(sentence(group.title), room)}  `
  return `${mark} ${severity}  ${screen.bold(title)}${screen.dim(note)}`
}

function remedyLines(group: PracticeGroup, screen: Screen): readonly string[] {
  return group.remedies.flatMap((remedy) =>
    wrapToWidth(`Fix: ${sentence(remedy)} [${visible(group.check)}]`, screen.columns - indent.length).map(
      (line) => `${indent}${screen.dim(line)}`,
    ),
  )
}

function groupLines(group: PracticeGroup, screen: Screen, placeOf: PlaceOf): readonly string[] {
  const count = group.entries.length
  return [
    headLine(group, screen, count === 1 ? '' : countOf(count, 'place')),
    ...entryLines(group.entries, screen, placeOf),
    ...remedyLines(group, screen),
  ]
}

/** Findings of hygiene: by check, with the first few places. */
export function practiceLines(groups: readonly PracticeGroup[], screen: Screen): readonly string[] {
  return openGroups(groups, screen).flatMap((group, index) => [
    ...(index === 0 ? [] : ['']),
    ...groupLines(group, screen, placeText),
  ])
}

/** Findings about files as a whole: by file. */
export function fileLines(files: ReadonlyMap<string, readonly PracticeGroup[]>, screen: Screen): readonly string[] {
  const listed = [...files].flatMap(([path, groups]) => {
    const open = openGroups(groups, screen)
    return open.length === 0 ? [] : [{ path, groups: open }]
  })
  return listed.flatMap(({ path, groups }, index) => [
    ...(index === 0 ? [] : ['']),
    screen.bold(cutToWidth(visible(path), screen.columns)),
    ...groups.flatMap((group) => groupLines(group, screen, lineText)),
  ])
}
