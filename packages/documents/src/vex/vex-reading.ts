import {
  type Location,
  type VexJustification,
  type VexProblem,
  type VexProduct,
  type VexStatement,
  type VexStatus,
  vexJustifications,
  vexStatuses,
} from '@cordon/model'
import { PypaError, parsePurl } from '@cordon/pypa'
import { type DataObject, lineOf } from '../data.ts'
import { DocumentError } from '../error.ts'
import { cut, readTime } from '../reading.ts'

/** Far above any real document; bounds, not targets. */
export const vexLimits = {
  statements: 100_000,
  /** Over all statements, parts counted. */
  products: 500_000,
  problems: 1000,
  /** Levels of a product tree. */
  depth: 50,
} as const

/** A statement on its way: what a document says, before it is known whether it can be used. */
export interface DraftStatement
  extends Omit<VexStatement, 'status' | 'justification' | 'at' | 'vulnerability' | 'time'> {
  readonly vulnerability: {
    readonly id: string | null
    readonly aliases: readonly string[]
    readonly description: string | null
  }
  readonly status: string | null
  readonly justification: string | null
  readonly time: string | null
}

/** What every reader of statements needs: where they go, where problems go, and what makes a statement usable. */
export class VexReading {
  readonly path: string
  readonly statements: VexStatement[] = []
  readonly problems: VexProblem[] = []
  #products = 0

  constructor(path: string) {
    this.path = path
  }

  at(object: DataObject | null): Location {
    return { path: this.path, line: lineOf(object) }
  }

  note(level: VexProblem['level'], code: string, at: Location, detail: string): void {
    if (this.problems.length < vexLimits.problems) this.problems.push({ level, code, at, detail })
  }

  /** A statement that can be meant as written is kept; of another it is told what is wrong, and it is not used. */
  add(draft: DraftStatement, at: Location): void {
    if (this.statements.length >= vexLimits.statements)
      throw new DocumentError('TOO_LARGE', `The document holds over ${vexLimits.statements} statements.`, {
        line: at.line,
      })
    this.#count(draft.products, at)
    const flaw = flawOf(draft)
    const { vulnerability, time } = draft
    const { id, aliases, description } = vulnerability
    const status = statusOf(draft.status)
    if (flaw !== null || id === null || status === null || time === null) {
      const [code, detail] = flaw ?? ['BAD_STATEMENT', 'The statement cannot be read.']
      this.note('error', code, at, id === null ? detail : `${cut(id)}: ${detail}`)
      return
    }
    const justification = justificationOf(draft.justification)
    const statement = { ...draft, vulnerability: { id, aliases, description }, status, justification, time, at }
    const doubt = doubtOf(statement)
    if (doubt !== null) this.note('warning', doubt[0], at, `${cut(id)}: ${doubt[1]}`)
    this.statements.push(statement)
  }

  /** A product that something identifies; null, and noted, for others. */
  product(product: Omit<VexProduct, 'id'> & { readonly id: string | null }, at: Location): VexProduct | null {
    const purl = product.purl === null ? null : this.#purl(product.purl, at)
    const { cpe, hashes, ref, id } = product
    const isKnown = purl !== null || cpe !== null || hashes.length > 0 || ref !== null || id !== null
    if (!isKnown) {
      this.note('warning', 'BAD_PRODUCT', at, 'A product without a package URL, CPE, hash or name is left out.')
      return null
    }
    return { ...product, purl, id: id ?? purl ?? ref ?? cpe ?? hashes[0]?.value ?? '' }
  }

  time(text: string | null, at: Location): string | null {
    const time = readTime(text)
    if (text !== null && time === null)
      this.note('warning', 'BAD_TIME', at, `\`${cut(text)}\` is no time as RFC 3339 has it.`)
    return time
  }

  #purl(text: string, at: Location): string | null {
    try {
      parsePurl(text)
      return text.trim()
    } catch (error) {
      if (!(error instanceof PypaError)) throw error
      this.note('error', 'BAD_PURL', at, error.message)
      return null
    }
  }

  #count(products: readonly VexProduct[], at: Location): void {
    for (const { subcomponents } of products) this.#products += 1 + subcomponents.length
    if (this.#products > vexLimits.products)
      throw new DocumentError('TOO_LARGE', `The document names over ${vexLimits.products} products.`, { line: at.line })
  }
}

function statusOf(text: string | null): VexStatus | null {
  return vexStatuses.find((status) => status === text) ?? null
}

function justificationOf(text: string | null): VexJustification | null {
  return vexJustifications.find((justification) => justification === text) ?? null
}

type Coded = readonly [code: string, detail: string]

/** Why a statement is not used. */
function flawOf(draft: DraftStatement): Coded | null {
  const { status, justification } = draft
  if (draft.vulnerability.id === null) return ['NO_VULNERABILITY', 'The statement names no vulnerability.']
  if (statusOf(status) === null)
    return ['BAD_STATUS', `\`${cut(status ?? '')}\` is no status; ${vexStatuses.join(', ')} are.`]
  if (draft.time === null) return ['BAD_TIME', 'neither the statement nor its document has a time that is one.']
  if (draft.products.length === 0) return ['NO_PRODUCT', 'the statement names no product that anything identifies.']
  if (justification !== null && justificationOf(justification) === null)
    return ['BAD_JUSTIFICATION', `\`${cut(justification)}\` is no justification; ${vexJustifications.join(', ')} are.`]
  if (status === 'not_affected' && justification === null && draft.impact === null)
    return ['NO_JUSTIFICATION', '`not_affected` needs a justification or an impact statement.']
  return null
}

/** What a reader should know of a statement that is used. */
function doubtOf({ status, justification, action, responses }: VexStatement): Coded | null {
  if (status === 'not_affected' && justification === null)
    return ['IMPACT_ONLY', 'not affected by an impact statement alone; a justification is for programs too.']
  if (status === 'affected' && action === null && responses.length === 0)
    return ['NO_ACTION', '`affected` without an action statement leaves open what to do.']
  return null
}
