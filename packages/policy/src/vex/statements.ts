import type {
  Dependency,
  ExceptionNotice,
  Finding,
  Inspection,
  Lockfile,
  VexDocument,
  VexProduct,
  VexStatement,
} from '@cordon/model'
import { day } from '../exception.ts'
import type { VexConfig, VexPolicy } from './config.ts'
import { nearestText } from './nearest.ts'
import { isPlaceOf, isProduct } from './product.ts'

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

type Notice = Pick<ExceptionNotice, 'kind' | 'name' | 'text' | 'at'>

class OpenVex implements VexWork {
  readonly #config: VexConfig
  readonly #documents: readonly VexDocument[]
  readonly #now: Date
  /** By id or alias of the vulnerability, lower case. */
  readonly #byId = new Map<string, VexStatement[]>()
  readonly #matched = new Set<VexStatement>()
  readonly #notices = new Map<string, Notice>()
  /** Own projects by the folder of the files that name them. */
  readonly #own = new Map<string, readonly Dependency[]>()
  readonly #dependencies: readonly Dependency[]

  constructor({ config, documents }: VexPolicy, inspections: readonly Inspection[], now: Date) {
    this.#config = config
    this.#documents = documents
    this.#now = now
    for (const statement of documents.flatMap((document) => this.#believed(document)))
      for (const id of idsOf(statement)) {
        const known = this.#byId.get(id)
        if (known === undefined) this.#byId.set(id, [statement])
        else known.push(statement)
      }
    const files = new Set(inspections.map(({ file }) => file))
    for (const [folder, group] of Map.groupBy(files, folderOf))
      this.#own.set(
        folder,
        group.flatMap(({ dependencies }) => dependencies.filter(({ own }) => own)),
      )
    this.#dependencies = inspections.flatMap(({ dependency }) => dependency ?? [])
  }

  /** Notes what is not believed, and gives the rest. */
  #believed(document: VexDocument): readonly VexStatement[] {
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
        text: `${countText(statements.length - trusted.length)} by ${document.author === '' ? 'nobody' : document.author} are not used: the configuration's vex.authors does not name that author.`,
      })
    return trusted.filter((statement) => {
      const isFuture = Date.parse(statement.time) > this.#now.getTime() + day
      if (isFuture)
        this.#note({
          ...about(statement, 'refused'),
          text: `${statement.vulnerability.id}: the statement is of ${statement.time}, which is yet to come.`,
        })
      return !isFuture
    })
  }

  answer(finding: Finding, inspection: Inspection): VexAnswer {
    const { advisory } = finding
    const { dependency } = inspection
    if (advisory === undefined || dependency === null) return none
    const ids = [advisory.id, ...advisory.aliases, ...advisory.records].map((id) => id.toLowerCase())
    const candidates = new Set(ids.flatMap((id) => this.#byId.get(id) ?? []))
    const applying = [...candidates].filter((statement) => this.#covers(statement, dependency, inspection.file))
    for (const statement of applying) this.#matched.add(statement)
    const chosen = this.#newest(applying)
    return chosen === null ? none : this.#weigh(chosen, finding)
  }

  #covers(statement: VexStatement, dependency: Dependency, file: Lockfile): boolean {
    return statement.products.some((product) => {
      const is = (each: VexProduct) => isProduct(each, dependency) || isPlaceOf(each, dependency, file)
      if (product.subcomponents.length === 0) return is(product) || this.#isOwn(product, file)
      return product.subcomponents.some(is) && this.#isOwn(product, file)
    })
  }

  /** True when the product is what is scanned: a project beside the file, or a name of the configuration. */
  #isOwn(product: VexProduct, file: Lockfile): boolean {
    const { products } = this.#config
    if (products.includes(product.id) || (product.purl !== null && products.includes(product.purl))) return true
    return (this.#own.get(folderOf(file)) ?? []).some((own) => isProduct(product, own))
  }

  /** The newest statement; null where there is none, or where the newest are at odds. */
  #newest(applying: readonly VexStatement[]): VexStatement | null {
    const time = applying
      .map((statement) => statement.time)
      .sort()
      .at(-1)
    const [first, ...others] = applying.filter((statement) => statement.time === time)
    if (first === undefined) return null
    const odd = others.find(({ status }) => status !== first.status)
    if (odd === undefined) return first
    this.#note({
      ...about(first, 'conflict'),
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
        ...about(statement, 'expired'),
        text: `${id}: the statement is ${age} days old and no longer works (at most ${maxAgeDays}). Look again, and date it anew.`,
      })
      return none
    }
    const silences = statement.status === 'not_affected' || statement.status === 'fixed'
    const barred = silences ? this.#barred(finding) : null
    if (barred !== null)
      this.#note({
        ...about(statement, 'forbidden'),
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
    const believed = new Set([...this.#byId.values()].flat())
    const unused = this.#documents.flatMap(({ path, statements }) =>
      unusedNotices(
        path,
        statements.filter((statement) => believed.has(statement) && !this.#matched.has(statement)),
        (statement) => nearestText(statement, this.#dependencies),
      ),
    )
    return [...this.#notices.values(), ...unused].map((notice) => ({ ...notice, about: 'vex' }))
  }
}

const shownUnused = 20

function unusedNotices(
  path: string,
  unused: readonly VexStatement[],
  nearest: (statement: VexStatement) => string,
): readonly Notice[] {
  const shown = unused
    .slice(0, shownUnused)
    .map((statement) => ({ ...about(statement, 'unused' as const), text: nearest(statement) }))
  if (unused.length <= shownUnused) return shown
  const text = `${countText(unused.length - shownUnused)} more match nothing that was found.`
  return [...shown, { kind: 'unused', name: path, at: { path, line: 0 }, text }]
}

function about(statement: VexStatement, kind: Notice['kind']): Omit<Notice, 'text'> {
  return { kind, name: statement.vulnerability.id, at: statement.at }
}

function countText(count: number): string {
  return `${count} ${count === 1 ? 'statement' : 'statements'}`
}

function idsOf({ vulnerability }: VexStatement): ReadonlySet<string> {
  return new Set([vulnerability.id, ...vulnerability.aliases].map((id) => id.toLowerCase()))
}

function folderOf({ path }: Lockfile): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}
