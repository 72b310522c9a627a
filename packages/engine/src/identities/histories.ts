import { createHash } from 'node:crypto'
import {
  AttestError,
  emptyHistory,
  historyIndexOf,
  observeRelease,
  readHistories,
  withoutPending,
  writeHistories,
} from '@cordon/attest/identities'
import type { IdentityAnswer, IdentityHistory, VouchedFile } from '@cordon/model'
import {
  type IdentityTexts,
  openIdentityTexts,
  readIdentityFile,
  SourceError,
  type TextChange,
  type TextsSettings,
  writeIdentityFile,
} from '@cordon/sources'

/** A release that was looked at, as histories take it in. */
export interface ObservedRelease {
  readonly index: string
  readonly project: string
  readonly version: string
  readonly files: readonly VouchedFile[]
  /** Whether a publisher of whom nothing is known counts from now on. */
  readonly trustOnFirstUse: boolean
}

/** Who has vouched for projects before. */
export interface IdentityHistories {
  /** Of one project at one index. What is damaged says so, and is never taken for nothing. */
  answer(index: string, project: string): IdentityAnswer
  /** Of every project that is known. */
  all(): readonly IdentityAnswer[]
  /**
   * Takes in releases that were looked at, and keeps what is new. Histories that are damaged stay as they are. Throws `SourceError` where it
   * cannot be kept.
   */
  observe(releases: readonly ObservedRelease[]): void
  /** Changes what is known of projects; tells which histories are others now. Damaged ones are left alone. */
  change(wanted: (history: IdentityHistory) => boolean, change: HistoryChange): readonly IdentityHistory[]
}

export type HistoryChange = (history: IdentityHistory) => IdentityHistory

/** What this user has seen, in a folder with a file for each project at each index. */
export function openUserHistories(settings: TextsSettings): IdentityHistories {
  const texts = openIdentityTexts(settings)
  const answerAt = (key: string, index: string, project: string): IdentityAnswer =>
    orDamaged({ index, path: texts.pathOf(key) }, () => {
      const text = texts.read(key)
      return text === null ? emptyHistory(index, project) : onlyHistory(text, index, project)
    })
  // What was read in this run, so that nothing is read again only to see that it holds what was looked at.
  const known = new Map<string, IdentityAnswer>()
  return {
    answer(address, project) {
      const index = historyIndexOf(address)
      const key = keyOf(index, project)
      const answer = known.get(key) ?? answerAt(key, index, project)
      known.set(key, answer)
      return answer
    },
    all: () => texts.keys().map((key) => answerAt(key, '', '')),
    observe(releases) {
      const news = releases.filter(({ index: address, project, ...release }) => {
        const answer = known.get(keyOf(historyIndexOf(address), project))
        return answer?.kind !== 'known' || observed(answer.history, release) !== answer.history
      })
      known.clear()
      observeTexts(texts, news)
    },
    change(wanted, change) {
      known.clear()
      return changeTexts(texts, wanted, change)
    },
  }
}

/** A readable start, and enough of a digest to tell indexes apart. */
function keyOf(index: string, project: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([index, project]))
    .digest('hex')
  return `${project.replace(/[^a-z0-9-]/g, '').slice(0, 60)}.${digest.slice(0, 32)}`
}

/** The one history of a text; an empty `project` takes whichever it is. */
function onlyHistory(text: string, index: string, project: string): IdentityHistory {
  const [history, ...others] = readHistories(text)
  const isOwn = history?.index === index && history.project === project
  if (history === undefined || others.length > 0 || (project !== '' && !isOwn))
    throw new AttestError('malformed', 'The history of identities is about another project.')
  return history
}

function orDamaged(
  { index, path }: { readonly index: string; readonly path: string },
  read: () => IdentityHistory,
): IdentityAnswer {
  try {
    return { kind: 'known', history: read() }
  } catch (error) {
    if (error instanceof AttestError || error instanceof SourceError)
      return { kind: 'damaged', index, path, detail: error.message }
    throw error
  }
}

function observeTexts(texts: IdentityTexts, releases: readonly ObservedRelease[]): void {
  const changes = new Map<string, TextChange>()
  for (const [key, own] of Map.groupBy(releases, ({ index, project }) => keyOf(historyIndexOf(index), project))) {
    const [first] = own
    if (first === undefined) continue
    const index = historyIndexOf(first.index)
    const change: TextChange = (text) =>
      changedText(text, { index, project: first.project }, (history) => own.reduce(observed, history))
    // Most of what is looked at is known: no lock is taken for it.
    if (change(readOrNull(texts, key)) !== null) changes.set(key, change)
  }
  texts.change(changes)
}

function observed(
  history: IdentityHistory,
  { version, files, trustOnFirstUse }: Pick<ObservedRelease, 'version' | 'files' | 'trustOnFirstUse'>,
): IdentityHistory {
  return observeRelease(history, { version, files }, trustOnFirstUse)
}

/** What cannot be read is left for whoever reads it under the lock to tell. */
function readOrNull(texts: IdentityTexts, key: string): string | null {
  try {
    return texts.read(key)
  } catch (error) {
    if (error instanceof SourceError) return null
    throw error
  }
}

/** The text after a change; null where nothing changes, or where it is damaged and must stay for a person to look at. */
function changedText(
  text: string | null,
  { index, project }: { readonly index: string; readonly project: string },
  change: HistoryChange,
): string | null {
  try {
    const history = text === null ? emptyHistory(index, project) : onlyHistory(text, index, project)
    const next = change(history)
    return next === history ? null : writeHistories([next])
  } catch (error) {
    if (error instanceof AttestError) return null
    throw error
  }
}

function changeTexts(
  texts: IdentityTexts,
  wanted: (history: IdentityHistory) => boolean,
  change: HistoryChange,
): readonly IdentityHistory[] {
  const changed: IdentityHistory[] = []
  const changeOne: TextChange = (text) => {
    const [history] = text === null ? [] : orNone(text)
    if (history === undefined || !wanted(history)) return null
    const next = change(history)
    if (next === history) return null
    changed.push(next)
    return writeHistories([next])
  }
  texts.change(new Map(texts.keys().map((key) => [key, changeOne])))
  return changed
}

function orNone(text: string): readonly IdentityHistory[] {
  try {
    return readHistories(text)
  } catch (error) {
    if (error instanceof AttestError) return []
    throw error
  }
}

/**
 * The identities that a project keeps under review, in one file. Nothing that waits is written there, and nothing at all is but by `change`
 * and `keep`: looking at releases changes no file of the project.
 */
export interface ProjectHistories extends IdentityHistories {
  /** Whether the file is there. */
  readonly exists: boolean
  /** Writes these into the file, in the place of what it holds of the same projects. */
  keep(histories: readonly IdentityHistory[]): void
}

/** Opens the project's own file of identities. A file that is not there holds nothing. */
export function openProjectHistories(path: string): ProjectHistories {
  const text = orSourceError(() => readIdentityFile(path))
  const read: IdentityAnswer[] | { readonly detail: string } = readAll(text)
  const histories = (): readonly IdentityHistory[] => {
    if (!Array.isArray(read)) throw new SourceError('BAD_DATA', `${path}: ${read.detail}`)
    return read.flatMap((answer) => (answer.kind === 'known' ? [answer.history] : []))
  }
  const write = (next: readonly IdentityHistory[]): void =>
    writeIdentityFile(path, writeHistories(next.map(withoutPending).filter(({ identities }) => identities.length > 0)))
  return {
    exists: text !== null,
    answer(address, project) {
      const index = historyIndexOf(address)
      if (!Array.isArray(read)) return { kind: 'damaged', index, path, detail: read.detail }
      const known = histories().find((each) => each.index === index && each.project === project)
      return { kind: 'known', history: known ?? emptyHistory(index, project) }
    },
    all: () => (Array.isArray(read) ? read : [{ kind: 'damaged', index: '', path, detail: read.detail }]),
    observe() {},
    change(wanted, change) {
      const before = histories()
      const after = before.map((history) => (wanted(history) ? change(history) : history))
      const changed = after.filter((history, at) => history !== before[at])
      if (changed.length > 0) write(after)
      return changed
    },
    keep(wanted) {
      const isKept = (each: IdentityHistory): boolean =>
        wanted.some(({ index, project }) => index === each.index && project === each.project)
      write([...histories().filter((each) => !isKept(each)), ...wanted])
    },
  }
}

function readAll(text: string | null | SourceError): IdentityAnswer[] | { readonly detail: string } {
  if (text === null) return []
  if (text instanceof SourceError) return { detail: text.message }
  try {
    return readHistories(text).map((history) => ({ kind: 'known', history }))
  } catch (error) {
    if (error instanceof AttestError) return { detail: error.message }
    throw error
  }
}

function orSourceError<T>(work: () => T): T | SourceError {
  try {
    return work()
  } catch (error) {
    if (error instanceof SourceError) return error
    throw error
  }
}
