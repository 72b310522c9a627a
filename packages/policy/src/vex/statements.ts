import type { ExceptionNotice, Finding, Inspection, VexDocument, VexStatement } from '@cordon/model'
import { day } from '../exception.ts'
import type { VexConfig, VexPolicy } from './config.ts'
import { idleNotices } from './idle.ts'
import { type Notice, noticeAbout, shownOfAKind, statementsText } from './notice.ts'
import { Scanned } from './scanned.ts'
import { StatementIndex } from './statement-index.ts'

/** What statements say of one finding. */
export type VexAnswer =
  | { readonly kind: 'none' }
  /** `silences`: the finding passes. Otherwise it is kept, and the statement shown. */
  | { readonly kind: 'stated'; readonly statement: VexStatement; readonly silences: boolean }

export interface VexWork {
  answer(finding: Finding, inspection: Inspection): VexAnswer
  notices(): readonly ExceptionNotice[]
}

const none: VexAnswer = { kind: 'none' }
const noWork: VexWork = { answer: () => none, notices: () => [] }

/** Opens the statements for a run over these inspections. */
export function openVex(policy: VexPolicy | undefined, inspections: readonly Inspection[], now: Date): VexWork {
  return policy === undefined || policy.documents.length === 0 ? noWork : new OpenVex(policy, inspections, now)
}

class OpenVex implements VexWork {
  readonly #config: VexConfig
  readonly #policy: VexPolicy
  readonly #now: Date
  readonly #believed: ReadonlySet<VexStatement>
  readonly #index: StatementIndex
  readonly #matched = new Set<VexStatement>()
  readonly #notices = new Map<string, Notice>()
  readonly #inspections: readonly Inspection[]
  readonly #scanned: Scanned

  constructor(policy: VexPolicy, inspections: readonly Inspection[], now: Date) {
    const { config } = policy
    this.#config = config
    this.#policy = policy
    this.#now = now
    this.#inspections = inspections
    this.#believed = new Set(this.#current(policy.documents).flatMap((document) => this.#believable(document)))
    this.#scanned = new Scanned(config.products, inspections)
    this.#index = new StatementIndex([...this.#believed], this.#scanned)
  }

  /** Documents of which there is no later revision: what that no longer says is no longer said. */
  #current(documents: readonly VexDocument[]): readonly VexDocument[] {
    const groups = Map.groupBy(documents, ({ format, author, id }) => JSON.stringify([format, author, id]))
    const old = new Set<VexDocument>()
    for (const group of groups.values()) {
      const newest = group.reduce((best, document) => (isLater(document, best) ? document : best))
      for (const document of newest.id === null ? [] : group)
        if (isLater(newest, document)) {
          old.add(document)
          this.#note({
            kind: 'note',
            name: document.path,
            at: { path: document.path, line: 0 },
            text: `Revision ${document.revision} of ${document.id} is not used: revision ${newest.revision} is in ${newest.path}.`,
          })
        }
    }
    return documents.filter((document) => !old.has(document))
  }

  /** Notes what is not believed, and gives the rest. */
  #believable(document: VexDocument): readonly VexStatement[] {
    const { authors } = this.#config
    const { path, statements, problems } = document
    for (const { level, code, at, detail } of problems)
      this.#note({ kind: level === 'error' ? 'refused' : 'note', name: code, at, text: detail })
    const trusted = statements.filter(({ author }) => authors.length === 0 || authors.includes(author))
    if (trusted.length < statements.length)
      this.#note({
        kind: 'untrusted',
        name: path,
        at: { path, line: 0 },
        text: `${statementsText(statements.length - trusted.length)} by ${document.author === '' ? 'nobody' : document.author} are not used: the configuration's vex.authors does not name that author.`,
      })
    return this.#ofNow(trusted, path)
  }

  /** What is dated in the future silences nothing; what it keeps open stays open. */
  #ofNow(statements: readonly VexStatement[], path: string): readonly VexStatement[] {
    const latest = this.#now.getTime() + day
    const isFuture = (statement: VexStatement) => isSilencing(statement) && Date.parse(statement.time) > latest
    const future = statements.filter(isFuture)
    for (const statement of future.slice(0, shownOfAKind))
      this.#note({
        ...noticeAbout(statement, 'refused'),
        text: `${statement.vulnerability.id}: the statement is of ${statement.time}, which is yet to come.`,
      })
    if (future.length > shownOfAKind)
      this.#note({
        kind: 'refused',
        name: path,
        at: { path, line: 0 },
        text: `${statementsText(future.length - shownOfAKind)} more are of a time that is yet to come.`,
      })
    return future.length === 0 ? statements : statements.filter((statement) => !isFuture(statement))
  }

  answer(finding: Finding, inspection: Inspection): VexAnswer {
    const { advisory } = finding
    const { dependency } = inspection
    if (advisory === undefined || dependency === null) return none
    const ids = new Set([advisory.id, ...advisory.aliases, ...advisory.records])
    const lists = this.#index.applying([...ids], dependency, inspection.file)
    for (const statement of lists.flat()) this.#matched.add(statement)
    const answers = lists.map((applying) => this.#answerOf(applying, finding))
    // It is silenced where it is for every project.
    const open = answers.find((answer) => answer.kind === 'stated' && !answer.silences)
    return open ?? answers.find(({ kind }) => kind === 'none') ?? answers[0] ?? none
  }

  #answerOf(applying: readonly VexStatement[], finding: Finding): VexAnswer {
    const chosen = this.#newest(applying)
    return chosen === null ? none : this.#weigh(chosen, finding)
  }

  /** The newest statement; null where there is none, or where the newest are at odds. */
  #newest(applying: readonly VexStatement[]): VexStatement | null {
    let time = ''
    for (const statement of applying) if (statement.time > time) time = statement.time
    const [first, ...others] = applying.filter((statement) => statement.time === time)
    if (first === undefined) return null
    const odd = others.find(({ status }) => status !== first.status)
    if (odd === undefined) return first
    this.#note({
      ...noticeAbout(first, 'conflict'),
      text: `${first.vulnerability.id} is ${first.status} here and ${odd.status} in ${odd.at.path}:${odd.at.line}, both of ${time}. Neither is used; let the right one have a newer time.`,
    })
    return null
  }

  #weigh(statement: VexStatement, finding: Finding): VexAnswer {
    const { id } = statement.vulnerability
    const { maxAgeDays } = this.#config
    const age = Math.floor((this.#now.getTime() - Date.parse(statement.time)) / day)
    if (maxAgeDays !== null && age > maxAgeDays) {
      this.#note({
        ...noticeAbout(statement, 'expired'),
        text: `${id}: the statement is ${age} days old and no longer works (at most ${maxAgeDays}). Look again, and date it anew.`,
      })
      return none
    }
    const silences = isSilencing(statement)
    const barred = silences ? this.#barred(finding) : null
    if (barred !== null)
      this.#note({
        ...noticeAbout(statement, 'forbidden'),
        text: `${id} stays: vex.never-silence holds for what is ${barred}.`,
      })
    return { kind: 'stated', statement, silences: silences && barred === null }
  }

  #barred({ severity, advisory, domain }: Finding): string | null {
    const { never } = this.#config
    if (never.includes('malware') && (advisory?.kind === 'malware' || domain === 'malicious')) return 'malware'
    if (never.includes('exploited') && advisory?.kev != null) return 'known to be exploited'
    return never.includes(severity) ? `of severity ${severity}` : null
  }

  #note(notice: Notice): void {
    this.#notices.set(`${notice.kind} ${notice.at.path}:${notice.at.line} ${notice.name} ${notice.text}`, notice)
  }

  notices(): readonly ExceptionNotice[] {
    const idle = idleNotices(
      this.#policy,
      (statement) => this.#believed.has(statement) && !this.#matched.has(statement),
      {
        inspections: this.#inspections,
        scanned: this.#scanned,
      },
    )
    return [...this.#notices.values(), ...idle].map((notice) => ({ ...notice, about: 'vex' }))
  }
}

function isLater(a: VexDocument, b: VexDocument): boolean {
  if (a.revision !== b.revision) return a.revision > b.revision
  return (a.updated ?? a.issued) > (b.updated ?? b.issued)
}

function isSilencing({ status }: VexStatement): boolean {
  return status === 'not_affected' || status === 'fixed'
}
