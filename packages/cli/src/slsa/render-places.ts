import type { SlsaReason, SlsaReasonCode } from '@cordon/model'
import { harmless } from '../harmless.ts'
import type { LevelAnswer } from './answer.ts'
import { countLevels } from './count.ts'
import type { Asked } from './judge.ts'
import type { PlacesLevels, ReleaseLevels } from './places.ts'

/** What files of one reason have in common. */
const titles: Readonly<Record<SlsaReasonCode, string>> = {
  'no-provenance': 'nothing says how they were built',
  'publisher-unlocated': 'published by whom is known, from what source is not',
  'publisher-authenticated': 'published from a known source and workflow, without provenance of the build',
  'signer-not-recognised': 'provenance by a signer that is no build service known here',
  'builder-not-borne-out': 'provenance that names another builder than its certificate',
  'runner-not-said': 'built on a runner that the certificate does not tell',
  'runner-self-hosted': 'built on a machine of their owners',
  'hosted-build': 'built on a hosted runner, by a workflow of their authors',
  'builder-not-trusted': 'built on a hosted runner, by a reusable workflow in no list of trusted builders',
  'builder-not-pinned': 'built by a trusted builder that was called by a name that moves',
  'builder-trusted': 'built by a trusted builder',
}

interface Group {
  readonly title: string
  readonly raise: string | null
  readonly releases: string[]
}

/** What is pinned or held, by level and reason; then what is not in order, and the count. */
export function renderPlacesLevels(levels: PlacesLevels, { minLevel }: Asked, columns: number): string {
  const { releases, unpinned, elsewhere, unread, warnings } = levels
  const names = (title: string, of: readonly string[]): readonly string[] =>
    of.length === 0 ? [] : [title, ...wrapped(of.map(harmless), columns), '']
  const lines = [
    ...groupsOf(releases, minLevel).flatMap(({ title, raise, releases: of }) => [
      title,
      ...wrapped(of.map(harmless), columns),
      ...(raise === null ? [] : wrapped([`To raise it: ${raise}`], columns)),
      '',
    ]),
    ...problems(releases, columns),
    ...unread.map(({ at, code, detail }) => `Not read: ${harmless(at.path)}:${at.line}  ${code}: ${harmless(detail)}`),
    ...names('Not pinned to one version, so nothing says which files that are', unpinned),
    ...names('From no index, where nothing could vouch for them', elsewhere),
    ...warnings.map((each) => `Note: ${harmless(each)}`),
    summary(levels),
  ]
  return `${lines.join('\n')}\n`
}

/** By the file that gives a release its level. */
function groupsOf(releases: readonly ReleaseLevels[], minLevel: number): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const { release, level, files } of releases) {
    const reason = level === null ? undefined : files.find((each) => each.level.level === level)?.level.reasons[0]
    if (level === null || reason === undefined) continue
    const below = level < minLevel ? `, below ${minLevel}` : ''
    const key = `${level} ${reason.code}`
    const group = groups.get(key) ?? newGroup(`Level ${level}${below}: ${titles[reason.code]}`, reason)
    group.releases.push(release)
    groups.set(key, group)
  }
  return [...groups].sort(([a], [b]) => (a > b ? -1 : 1)).map(([, group]) => group)
}

function newGroup(title: string, { raise }: SlsaReason): Group {
  return { title, raise, releases: [] }
}

/** What does not hold or is otherwise than expected, file by file; what is not known, by the reason. */
function problems(releases: readonly ReleaseLevels[], columns: number): readonly string[] {
  const lines: string[] = []
  const unknown = new Map<string, string[]>()
  for (const { release, files } of releases) {
    const open = files.filter(({ state }) => state === 'unknown').flatMap(({ failures }) => failures)
    const reasons = new Set(open.map(({ code, detail }) => `${code}: ${detail}`))
    if (files.length === 0) reasons.add('nothing says which files it has')
    for (const each of reasons) unknown.set(each, [...(unknown.get(each) ?? []), release])
    const wrong = files.filter(({ state }) => state !== 'unknown').flatMap(problemsOf)
    if (wrong.length > 0) lines.push(`${harmless(release)}  not in order`, ...wrong, '')
  }
  const groups = [...unknown].flatMap(([why, of]) => [
    `Not known: ${harmless(why)}`,
    ...wrapped(of.map(harmless), columns),
    '',
  ])
  return [...lines, ...groups]
}

function problemsOf({ file, failures, unmet }: LevelAnswer): readonly string[] {
  return [...failures, ...unmet].map(({ code, detail }) => `  ${harmless(file)}  ${code}: ${harmless(detail)}`)
}

function summary(levels: PlacesLevels): string {
  const { releases } = levels
  const counts = [...countLevels(levels)].map(([name, count]) => `${count} at level ${name.slice(-1)}`)
  const unknown = releases.filter(({ level }) => level === null).length
  const parts = unknown === 0 ? counts : [...counts, `${unknown} unknown`]
  return `${releases.length} ${releases.length === 1 ? 'release' : 'releases'}: ${parts.join(', ') || 'none'} (SLSA build track)`
}

/** Words with commas between, or the words of one sentence, within the columns, two in. */
function wrapped(texts: readonly string[], columns: number): readonly string[] {
  const [only] = texts
  const words =
    texts.length === 1 && only !== undefined
      ? only.split(' ')
      : texts.map((each, at) => (at < texts.length - 1 ? `${each},` : each))
  const lines: string[] = []
  let line = ' '
  for (const word of words) {
    if (line.length > 1 && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = ' '
    }
    line += ` ${word}`
  }
  return [...lines, line]
}
