import type { PackageBlock } from '../grouping.ts'
import { distinct } from '../order.ts'
import type { JudgedFinding } from '../reading.ts'
import { layerText, packageText, placeText, purlText } from '../text/names.ts'
import type { Screen } from '../text/screen.ts'
import { countOf, sentence, visible } from '../text/visible.ts'
import { cutToWidth, displayWidth, fitToWidth, wrapToWidth } from '../text/width.ts'

/** Widths of the columns of flaws; a column of width 0 is left out. */
interface Columns {
  readonly id: number
  readonly kev: number
  readonly epss: number
  readonly fixed: number
  /** 0: the summary has a line of its own. */
  readonly summary: number
}

const severityWidth = 8
const gap = '  '
/** The mark before the severity, and what stands before it. */
const markWidth = 4
const narrowestSummary = 22
const fewFlaws = 10
const fewPlaces = 3

function fixedText({ finding }: JudgedFinding): string {
  const [first] = finding.advisory?.fixed ?? []
  return first === undefined ? 'none' : visible(first)
}

/** `92%`, `<1%`; empty where nobody tells. */
export function epssText(judged: JudgedFinding): string {
  const score = judged.finding.advisory?.epss?.score
  if (score === undefined) return ''
  return score < 0.01 ? '<1%' : `${Math.round(score * 100)}%`
}

/** What a flaw is about, in one line of prose. */
export function summaryText({ finding }: JudgedFinding): string {
  return sentence(finding.advisory?.summary || finding.title || finding.message)
}

function widest(texts: readonly string[], heading: string, limit: number): number {
  return Math.min(limit, Math.max(heading.length, ...texts.map(displayWidth)))
}

/** Lays the columns out over all flaws that are shown, so that every block lines up with the next. */
function layOut(flaws: readonly JudgedFinding[], screen: Screen): Columns {
  const id = widest(
    flaws.map(({ finding }) => visible(finding.id)),
    'ADVISORY',
    20,
  )
  const kev = flaws.some(({ finding }) => finding.advisory?.kev != null) ? 3 : 0
  const epss = flaws.some((flaw) => epssText(flaw) !== '') ? 4 : 0
  const fixed = widest(flaws.map(fixedText), 'FIXED IN', 10)
  const taken = [markWidth + severityWidth, id, kev, epss, fixed].filter((width) => width > 0)
  const left = screen.columns - taken.reduce((sum, width) => sum + width + gap.length, 0)
  return { id, kev, epss, fixed, summary: left >= narrowestSummary ? left : 0 }
}

function cellsOf(columns: Columns, texts: Readonly<Record<keyof Columns, string>>): readonly string[] {
  return (['id', 'kev', 'epss', 'summary', 'fixed'] as const)
    .filter((key) => columns[key] > 0)
    .map((key) => fitToWidth(texts[key], columns[key]))
}

function headingLine(columns: Columns, screen: Screen): string {
  const texts = { id: 'ADVISORY', kev: 'KEV', epss: 'EPSS', summary: 'SUMMARY', fixed: 'FIXED IN' }
  const cells = [fitToWidth('SEVERITY', severityWidth), ...cellsOf(columns, texts)]
  return screen.dim(`${' '.repeat(markWidth)}${cells.join(gap).trimEnd()}`)
}

function flawLines(flaw: JudgedFinding, columns: Columns, screen: Screen): readonly string[] {
  const { finding, decision } = flaw
  const cells = cellsOf(columns, {
    id: visible(finding.id),
    kev: finding.advisory?.kev == null ? '' : 'KEV',
    epss: epssText(flaw).padStart(columns.epss),
    summary: summaryText(flaw),
    fixed: fixedText(flaw),
  }).map((cell) => (cell.trim() === 'KEV' ? screen.paintSeverity('critical', cell) : cell))
  const severity = screen.paintSeverity(finding.severity, fitToWidth(finding.severity, severityWidth))
  const mark = screen.paintDecision(decision, screen.marks[decision])
  const line = `  ${mark} ${[severity, ...cells].join(gap).trimEnd()}`
  if (columns.summary > 0) return [line]
  const indent = markWidth + severityWidth + gap.length
  return [line, `${' '.repeat(indent)}${screen.dim(cutToWidth(summaryText(flaw), screen.columns - indent))}`]
}

/** What to do about the package, in a few words. */
export function moveText(block: PackageBlock): string {
  if (block.fix?.version != null) {
    const open = block.fix.unfixable.length
    return `move to ${visible(block.fix.version)}${open === 0 ? '' : ` (${countOf(open, 'flaw stays', 'flaws stay')} open)`}`
  }
  if (block.malware) return 'remove it'
  return block.flaws.some((flaw) => (flaw.finding.advisory?.fixed.length ?? 0) > 0)
    ? 'no fix that fits'
    : 'no fix known'
}

function placesLine(block: PackageBlock, verbose: boolean): string {
  const places = distinct(
    block.places.map(({ at, groups }) => {
      const other = groups.filter((group) => group !== 'main' && group !== 'default')
      return other.length === 0 ? placeText(at) : `${placeText(at)} (${visible(other.join(', '))})`
    }),
  )
  const shown = verbose ? places : places.slice(0, fewPlaces)
  const more = places.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${countOf(more, 'other place')}` : ''}`
}

function viaLine(block: PackageBlock, screen: Screen): string | null {
  const paths = distinct(
    block.places
      .filter((place) => place.via.length > 0)
      .map((place) => place.via.map(purlText).join(` ${screen.arrow} `)),
  )
  const [first] = paths
  if (first === undefined) return null
  return `pulled in by ${first}${paths.length > 1 ? ` and ${countOf(paths.length - 1, 'other path')}` : ''}`
}

/** Of an image: the layers that the package is from, and what would clear it there. */
function layerLines(block: PackageBlock): readonly string[] {
  const layers = block.places.flatMap(({ layer }) => (layer === null ? [] : [layerText(layer)]))
  if (layers.length === 0) return []
  const remedies = distinct(block.flaws.map(({ finding }) => finding.remedy))
  return [`from ${distinct(layers).slice(0, fewPlaces).join('; ')}`, ...remedies.slice(0, fewPlaces).map(sentence)]
}

function blockLines(block: PackageBlock, shown: readonly JudgedFinding[], columns: Columns, screen: Screen) {
  const name = packageText(block.name, block.version)
  const move = cutToWidth(moveText(block), 30)
  const room = screen.columns - 2 - gap.length - displayWidth(move)
  const notes = [placesLine(block, screen.verbose), viaLine(block, screen), ...layerLines(block)].filter(
    (note) => note !== null,
  )
  const isOpen = (flaw: JudgedFinding) => flaw.decision !== 'allow'
  const open = block.flaws.filter(isOpen).length - shown.filter(isOpen).length
  return [
    `${screen.paintDecision(block.decision, screen.marks[block.decision])} ${screen.bold(fitToWidth(name, room))}${gap}${move}`,
    ...notes.flatMap((note) => wrapToWidth(note, screen.columns - 4)).map((line) => `    ${screen.dim(line)}`),
    ...shown.flatMap((flaw) => flawLines(flaw, columns, screen)),
    ...(open > 0
      ? [
          `    ${screen.dim(cutToWidth(`and ${countOf(open, 'other flaw')}: see --explain ${visible(block.name)}`, screen.columns - 4))}`,
        ]
      : []),
  ]
}

/** The releases that advisories name, one block each under one line of headings; no lines when there are none. */
export function packageLines(blocks: readonly PackageBlock[], screen: Screen): readonly string[] {
  const listed = blocks.flatMap((block) => {
    const flaws = screen.verbose
      ? block.flaws
      : block.flaws.filter((flaw) => flaw.decision !== 'allow').slice(0, fewFlaws)
    return flaws.length === 0 ? [] : [{ block, flaws }]
  })
  if (listed.length === 0) return []
  const columns = layOut(
    listed.flatMap(({ flaws }) => flaws),
    screen,
  )
  return [
    headingLine(columns, screen),
    ...listed.flatMap(({ block, flaws }, index) => [
      ...(index === 0 ? [] : ['']),
      ...blockLines(block, flaws, columns, screen),
    ]),
  ]
}
