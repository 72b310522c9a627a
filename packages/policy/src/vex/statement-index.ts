import type { Dependency, Lockfile, VexStatement } from '@cordon/model'
import type { Purl } from '@cordon/pypa'
import { parseBomLink } from './bom-link.ts'
import { identityOf, isNamed, isPlaceOf, packageKey, type ReadProduct, readProduct } from './product.ts'
import type { Scanned } from './scanned.ts'

/** A product of a statement, with its parts. */
interface Entry {
  readonly statement: VexStatement
  readonly whole: ReadProduct
  readonly parts: readonly ReadProduct[]
}

/** What statements say of one id, by what they are about: no finding is compared with more than what may be its own. */
interface ById {
  readonly statements: Set<VexStatement>
  /** Made when the first finding has the id. */
  entries: ReadonlyMap<string, readonly Entry[]> | null
}

/** Statements by vulnerability and product. */
export class StatementIndex {
  readonly #scanned: Scanned
  /** By id or alias of the vulnerability, lower case. */
  readonly #byId = new Map<string, ById>()
  readonly #identities = new WeakMap<Dependency, Purl | null>()

  constructor(statements: readonly VexStatement[], scanned: Scanned) {
    this.#scanned = scanned
    for (const statement of statements)
      for (const id of idsOf(statement)) {
        const known = this.#byId.get(id)
        if (known === undefined) this.#byId.set(id, { statements: new Set([statement]), entries: null })
        else known.statements.add(statement)
      }
  }

  /**
   * The statements about any of these vulnerabilities in this dependency, as this file has it: for each project that it is there for those
   * that speak of it, and one list where there is no project. What is said of the package itself is in all of them.
   */
  applying(ids: readonly string[], dependency: Dependency, file: Lockfile): readonly (readonly VexStatement[])[] {
    const keys = this.#keysOf(dependency, file)
    const entries = new Set(ids.flatMap((id) => this.#entries(id.toLowerCase(), keys)))
    const is = (product: ReadProduct) => this.#is(product, dependency, file)
    const about = [...entries].filter(({ parts }) => parts.length === 0 || parts.some(is))
    const general = about.filter(({ whole, parts }) => this.#scanned.isAll(whole) || (parts.length === 0 && is(whole)))
    const units = this.#scanned.unitsOf(dependency, file)
    if (units.length === 0) return [statementsOf(general)]
    return units.map((unit) => {
      const own = about.filter(({ whole }) => this.#scanned.isOf(whole, unit))
      return statementsOf([...general, ...own])
    })
  }

  #is(product: ReadProduct, dependency: Dependency, file: Lockfile): boolean {
    const { ref } = product.product
    const anywhere = ref !== null && this.#scanned.isBill(ref)
    return (
      isNamed(product, dependency, this.#identityOf(dependency), anywhere) ||
      isPlaceOf(product.product, dependency, file)
    )
  }

  #entries(id: string, keys: readonly string[]): readonly Entry[] {
    const known = this.#byId.get(id)
    if (known === undefined) return []
    known.entries ??= entriesOf(known.statements)
    const { entries } = known
    return keys.flatMap((key) => entries.get(key) ?? [])
  }

  #identityOf(dependency: Dependency): Purl | null {
    const known = this.#identities.get(dependency)
    if (known !== undefined) return known
    const identity = identityOf(dependency)
    this.#identities.set(dependency, identity)
    return identity
  }

  #keysOf(dependency: Dependency, file: Lockfile): readonly string[] {
    const { purls, names } = this.#scanned.namesIn(file)
    const identity = this.#identityOf(dependency)
    const hashes = dependency.artifacts.flatMap((artifact) => artifact.hashes)
    const bill = file.document?.identity.toLowerCase().replace(/^urn:uuid:/, '') ?? null
    return [
      ...new Set([
        ...[...purls, ...(identity === null ? [] : [identity])].map(packageKey),
        ...hashes.map(({ algorithm, value }) => hashKey(algorithm, value)),
        ...[...names].flatMap((name) => [`name ${name}`, `hash ${name.toLowerCase()}`]),
        ...(bill === null ? [] : [`bill ${bill}`]),
      ]),
    ]
  }
}

function statementsOf(entries: readonly Entry[]): readonly VexStatement[] {
  return [...new Set(entries.map(({ statement }) => statement))]
}

/** Ids and aliases of what a statement is about, in lower case. */
function idsOf({ vulnerability }: VexStatement): ReadonlySet<string> {
  return new Set([vulnerability.id, ...vulnerability.aliases].map((id) => id.trim().toLowerCase()))
}

function entriesOf(statements: ReadonlySet<VexStatement>): ReadonlyMap<string, readonly Entry[]> {
  const found = new Map<string, Entry[]>()
  for (const statement of statements)
    for (const product of statement.products) {
      const entry = { statement, whole: readProduct(product), parts: product.subcomponents.map(readProduct) }
      const about = entry.parts.length > 0 ? entry.parts : [entry.whole]
      for (const key of new Set(about.flatMap(keysOf))) {
        const known = found.get(key)
        if (known === undefined) found.set(key, [entry])
        else known.push(entry)
      }
    }
  return found
}

function keysOf({ product, purl }: ReadProduct): readonly string[] {
  const { id, hashes, ref } = product
  const link = ref === null ? null : parseBomLink(ref)
  const texts: readonly (string | null)[] = [id, product.purl, ref]
  return [
    ...(purl === null ? [] : [packageKey(purl)]),
    ...hashes.map(({ algorithm, value }) => hashKey(algorithm, value)),
    ...texts.flatMap((text) => (text === null ? [] : [`name ${text}`])),
    ...(link === null ? [] : [`bill ${link.serial}`]),
  ]
}

function hashKey(algorithm: string, value: string): string {
  return `hash ${algorithm.toLowerCase()}:${value.toLowerCase()}`
}
