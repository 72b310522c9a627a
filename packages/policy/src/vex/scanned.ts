import type { Dependency, Inspection, Lockfile, VexProduct } from '@cordon/model'
import { type Purl, readPurl } from '@cordon/pypa'
import { billOf, parseBomLink } from './bom-link.ts'
import { identityOf, isNamed, isPlaceOf, isSamePackage, isVersion, packageKey, type ReadProduct } from './product.ts'

/** An own project of a file, and what it needs there. */
interface Own {
  readonly dependency: Dependency
  readonly file: Lockfile
  readonly identity: Purl | null
}

/** A project by all its names, with those that it is a part of. */
export interface Unit {
  readonly owns: readonly Own[]
}

/**
 * What is scanned, as the products of statements name it: the projects that the files are of, and the names that the configuration gives.
 */
export class Scanned {
  readonly #names: ReadonlySet<string>
  readonly #purls: readonly Purl[]
  readonly #digests: ReadonlySet<string>
  /** Own projects by the folder of the files that name them, documents left out. */
  readonly #byFolder = new Map<string, readonly Own[]>()
  readonly #byFile = new Map<Lockfile, readonly Own[]>()
  readonly #byPackage: ReadonlyMap<string, readonly Own[]>
  readonly #inBills: readonly Own[]
  /** For each own project of a file: the indexes of everything that it needs. */
  readonly #needs = new Map<Dependency, ReadonlySet<number>>()

  constructor(names: readonly string[], inspections: readonly Inspection[]) {
    this.#names = new Set(names.map((name) => name.trim()))
    this.#purls = names.flatMap((name) => readPurl(name) ?? [])
    this.#digests = new Set(
      names.map((name) => name.trim().toLowerCase()).filter((name) => /^[\w]+:[0-9a-f]+$/.test(name)),
    )
    const files = new Set(inspections.map(({ file }) => file))
    for (const file of files)
      this.#byFile.set(
        file,
        file.dependencies.flatMap((dependency) =>
          dependency.own ? [{ dependency, file, identity: identityOf(dependency) }] : [],
        ),
      )
    const all = [...this.#byFile.values()].flat()
    this.#byPackage = Map.groupBy(all, ({ identity }) => (identity === null ? '' : packageKey(identity)))
    this.#inBills = all.filter(({ file }) => file.document !== undefined)
    for (const [folder, group] of Map.groupBy(files, folderOf))
      this.#byFolder.set(
        folder,
        group.filter(({ role }) => role !== 'document').flatMap((file) => this.#byFile.get(file) ?? []),
      )
  }

  /** Package URLs and names by which a product may be what is scanned in this file. */
  namesIn(file: Lockfile): { readonly purls: readonly Purl[]; readonly names: ReadonlySet<string> } {
    const own = this.#ownOf(file).flatMap(({ identity }) => identity ?? [])
    return { purls: [...this.#purls, ...own], names: this.#names }
  }

  /** True when what stands in this bill is meant: the configuration names it as what is scanned. */
  isBill(ref: string): boolean {
    const link = parseBomLink(ref)
    return (
      link !== null &&
      [billOf(link), `urn:cdx:${link.serial}`, `urn:uuid:${link.serial}`].some((name) => this.#names.has(name))
    )
  }

  /** True when the product is something that is scanned: a project of any file, or a name of the configuration. */
  isScannedAnywhere(product: ReadProduct): boolean {
    if (this.#isNamed(product)) return true
    const { purl } = product
    const candidates = purl === null ? this.#inBills : (this.#byPackage.get(packageKey(purl)) ?? [])
    return candidates.some((own) => isOwn(product, own))
  }

  /** True when the product is a name of the configuration: all that is scanned. */
  isAll(product: ReadProduct): boolean {
    return this.#isNamed(product)
  }

  /**
   * The projects that the dependency is there for; each has to be silenced by itself. What is said of a project is said of another that
   * only is there as a part of it too: `others` are those that need it.
   */
  unitsOf(dependency: Dependency, file: Lockfile): readonly Unit[] {
    const needing = this.#needing(dependency, file)
    return [...Map.groupBy(needing, (own) => own.dependency.name).values()].map((own) => {
      const [first] = own
      const others = needing.filter((each) => first !== undefined && this.#isNeededBy(first, each))
      return { owns: [...own, ...others] }
    })
  }

  /** True when the product is one of the projects of a unit. */
  isOf(product: ReadProduct, { owns }: Unit): boolean {
    return owns.some((own) => isOwn(product, own))
  }

  /** A product without a version is any; one that has what the name has not may be another. */
  #isNamed({ product, purl, range }: ReadProduct): boolean {
    const { hashes, id, versions } = product
    if (this.#digests.size > 0 && hashes.length > 0)
      return hashes.some(({ algorithm, value }) => this.#digests.has(`${algorithm}:${value}`))
    if (versions !== null) return range?.all === true && this.#isText(product)
    if (this.#isText(product)) return true
    return purl !== null && id !== '' && this.#purls.some((name) => isWithinPurl(purl, name))
  }

  /** A package URL may be narrower than the name that the document has for it. */
  #isText({ id, purl, ref }: VexProduct): boolean {
    const isOther = purl !== null && purl !== id && /^pkg:/i.test(id)
    return [isOther ? null : id, purl, ref].some((text) => text !== null && this.#names.has(text))
  }

  /** What a file says of itself, else what the files beside it say; a document is about nothing but its own subject. */
  #ownOf(file: Lockfile): readonly Own[] {
    const own = this.#byFile.get(file) ?? []
    if (file.role === 'document') return own
    const beside = this.#byFolder.get(folderOf(file)) ?? []
    if (own.length === 0) return beside
    const names = new Set(own.map(({ dependency }) => dependency.name))
    return beside.filter(({ dependency }) => names.has(dependency.name))
  }

  #needing(dependency: Dependency, file: Lockfile): readonly Own[] {
    const all = this.#ownOf(file)
    const index = file.dependencies.indexOf(dependency)
    if (index < 0 || file.edges.length === 0) return all
    const needing = all.filter((own) => own.file === file && this.#needsOf(own).has(index))
    if (needing.length === 0) return all
    const names = new Set(needing.map((own) => own.dependency.name))
    return all.filter((own) => names.has(own.dependency.name))
  }

  #isNeededBy({ dependency }: Own, other: Own): boolean {
    return this.#needsOf(other).has(
      other.file.dependencies.findIndex(({ name, own }) => own && name === dependency.name),
    )
  }

  #needsOf({ dependency, file }: Own): ReadonlySet<number> {
    const known = this.#needs.get(dependency)
    if (known !== undefined) return known
    const found = reached(file, file.dependencies.indexOf(dependency))
    this.#needs.set(dependency, found)
    return found
  }
}

function isOwn(product: ReadProduct, { dependency, file, identity }: Own): boolean {
  return (
    isNamed(product, dependency, identity) ||
    isPlaceOf(product.product, dependency, file) ||
    (identity !== null && isProjectNamed(product, dependency, identity))
  )
}

/** `pkg:generic/shop@1.0`: a project that is no release of any index. */
function isProjectNamed({ product, purl, range }: ReadProduct, dependency: Dependency, identity: Purl): boolean {
  if (purl?.type !== 'generic' || purl.namespace !== null) return false
  const asRelease = readPurl(`pkg:pypi/${encodeURIComponent(purl.name)}`)
  if (asRelease === null) return false
  return isNamed({ product, purl: { ...purl, type: 'pypi', name: asRelease.name }, range }, dependency, identity)
}

/** True when everything that the product's package URL says is said by this name too. */
function isWithinPurl(purl: Purl, name: Purl): boolean {
  return (
    isSamePackage(purl, name) &&
    (purl.version === null || isVersion(purl, name)) &&
    (purl.subpath === null || purl.subpath === name.subpath) &&
    Object.entries(purl.qualifiers).every(
      ([key, value]) => Object.hasOwn(name.qualifiers, key) && name.qualifiers[key] === value,
    )
  )
}

function reached({ dependencies, edges }: Lockfile, start: number): ReadonlySet<number> {
  const targets = new Map<number, number[]>()
  for (const { from, to } of edges) {
    const known = targets.get(from)
    if (known === undefined) targets.set(from, [to])
    else known.push(to)
  }
  const found = new Set<number>()
  const open = [start]
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const to of targets.get(at) ?? [])
      if (!found.has(to) && to < dependencies.length) {
        found.add(to)
        open.push(to)
      }
  return found
}

function folderOf({ path }: Lockfile): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}
