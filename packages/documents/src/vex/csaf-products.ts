import type { Hash, Location, VexProduct } from '@cordon/model'
import { asText, type DataObject, listOf, objectOf, objectsOf, textOf } from '../data.ts'
import { cut } from '../reading.ts'
import { readDigest } from './hash-words.ts'
import { type VexReading, vexLimits } from './vex-reading.ts'

/** The products of a document by their id, and groups of them. Tests of CSAF 2.0 §6.1.1 to §6.1.5. */
export class CsafProducts {
  readonly #reading: VexReading
  readonly #products = new Map<string, VexProduct>()
  readonly #relationships = new Map<string, DataObject>()
  /** Null while it is being found out: who asks then stands in a circle. */
  readonly #resolved = new Map<string, VexProduct | null>()
  readonly #groups = new Map<string, readonly string[]>()

  constructor(tree: DataObject | null, reading: VexReading) {
    this.#reading = reading
    for (const product of objectsOf(tree, 'full_product_names')) this.#define(product)
    for (const branch of objectsOf(tree, 'branches')) this.#walk(branch, 0)
    for (const relationship of objectsOf(tree, 'relationships')) this.#relate(relationship)
    for (const group of objectsOf(tree, 'product_groups')) {
      const id = textOf(group, 'group_id')
      if (id === null) continue
      // §6.1.5
      if (this.#groups.has(id)) this.#twice(id, reading.at(group))
      else this.#groups.set(id, textsOf(group, 'product_ids'))
    }
  }

  /** The product of an id; null, and noted, where there is none (§6.1.1). */
  find(id: string, at: Location): VexProduct | null {
    const product = this.#resolve(id)
    if (product === null)
      this.#reading.note(
        'error',
        'DANGLING_REF',
        at,
        `The product tree holds no usable product \`${cut(id)}\` (CSAF 6.1.1).`,
      )
    return product
  }

  /** The ids that `product_ids` and `group_ids` stand for (§6.1.4). */
  named(object: DataObject, at: Location): readonly string[] {
    const ofGroups = textsOf(object, 'group_ids').flatMap((id) => {
      const group = this.#groups.get(id)
      if (group === undefined)
        this.#reading.note('error', 'DANGLING_REF', at, `There is no product group \`${cut(id)}\` (CSAF 6.1.4).`)
      return group ?? []
    })
    return [...textsOf(object, 'product_ids'), ...ofGroups]
  }

  #walk(branch: DataObject, depth: number): void {
    const at = this.#reading.at(branch)
    if (depth > vexLimits.depth) {
      this.#reading.note(
        'error',
        'TOO_DEEP',
        at,
        `Branches nest more than ${vexLimits.depth} deep; the rest is left out.`,
      )
      return
    }
    const product = objectOf(branch, 'product')
    if (product !== null)
      this.#define(product, textOf(branch, 'category') === 'product_version_range' ? textOf(branch, 'name') : null)
    for (const inner of objectsOf(branch, 'branches')) this.#walk(inner, depth + 1)
  }

  #define(object: DataObject, range: string | null = null): void {
    const at = this.#reading.at(object)
    const id = textOf(object, 'product_id')
    if (id === null) return
    // §6.1.2
    if (this.#products.has(id) || this.#relationships.has(id)) {
      this.#twice(id, at)
      return
    }
    const helper = objectOf(object, 'product_identification_helper')
    const purl = textOf(helper, 'purl')
    const versions = range?.startsWith('vers:') === true ? range : null
    const product = this.#reading.product(
      { id, purl, versions, cpe: textOf(helper, 'cpe'), hashes: hashesOf(helper), ref: null, subcomponents: [] },
      at,
    )
    // Without the range it would be about every version.
    if (product !== null && (range === null || versions !== null || product.purl?.includes('@') === true))
      this.#products.set(id, product)
    else if (range !== null)
      this.#products.set(id, { id, purl: null, versions: range, cpe: null, hashes: [], ref: null, subcomponents: [] })
  }

  #relate(relationship: DataObject): void {
    const id = textOf(objectOf(relationship, 'full_product_name'), 'product_id')
    if (id === null) return
    if (this.#products.has(id) || this.#relationships.has(id)) this.#twice(id, this.#reading.at(relationship))
    else this.#relationships.set(id, relationship)
  }

  #twice(id: string, at: Location): void {
    this.#reading.note(
      'error',
      'DUPLICATE_REF',
      at,
      `\`${cut(id)}\` is defined twice (CSAF 6.1.2, 6.1.5); the first counts.`,
    )
  }

  /** A component of another product is a part of it. Null for what is not there, and for circles (§6.1.3). */
  #resolve(id: string, depth = 0): VexProduct | null {
    const plain = this.#products.get(id)
    if (plain !== undefined) return plain
    const relationship = this.#relationships.get(id)
    if (relationship === undefined) return null
    const known = this.#resolved.get(id)
    if (known !== undefined && known !== null) return known
    if (known === null || depth > vexLimits.depth) {
      this.#reading.note(
        'error',
        'CYCLE',
        this.#reading.at(relationship),
        `\`${cut(id)}\` is defined by itself, or too deep (CSAF 6.1.3).`,
      )
      return null
    }
    this.#resolved.set(id, null)
    const part = this.#resolve(textOf(relationship, 'product_reference') ?? '', depth + 1)
    const whole = this.#resolve(textOf(relationship, 'relates_to_product_reference') ?? '', depth + 1)
    if (part === null || whole === null) return null
    const product = { ...whole, subcomponents: part.subcomponents.length > 0 ? part.subcomponents : [part] }
    this.#resolved.set(id, product)
    return product
  }
}

function textsOf(object: DataObject | null, key: string): readonly string[] {
  return listOf(object, key).flatMap((value) => asText(value) ?? [])
}

function hashesOf(helper: DataObject | null): readonly Hash[] {
  return objectsOf(helper, 'hashes').flatMap((file) =>
    objectsOf(file, 'file_hashes').flatMap((hash) => {
      const read = readDigest(textOf(hash, 'algorithm') ?? '', textOf(hash, 'value') ?? '')
      return typeof read === 'string' ? [] : [read]
    }),
  )
}
