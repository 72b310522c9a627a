import {
  type Dependency,
  type Inspection,
  type Lockfile,
  purlOfDependency,
  type VexProduct,
  type VexStatement,
} from '@cordon/model'
import type { Purl } from '@cordon/pypa'
import { dependencyAt, identityOf, isNamed, packageKey, type ReadProduct, readProduct } from './product.ts'
import type { Scanned } from './scanned.ts'

/** Everything that was read, with what the configuration calls it. */
export interface Around {
  readonly inspections: readonly Inspection[]
  readonly scanned: Scanned
}

/** What is there, by what products name. */
export class There {
  readonly dependencies: readonly Dependency[]
  readonly #scanned: Scanned
  #names: ReadonlyMap<string, Dependency> | null = null
  readonly #byPackage: ReadonlyMap<string, readonly Dependency[]>
  readonly #bills: readonly Lockfile[]

  constructor({ inspections, scanned }: Around) {
    this.#scanned = scanned
    const files = new Set(inspections.map(({ file }) => file))
    const listed = [...files].flatMap(({ dependencies }) => dependencies.filter(({ own }) => !own))
    this.dependencies = [...new Set([...listed, ...inspections.flatMap(({ dependency }) => dependency ?? [])])]
    const found = new Map<string, Map<string, Dependency>>()
    for (const dependency of this.dependencies) {
      const identity = identityOf(dependency)
      if (identity === null) continue
      const key = packageKey(identity)
      const known = found.get(key) ?? new Map<string, Dependency>()
      // What is the same package with the same files is looked at once, in however many files it stands.
      const files = dependency.artifacts.flatMap((artifact) => artifact.hashes.map(({ value }) => value))
      known.set(`${purlOfDependency(dependency)} ${files.join(' ')}`, dependency)
      found.set(key, known)
    }
    this.#byPackage = new Map([...found].map(([key, known]) => [key, [...known.values()]]))
    this.#bills = [...files].filter(({ document }) => document !== undefined)
  }

  /** True when some product of the statement is among what was read. */
  has({ products }: VexStatement): boolean {
    return products.some((product) => {
      const whole = readProduct(product)
      if (product.subcomponents.length === 0)
        return this.#find(whole) !== null || this.#scanned.isScannedAnywhere(whole)
      return this.#scanned.isScannedAnywhere(whole) && product.subcomponents.some((part) => this.find(part) !== null)
    })
  }

  /** A dependency that the product is; null where there is none. */
  find(product: VexProduct): Dependency | null {
    return this.#find(readProduct(product))
  }

  /** Dependencies of this package, whatever their version. */
  named(purl: Purl): readonly Dependency[] {
    return this.#byPackage.get(packageKey(purl)) ?? []
  }

  /** One dependency of every name. */
  get names(): ReadonlyMap<string, Dependency> {
    this.#names ??= new Map(this.dependencies.map((dependency) => [dependency.name, dependency]))
    return this.#names
  }

  #find(read: ReadProduct): Dependency | null {
    const { product, purl } = read
    const anywhere = product.ref !== null && this.#scanned.isBill(product.ref)
    const candidates = purl !== null ? this.named(purl) : product.hashes.length > 0 ? this.dependencies : []
    return (
      candidates.find((dependency) => isNamed(read, dependency, identityOf(dependency), anywhere)) ??
      this.#inBill(product)
    )
  }

  #inBill(product: VexProduct): Dependency | null {
    if (product.ref === null) return null
    for (const file of this.#bills) {
      const dependency = dependencyAt(product.ref, file)
      if (dependency !== null) return dependency
    }
    return null
  }
}
