import {
  type Hash,
  type Location,
  type VexJustification,
  type VexProblem,
  type VexProduct,
  type VexStatement,
  type VexStatus,
  vexJustifications,
  vexStatuses,
} from '@cordon/model'
import { PypaError, parsePurl, readPurl } from '@cordon/pypa'
import { type DataObject, lineOf } from '../data.ts'
import { DocumentError } from '../error.ts'
import { cut, readTime } from '../reading.ts'
import { readDigest } from './hash-words.ts'

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
  readonly #untold = { error: 0, warning: 0 }
  #products = 0

  constructor(path: string) {
    this.path = path
  }

  at(object: DataObject | null): Location {
    return { path: this.path, line: lineOf(object) }
  }

  note(level: VexProblem['level'], code: string, at: Location, detail: string): void {
    if (this.problems.length < vexLimits.problems) this.problems.push({ level, code, at, detail })
    else this.#untold[level] += 1
  }

  /** Everything that was noted; what is beyond the bound is counted. */
  allProblems(): readonly VexProblem[] {
    const at = { path: this.path, line: 0 }
    return [
      ...this.problems,
      ...(['error', 'warning'] as const).flatMap((level): readonly VexProblem[] => {
        const count = this.#untold[level]
        return count === 0 ? [] : [{ level, code: 'MORE', at, detail: `There are ${count} others of this kind.` }]
      }),
    ]
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
    const { aliases, description } = vulnerability
    const id = vulnerability.id?.trim() ?? null
    const status = statusOf(draft.status)
    if (flaw !== null || id === null || status === null || time === null) {
      const [code, detail] = flaw ?? ['BAD_STATEMENT', 'The statement cannot be read.']
      this.note('error', code, at, id === null ? detail : `${cut(id)}: ${detail}`)
      return
    }
    const justification = justificationOf(draft.justification)
    if (justification === null && draft.justification !== null)
      this.note('warning', 'BAD_JUSTIFICATION', at, `${cut(id)}: \`${cut(draft.justification)}\` is no justification.`)
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

  /** RFC 3339 in UTC. One without a zone is taken for UTC, and noted. */
  time(text: string | null, at: Location): string | null {
    const time = readTime(text)
    if (text !== null && time === null)
      this.note('warning', 'BAD_TIME', at, `\`${cut(text)}\` is no time as RFC 3339 has it.`)
    else if (text !== null && !/(?:z|[+-]\d\d:?\d\d)$/i.test(text.trim()))
      this.note('warning', 'NO_ZONE', at, `\`${cut(text)}\` has no time zone; it is taken for UTC.`)
    return time
  }

  /**
   * When a statement was known to be true: by its own time, else by its document's. One that cannot be read may be older than anything, so
   * it dates nothing that silences.
   */
  dated(own: string | null, read: string | null, status: string | null, otherwise: string | null): string | null {
    if (read !== null) return read
    return own !== null && (status === 'not_affected' || status === 'fixed') ? null : otherwise
  }

  /** Digests of a product; null, and noted, where one of a known kind is none: without it the product would be more than is meant. */
  hashes(found: readonly { readonly word: string; readonly value: string }[], at: Location): readonly Hash[] | null {
    const hashes: Hash[] = []
    for (const { word, value } of found) {
      const hash = readDigest(word, value)
      if (hash === 'broken') {
        this.note('error', 'BAD_HASH', at, `\`${cut(value)}\` is no ${cut(word)}; the product is left out.`)
        return null
      }
      if (hash === 'unknown') this.note('warning', 'BAD_HASH', at, `\`${cut(word)}\` is no kind of hash that is known.`)
      else hashes.push(hash)
    }
    return hashes
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
  // What says that it is not safe is never lost over a word that only matters where it is.
  if (status === 'not_affected' && justification !== null && justificationOf(justification) === null)
    return ['BAD_JUSTIFICATION', `\`${cut(justification)}\` is no justification; ${vexJustifications.join(', ')} are.`]
  if (status === 'not_affected' && justification === null && draft.impact === null)
    return ['NO_JUSTIFICATION', '`not_affected` needs a justification or an impact statement.']
  return null
}

/** What a reader should know of a statement that is used. */
function doubtOf({ status, justification, action, responses, products }: VexStatement): Coded | null {
  if (status === 'not_affected' && justification === null)
    return ['IMPACT_ONLY', 'not affected by an impact statement alone; a justification is for programs too.']
  if (status === 'affected' && action === null && responses.length === 0)
    return ['NO_ACTION', '`affected` without an action statement leaves open what to do.']
  const versionless = status === 'fixed' ? products.find(isEveryRelease) : undefined
  if (versionless !== undefined)
    return ['FIXED_ANYWHERE', `\`fixed\` in every version of ${cut(versionless.id)}; name those that hold the fix.`]
  return null
}

/** True for a package with no version, range or hash, and no part. */
function isEveryRelease({ purl, versions, hashes, subcomponents }: VexProduct): boolean {
  const read = readPurl(purl)
  return (
    read?.type === 'pypi' && read.version === null && versions === null && hashes.length + subcomponents.length === 0
  )
}
