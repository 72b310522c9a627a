import type { Hash } from '@cordon/model'
import { PypaError, parsePurl } from '@cordon/pypa'
import type { BomEdge, Component, Problem, ProblemCode } from './bom.ts'
import { DocumentError } from './error.ts'
import { freeRef, type TakenRefs } from './free-ref.ts'
import { type HashWords, readHash } from './hash.ts'
import { limits } from './limits.ts'

/** A place in a document, for problems. */
export interface At {
  readonly place: string
  readonly line: number
}

/** What every reader needs: where problems go, and the components that were found so far. */
export class Reading {
  readonly problems: Problem[] = []
  readonly components: Component[] = []
  readonly lines = new Map<string, number>()
  readonly #taken: TakenRefs = new Map()
  readonly #notHeld = new Map<string, { count: number; at: At }>()

  /** Notes something that is not as it should be; reading goes on. */
  note(code: ProblemCode, { place, line }: At, detail: string): void {
    if (this.problems.length < limits.problems) this.problems.push({ code, place, line, detail })
  }

  /** Counts something that the neutral form has no place for. */
  notHeld(what: string, at: At): void {
    const known = this.#notHeld.get(what)
    if (known === undefined) this.#notHeld.set(what, { count: 1, at })
    else known.count += 1
  }

  /** A ref that is free: the wished one, or one made from it. Says so when it was taken. */
  claim(wish: string, at: At, isGiven: boolean): string {
    const ref = freeRef(wish, this.#taken)
    if (ref !== wish && isGiven) this.note('DUPLICATE_REF', at, `\`${cut(wish)}\` is the ref of another component too`)
    return ref
  }

  isTaken(ref: string): boolean {
    return this.#taken.has(ref)
  }

  add(component: Component, line: number): void {
    if (this.components.length >= limits.components)
      throw new DocumentError('TOO_LARGE', `The document holds over ${limits.components} components.`, { line })
    this.components.push(component)
    if (line > 0) this.lines.set(component.ref, line)
  }

  /** All problems, with one for each kind of thing that was left out. */
  allProblems(): readonly Problem[] {
    const left = [...this.#notHeld].map(([what, { count, at }]): Problem => {
      const detail = `${what} is not carried over${count === 1 ? '' : ` (${count} times)`}`
      return { code: 'NOT_HELD', ...at, detail }
    })
    return [...this.problems, ...left]
  }

  hash(words: HashWords, found: { readonly word: string; readonly digest: string }, at: At): readonly Hash[] {
    const hash = readHash(words, found.word, found.digest)
    if (hash !== null) return [hash]
    this.note('BAD_HASH', at, `\`${cut(found.word)}: ${cut(found.digest)}\` is no hash of a known kind`)
    return []
  }

  /** A package URL as written; one that is none is noted and kept, since others may know it. */
  purl(text: string | null, at: At): string | null {
    if (text === null) return null
    const purl = text.trim()
    try {
      parsePurl(purl)
    } catch (error) {
      if (!(error instanceof PypaError)) throw error
      this.note('BAD_PURL', at, error.message)
    }
    return purl
  }

  cpe(text: string | null, at: At): string | null {
    if (text === null) return null
    if (isCpe(text.trim())) return text.trim()
    this.note('BAD_VALUE', at, `\`${cut(text)}\` is no CPE`)
    return null
  }
}

const cpeUri = /^cpe:\/[AHOaho]?(?::[A-Za-z0-9._~%-]{0,500}){0,6}$/i
const cpePart = /^(?:[\w.\-~*?]|\\[^\w\s]){1,500}$/

/** CPE 2.2 in its URI form, or 2.3 as a formatted string of thirteen parts. */
function isCpe(text: string): boolean {
  if (text.length > 4000) return false
  if (cpeUri.test(text)) return true
  const parts = text.split(/(?<!\\):/)
  const [scheme = '', version = '', part = '', ...more] = parts
  return (
    scheme.toLowerCase() === 'cpe' &&
    version === '2.3' &&
    /^[aho*-]$/.test(part) &&
    more.length === 10 &&
    more.every((each) => cpePart.test(each))
  )
}

/** A text cut to a readable length. */
export function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

const time = /^(\d{4}-\d\d-\d\d)[Tt ]((?:[01]\d|2[0-3]):\d\d:\d\d)(?:\.\d{1,9})?(Z|z|[+-]\d\d:?\d\d)?$/

/** RFC 3339 in UTC, to the second; null for a text that is no time. Without a zone it is taken for UTC. */
export function readTime(text: string | null): string | null {
  const match = text === null ? null : time.exec(text.trim())
  if (match === null) return null
  const [, day = '', clock = '', zone = 'Z'] = match
  // A day that no month has would be taken for one of the next.
  const noon = Date.parse(`${day}T12:00:00Z`)
  if (Number.isNaN(noon) || new Date(noon).toISOString().slice(0, 10) !== day) return null
  const stamp = Date.parse(`${day}T${clock}${zone.toUpperCase()}`)
  return Number.isNaN(stamp) ? null : `${new Date(stamp).toISOString().slice(0, 19)}Z`
}

/** Components whose holders form a circle, are not there, or lie too deep stand by themselves. */
export function withoutCircles(components: readonly Component[], reading: Reading): readonly Component[] {
  const parents = new Map(components.map(({ ref, within }) => [ref, within]))
  const depths = new Map<string, number>()
  const free = (ref: string, code: ProblemCode, detail: string): void => {
    parents.set(ref, null)
    reading.note(code, { place: ref, line: reading.lines.get(ref) ?? 0 }, detail)
  }
  for (const { ref } of components) {
    const path = pathUp(ref, parents, depths)
    const last = path.at(-1)
    const above = last === undefined ? null : parents.get(last)
    if (last !== undefined && above !== null && above !== undefined && !depths.has(above))
      if (parents.has(above)) free(last, 'CYCLE', `\`${cut(above)}\` lies within it`)
      else free(last, 'DANGLING_REF', `there is no \`${cut(above)}\` to lie within`)
    for (const each of path.reverse()) {
      const parent = parents.get(each) ?? null
      const depth = parent === null ? 0 : (depths.get(parent) ?? 0) + 1
      if (depth > limits.nesting) free(each, 'BAD_VALUE', `it nests more than ${limits.nesting} deep`)
      depths.set(each, depth > limits.nesting ? 0 : depth)
    }
  }
  return components.map((component) => {
    const within = parents.get(component.ref) ?? null
    return within === component.within ? component : { ...component, within }
  })
}

/** A component and what holds it, up to what is known already, what stands by itself, what is not there, or itself again. */
function pathUp(
  start: string,
  parents: ReadonlyMap<string, string | null>,
  depths: ReadonlyMap<string, number>,
): string[] {
  const path = new Set<string>()
  for (let at: string | null | undefined = start; at !== null && at !== undefined; at = parents.get(at)) {
    if (depths.has(at) || path.has(at) || !parents.has(at)) break
    path.add(at)
  }
  return [...path]
}

/** Edges between components that are there; others are noted. */
export function knownEdges(edges: Iterable<BomEdge>, reading: Reading): readonly BomEdge[] {
  const kept: BomEdge[] = []
  for (const edge of edges) {
    const missing = [edge.from, edge.to].find((ref) => !reading.isTaken(ref))
    if (missing !== undefined)
      reading.note(
        'DANGLING_REF',
        { place: `dependencies of ${cut(edge.from)}`, line: 0 },
        `there is no \`${cut(missing)}\``,
      )
    else if (edge.from !== edge.to) kept.push(edge)
    if (kept.length > limits.edges)
      throw new DocumentError('TOO_LARGE', `The document holds over ${limits.edges} dependencies.`)
  }
  return kept
}
