import type { AdvisoryMatch, DatabaseStatus, Origin, SeverityVector } from '@cordon/model'
import { clip, countOf, groupDigits, sentence, visible } from './text/visible.ts'

/** `9.8`, or words where the vector gives no score. */
export function scoreText({ score }: SeverityVector): string {
  return score === null ? 'not scored' : score.toFixed(1)
}

/** What CISA's catalogue of known exploited vulnerabilities says. */
export function kevSentence(kev: NonNullable<AdvisoryMatch['kev']>): string {
  const due = kev.due === null ? '' : `, to be mended by ${visible(kev.due)}`
  const ransomware = kev.ransomware ? '; used by ransomware' : ''
  return `known to be exploited (KEV) since ${visible(kev.added)}${due}${ransomware}`
}

/** A percentage that never rounds something to nothing, nor nearly everything to everything. */
export function percentText(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1%'
  if (share < 1 && share > 0.999) return '>99.9%'
  return `${(share * 100).toFixed(1)}%`
}

/** What EPSS says. */
export function epssSentence(epss: NonNullable<AdvisoryMatch['epss']>): string {
  const { score, percentile } = epss
  return `${percentText(score)} chance of being exploited within 30 days (EPSS), higher than for ${percentText(percentile)} of all flaws`
}

/** Which records of a flaw do not cover the release that others cover. */
export function disputeSentence(records: readonly string[]): string {
  const verbs = records.length === 1 ? ['speaks', 'leaves'] : ['speak', 'leave']
  return `${visible(records.join(', '))} ${verbs[0]} of this package and ${verbs[1]} this release out`
}

/** Where a package comes from, in words. */
export function originText(origin: Origin): string {
  switch (origin.kind) {
    case 'index':
      return origin.url === null ? "the installer's own index" : visible(origin.url)
    case 'git': {
      const ref = origin.commit ?? origin.ref
      const folder = origin.subdirectory === null ? '' : `, folder ${origin.subdirectory}`
      const moving = origin.commit === null ? ' (can move)' : ''
      return visible(`${origin.vcs}+${origin.url}${ref === null ? '' : `@${ref}`}${folder}`) + moving
    }
    case 'url':
      return visible(origin.url)
    case 'path':
      return `the folder or file ${visible(origin.path)}`
    case 'conda':
      return origin.channel === null ? 'conda' : `conda (${visible(origin.channel)})`
  }
}

/** The day of an ISO time; a text that is none is shown as it is, cut short. */
export function dayText(time: string): string {
  return /^\d{4}-\d{2}-\d{2}(?=T|$)/.exec(time)?.[0] ?? clip(sentence(time), 30)
}

function ageText(days: number): string {
  return days < 1 ? 'less than a day' : countOf(Math.floor(days), 'day')
}

/** True where nothing is to be told of the advisories: they are in order, or nobody asked them. */
export function isDatabaseInOrder({ state }: DatabaseStatus): boolean {
  return state === 'ready' || state === 'unused'
}

/** What the advisories are and how old, in one sentence. */
export function databaseText(database: DatabaseStatus): string {
  const day = database.dataTime === null ? '' : `, newest change ${dayText(database.dataTime)}`
  const age = database.ageDays === null ? '' : ` (${ageText(database.ageDays)} old)`
  const next = database.advice === null ? '' : `; run \`${sentence(database.advice)}\``
  switch (database.state) {
    case 'missing':
      return `Advisory database: none${next}`
    case 'damaged':
      return `Advisory database: damaged, not used${next}`
    default:
      return `Advisory database: ${groupDigits(database.advisories)} advisories${day}${age}${database.state === 'stale' ? ', stale' : ''}${next}`
  }
}
