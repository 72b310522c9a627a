import type { VouchedDependency } from '@cordon/engine/vouch'
import type { Dependency, VouchedFile, VouchedRelease, Vouching } from '@cordon/model'
import { harmless } from '../harmless.ts'
import type { PlacesAnswer } from './answer.ts'
import { verdictLines } from './render-verdicts.ts'

/** How many files of how many packages, and how each ended. */
export interface FileCount {
  readonly packages: number
  readonly files: number
  readonly verified: number
  readonly failed: number
  readonly missing: number
  readonly unknown: number
}

export function countFiles({ packages }: PlacesAnswer): FileCount {
  const count = { packages: packages.length, files: 0, verified: 0, failed: 0, missing: 0, unknown: 0 }
  for (const { state } of packages.flatMap(({ release }) => release.files)) {
    count.files += 1
    count[state] += 1
  }
  return count
}

export interface PlacesStyle {
  /** Whether it was asked who must have signed. */
  readonly asked: boolean
  /** Whether something has to vouch for every file. */
  readonly demanded: boolean
  /** Every file, not only what is not in order. */
  readonly all: boolean
  readonly columns: number
}

/** The answer for people: by whom, then what is not in order, then the count. */
export function renderPlacesTable(answer: PlacesAnswer, style: PlacesStyle): string {
  const { packages, unpinned, elsewhere, unread, warnings } = answer
  const names = (title: string, of: readonly { readonly label: string }[]): readonly string[] =>
    of.length === 0 ? [] : [title, ...wrapped([...new Set(of.map(({ label }) => harmless(label)))], style), '']
  const lines = [
    ...byPublisher(packages, style),
    ...failures(packages),
    ...notKnown(packages, style),
    ...verdictLines(answer.verdicts),
    ...section(
      'Not read',
      unread.map(
        ({ at, code, detail }) =>
          `  ${harmless(at.path)}${at.line > 0 ? `:${at.line}` : ''}  ${code}: ${harmless(detail)}`,
      ),
    ),
    ...names(
      'Not pinned to one version, so nothing says which files that are',
      unpinned.map(({ name }) => ({ label: name })),
    ),
    ...names('Nothing vouches for, as their index says', packages.filter(isMissing).map(labelled)),
    ...names(
      'From no index, where nothing could vouch for them',
      elsewhere.map((each) => ({ label: `${each.name} (${sourceOf(each)})` })),
    ),
    ...(style.all ? everyFile(packages) : []),
    ...warnings.map((each) => `Note: ${harmless(each)}`),
    summary(answer),
    ...hints(answer, style),
  ]
  return `${lines.join('\n')}\n`
}

/** Where something comes from that is from no index. */
export function sourceOf({ origin, installed }: Dependency): string {
  return installed?.owner?.kind ?? origin.kind
}

function isMissing({ release }: VouchedDependency): boolean {
  return release.files.some(({ state }) => state === 'missing')
}

function labelled({ dependency, release }: VouchedDependency): { readonly label: string } {
  const missing = release.files.filter(({ state }) => state === 'missing').length
  return { label: labelOf(dependency, missing, release) }
}

/** `demo 1.0`, and of how many of its files that is said, where it is not of all. */
function labelOf({ name, version }: Dependency, count: number, { files }: VouchedRelease): string {
  const some = count < files.length ? ` (${count} of ${files.length} files)` : ''
  return `${name} ${version?.raw ?? ''}${some}`
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines, '']
}

/** Comma-separated, within the columns, two in. */
function wrapped(words: readonly string[], { columns }: PlacesStyle): readonly string[] {
  const lines: string[] = []
  let line = ' '
  words.forEach((word, index) => {
    const piece = index === words.length - 1 ? word : `${word},`
    if (line.length > 1 && line.length + 1 + piece.length > columns) {
      lines.push(line)
      line = ' '
    }
    line += ` ${piece}`
  })
  return [...lines, line]
}

/** Who has signed, as the certificates say it: the repository and the workflow, or the person. */
function signerOf({ identity }: Vouching): string {
  if (identity === null) return 'the key that was named'
  const { sourceRepository, buildConfigUri } = identity.facts
  if (sourceRepository === undefined) return identity.subject ?? 'nobody that is named'
  const path =
    buildConfigUri?.startsWith(sourceRepository) === true ? buildConfigUri.slice(sourceRepository.length) : ''
  const workflow = /([^/@]{1,200})@/.exec(path)?.[1]
  return workflow === undefined ? sourceRepository : `${sourceRepository} (${workflow})`
}

function byPublisher(packages: readonly VouchedDependency[], style: PlacesStyle): readonly string[] {
  const found = new Map<string, { readonly labels: Set<string>; files: number }>()
  for (const { dependency, release } of packages)
    for (const file of release.files.filter(({ state }) => state === 'verified'))
      for (const signer of new Set(file.vouchings.map(signerOf))) {
        const entry = found.get(signer) ?? { labels: new Set<string>(), files: 0 }
        entry.labels.add(`${dependency.name} ${dependency.version?.raw ?? ''}`)
        entry.files += 1
        found.set(signer, entry)
      }
  const lines = [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([signer, { labels, files }]) => [
      `  ${harmless(signer)}  ${counted(files, 'file')}`,
      ...wrapped([...labels].map(harmless), { ...style, columns: style.columns - 2 }).map((line) => `  ${line}`),
    ])
  return section('Vouched for by', lines)
}

function failures(packages: readonly VouchedDependency[]): readonly string[] {
  const lines = packages.flatMap(({ dependency, release }) => {
    const files = release.files.filter(({ state }) => state === 'failed')
    if (files.length === 0) return []
    const { at, name, version } = dependency
    const head = `  ${name} ${version?.raw ?? ''}  ${at.path}${at.line > 0 ? `:${at.line}` : ''}`
    return [harmless(head), ...grouped(files)]
  })
  return section('Failed', lines)
}

const mostReasons = 20

/** What is not known is mostly so for one reason: each is told once, with the packages that it keeps from an answer. */
function notKnown(packages: readonly VouchedDependency[], style: PlacesStyle): readonly string[] {
  const byReason = new Map<string, Set<string>>()
  for (const { dependency, release } of packages) {
    const reasons = release.files
      .filter(({ state }) => state === 'unknown')
      .flatMap((file) => file.failures.map(({ code, detail }) => `${code}: ${detail}`))
    for (const reason of new Set(reasons)) {
      const count = reasons.filter((each) => each === reason).length
      byReason.set(reason, (byReason.get(reason) ?? new Set()).add(labelOf(dependency, count, release)))
    }
  }
  const reasons = [...byReason].slice(0, style.all ? byReason.size : mostReasons)
  const lines = reasons.flatMap(([reason, labels]) => [
    `  ${harmless(reason)}`,
    ...wrapped([...labels].map(harmless), { ...style, columns: style.columns - 2 }).map((line) => `  ${line}`),
  ])
  const more = byReason.size - reasons.length
  return section('Not known', more === 0 ? lines : [...lines, `  and ${more} more reasons; --all shows them`])
}

const mostNames = 3

/** Files that share their reasons, once. */
function grouped(files: readonly VouchedFile[]): readonly string[] {
  const byReason = new Map<string, string[]>()
  for (const { filename, failures } of files) {
    const reason = failures.map(({ code, detail }) => `${code}: ${detail}`).join('\n')
    byReason.set(reason, [...(byReason.get(reason) ?? []), filename])
  }
  return [...byReason].flatMap(([reason, names]) => {
    const shown = names.filter((name) => name !== '').slice(0, mostNames)
    const more = names.length > mostNames ? [`and ${names.length - mostNames} more`] : []
    const list = [...shown, ...more].map(harmless).join(', ')
    return [...(list === '' ? [] : [`    ${list}`]), ...reason.split('\n').map((line) => `      ${harmless(line)}`)]
  })
}

function everyFile(packages: readonly VouchedDependency[]): readonly string[] {
  const lines = packages.flatMap(({ dependency, release }) => [
    `  ${dependency.name} ${harmless(dependency.version?.raw ?? '')}${release.candidates ? '  (which of these is installed is not known)' : ''}`,
    ...release.files.map((file) => `    ${file.state.padEnd(8)}  ${harmless(file.filename)}${said(file)}`),
  ])
  return section('Every file', lines)
}

function said({ digestFrom, vouchings }: VouchedFile): string {
  const signers = [...new Set(vouchings.map(signerOf))].map(harmless).join(', ')
  const from = digestFrom === 'index' ? ', by the digest of its index' : ''
  return `${signers === '' ? '' : `  ${signers}`}${from}`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function summary(answer: PlacesAnswer): string {
  const { packages, files, verified, failed, missing, unknown } = countFiles(answer)
  return `${counted(packages, 'package')}, ${counted(files, 'file')}: ${verified} verified, ${failed} failed, ${missing} without attestation, ${unknown} unknown`
}

function hints({ packages }: PlacesAnswer, { asked, demanded }: PlacesStyle): readonly string[] {
  const files = packages.flatMap(({ release }) => release.files)
  const has = (state: VouchedFile['state']): boolean => files.some((file) => file.state === state)
  const unpinned = files.filter(({ digestFrom }) => digestFrom === 'index').length
  const recorded = packages.filter(({ release }) => release.files.some(({ digestFrom }) => digestFrom === 'record'))
  const candidates = packages.filter(({ release }) => release.candidates && release.files.length > 0)
  const isPinned = packages.some(({ release }) => release.pinned !== null)
  const all: readonly (readonly [boolean, string])[] = [
    [
      unpinned > 0,
      `Nothing pins the bytes of ${counted(unpinned, 'file')}: what is verified of ${unpinned === 1 ? 'it' : 'them'} is what its index lists.`,
    ],
    [
      recorded.length > 0,
      `Of ${counted(recorded.length, 'installed package')} the file that was recorded is looked at; whether that is what stands there, \`cordon environment audit\` says.`,
    ],
    [
      candidates.length > 0,
      `Of ${counted(candidates.length, 'installed package')} nothing says which file was installed: all that it may be were looked at.`,
    ],
    [
      has('missing') && !demanded,
      'A file that nothing vouches for is no failure; --require-attestation makes it one that counts.',
    ],
    [has('verified') && !asked && !isPinned, 'Nothing was asked about who must have signed; --identity asks for it.'],
  ]
  return all.flatMap(([isTrue, text]) => (isTrue ? [text] : []))
}
