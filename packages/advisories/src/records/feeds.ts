import { isObject } from '@cordon/model'
import { readDay } from '../date.ts'
import type { BuildProblem } from './problem.ts'
import { plainLine } from './text.ts'

/** One entry of the catalogue of known exploited vulnerabilities; days since 1970. */
export interface KevEntry {
  readonly added: number
  readonly due: number | null
  readonly ransomware: boolean
}

export interface Kev {
  readonly entries: ReadonlyMap<string, KevEntry>
  readonly problems: readonly BuildProblem[]
}

/** Reads the KEV catalogue's JSON: `vulnerabilities` with `cveID`, `dateAdded`, `dueDate`, `knownRansomwareCampaignUse`. */
export function readKev(catalogue: unknown): Kev {
  const entries = new Map<string, KevEntry>()
  const list = isObject(catalogue) ? catalogue.vulnerabilities : undefined
  if (!Array.isArray(list)) return { entries, problems: [bad('KEV', 'no list of `vulnerabilities`')] }
  const refused: string[] = []
  list.forEach((each: unknown, index) => {
    const added = isObject(each) ? readDay(each.dateAdded) : null
    if (!isObject(each) || typeof each.cveID !== 'string' || added === null) refused.push(`entry ${index + 1}`)
    else entries.set(each.cveID, readKevEntry(each, added))
  })
  return { entries, problems: refusals('KEV', refused, 'has no `cveID` or no `dateAdded`') }
}

function readKevEntry(entry: Readonly<Record<string, unknown>>, added: number): KevEntry {
  return { added, due: readDay(entry.dueDate), ransomware: entry.knownRansomwareCampaignUse === 'Known' }
}

export interface EpssScore {
  readonly score: number
  readonly percentile: number
}

export interface Epss {
  readonly scores: ReadonlyMap<string, EpssScore>
  /** Day of the scores where the feed tells it. */
  readonly day: number | null
  readonly problems: readonly BuildProblem[]
}

const epssLine = /^(CVE-\d{4}-\d{1,19}),([01](?:\.\d{1,20})?),([01](?:\.\d{1,20})?)$/

/** Reads the lines of the EPSS feed (`cve,epss,percentile` after a comment with `score_date`), keeping the wanted ids. */
export function readEpss(lines: Iterable<string>, wanted: { has(id: string): boolean }): Epss {
  const scores = new Map<string, EpssScore>()
  const refused: string[] = []
  let date: number | null = null
  let number = 0
  for (const line of lines) {
    number += 1
    const found = epssLine.exec(line.trimEnd())
    if (found?.[1] !== undefined) {
      const score = { score: Number(found[2]), percentile: Number(found[3]) }
      if (wanted.has(found[1]) && score.score <= 1 && score.percentile <= 1) scores.set(found[1], score)
    } else if (line.startsWith('#'))
      date = readDay(/score_date:(\d{4}-\d\d-\d\d)/.exec(line.slice(0, 500))?.[1]) ?? date
    else if (line.trim() !== '' && !line.startsWith('cve,')) refused.push(`line ${number}`)
  }
  return { scores, day: date, problems: refusals('EPSS', refused, 'is not `cve,epss,percentile`') }
}

function refusals(feed: string, refused: readonly string[], why: string): BuildProblem[] {
  const [first] = refused
  if (first === undefined) return []
  return [bad(feed, refused.length === 1 ? `${first} ${why}` : `${first} and ${refused.length - 1} more: each ${why}`)]
}

function bad(feed: string, detail: string): BuildProblem {
  return { record: feed, code: 'BAD_FEED', detail: plainLine(detail) }
}
