import type { Location, VexProduct } from '@cordon/model'
import { readPurl } from '@cordon/pypa'
import { asText, type DataObject, listOf, objectOf, objectsOf, textOf } from '../data.ts'
import { cut } from '../reading.ts'
import { withVersion } from './purl-version.ts'
import { type VexReading, vexLimits } from './vex-reading.ts'

/** The products of a document by their id, and groups of them. Tests of CSAF 2.0 §6.1.1 to §6.1.5. */
export class CsafProducts {
  readonly #reading: VexReading
  readonly #products = new Map<string, VexProduct>()
  readonly #relationships = new Map<string, DataObject>()
  readonly #resolved = new Map<string, VexProduct | null>()
  /** What is being found out: who asks for one of these stands in a circle. */
  readonly #open = new Set<string>()
  readonly #groups = new Map<string, ReadonlySet<string>>()
  readonly #groupsOf = new Map<string, string[]>()
  readonly #ambiguous = new Set<string>()

  constructor(tree: DataObject | null, reading: VexReading) {
    this.#reading = reading
    for (const product of objectsOf(tree, 'full_product_names')) this.#define(product)
    for (const branch of objectsOf(tree, 'branches')) this.#walk(branch, null, 0)
    for (const relationship of objectsOf(tree, 'relationships')) this.#relate(relationship)
    for (const group of objectsOf(tree, 'product_groups')) {
      const id = textOf(group, 'group_id')
      if (id === null) continue
      // §6.1.5
      if (this.#groups.has(id)) {
        this.#groups.set(id, new Set())
        this.#twice(id, reading.at(group))
      } else this.#groups.set(id, new Set(textsOf(group, 'product_ids')))
    }
    for (const [group, ids] of this.#groups)
      for (const id of ids) {
        const known = this.#groupsOf.get(id)
        if (known === undefined) this.#groupsOf.set(id, [group])
        else known.push(group)
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

  /** The groups that `group_ids` names and that are there (§6.1.4). */
  groupsNamed(object: DataObject, at: Location): readonly string[] {
    return textsOf(object, 'group_ids').filter((id) => {
      const isThere = this.#groups.has(id)
      if (!isThere)
        this.#reading.note('error', 'DANGLING_REF', at, `There is no product group \`${cut(id)}\` (CSAF 6.1.4).`)
      return isThere
    })
  }

  isInGroup(id: string, group: string): boolean {
    return this.#groups.get(group)?.has(id) ?? false
  }

  /** The groups that a product is in. */
  groupsOf(id: string): readonly string[] {
    return this.#groupsOf.get(id) ?? []
  }

  #walk(branch: DataObject, above: DataObject | null, depth: number): void {
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
    // §3.1.2.3.2: a branch says which version its products are of, however they are divided further.
    const category = textOf(branch, 'category')
    const version = category === 'product_version' || category === 'product_version_range' ? branch : above
    const product = objectOf(branch, 'product')
    if (product !== null) this.#define(product, version)
    for (const inner of objectsOf(branch, 'branches')) this.#walk(inner, version, depth + 1)
  }

  #define(object: DataObject, version: DataObject | null = null): void {
    const at = this.#reading.at(object)
    const id = textOf(object, 'product_id')
    if (id === null) return
    // §6.1.2
    if (this.#products.has(id) || this.#relationships.has(id)) {
      this.#twice(id, at)
      return
    }
    const nothing = { id, purl: null, versions: null, cpe: null, hashes: [], ref: null, subcomponents: [] }
    const helper = objectOf(object, 'product_identification_helper')
    const hashes = this.#reading.hashes(hashesOf(helper), at)
    // Without its hash it would be about every file.
    const product =
      hashes === null
        ? null
        : this.#reading.product(
            { ...nothing, purl: textOf(helper, 'purl'), cpe: textOf(helper, 'cpe'), hashes, ref: bomLinkOf(helper) },
            at,
          )
    this.#products.set(id, product === null ? nothing : withVersionOf(product, version))
  }

  #relate(relationship: DataObject): void {
    const id = textOf(objectOf(relationship, 'full_product_name'), 'product_id')
    if (id === null) return
    if (this.#products.has(id) || this.#relationships.has(id)) this.#twice(id, this.#reading.at(relationship))
    else this.#relationships.set(id, relationship)
  }

  /** Nobody can tell which of the two is meant. */
  #twice(id: string, at: Location): void {
    this.#ambiguous.add(id)
    this.#reading.note(
      'error',
      'DUPLICATE_REF',
      at,
      `\`${cut(id)}\` is defined twice (CSAF 6.1.2, 6.1.5); neither is used.`,
    )
  }

  /** A component of another product is a part of it. Null for what is not there, and for circles (§6.1.3). */
  #resolve(id: string, depth = 0): VexProduct | null {
    if (this.#ambiguous.has(id)) return null
    const plain = this.#products.get(id)
    if (plain !== undefined) return plain
    const relationship = this.#relationships.get(id)
    if (relationship === undefined) return null
    const known = this.#resolved.get(id)
    if (known !== undefined) return known
    if (this.#open.has(id) || depth > vexLimits.depth) {
      this.#reading.note(
        'error',
        'CYCLE',
        this.#reading.at(relationship),
        `\`${cut(id)}\` is defined by itself, or too deep (CSAF 6.1.3).`,
      )
      return null
    }
    this.#open.add(id)
    const part = this.#resolve(textOf(relationship, 'product_reference') ?? '', depth + 1)
    const whole = this.#resolve(textOf(relationship, 'relates_to_product_reference') ?? '', depth + 1)
    this.#open.delete(id)
    const product = part === null || whole === null ? null : this.#partOf(id, part, whole)
    this.#resolved.set(id, product)
    return product
  }

  /** `a in (b in c)` is left out: it would be said of every `a` in `c`. */
  #partOf(id: string, part: VexProduct, whole: VexProduct): VexProduct | null {
    if (part.subcomponents.length + whole.subcomponents.length === 0) return { ...whole, subcomponents: [part] }
    this.#reading.note(
      'error',
      'NESTED_PART',
      this.#reading.at(this.#relationships.get(id) ?? null),
      `\`${cut(id)}\` is a part of a part (${cut(part.id)} in ${cut(whole.id)}), which cannot be told from others.`,
    )
    return null
  }
}

/** §3.1.2.3.2: without the version of its branch it would be about every one. */
function withVersionOf(product: VexProduct, branch: DataObject | null): VexProduct {
  const name = textOf(branch, 'name')?.trim() ?? null
  const purl = readPurl(product.purl)
  if (branch === null || (purl !== null && purl.version !== null)) return product
  if (textOf(branch, 'category') === 'product_version_range')
    return name?.startsWith('vers:') === true
      ? { ...product, versions: name }
      : { ...product, purl: null, versions: name }
  if (purl === null) return product
  if (purl.type === 'pypi' && name !== null) return { ...product, purl: withVersion(purl, name) }
  return { ...product, versions: `vers:${purl.type}/${encodeURIComponent(name ?? '')}` }
}

/** §3.1.3.3.8: a place in a CycloneDX bill. */
function bomLinkOf(helper: DataObject | null): string | null {
  for (const each of objectsOf(helper, 'x_generic_uris')) {
    const uri = textOf(each, 'uri')
    if (uri !== null && /^urn:cdx:[0-9a-f-]{36}\/\d+#/i.test(uri)) return uri
  }
  return null
}

function textsOf(object: DataObject | null, key: string): readonly string[] {
  return listOf(object, key).flatMap((value) => asText(value) ?? [])
}

function hashesOf(helper: DataObject | null): readonly { readonly word: string; readonly value: string }[] {
  return objectsOf(helper, 'hashes').flatMap((file) =>
    objectsOf(file, 'file_hashes').map((hash) => ({
      word: textOf(hash, 'algorithm') ?? '',
      value: textOf(hash, 'value') ?? '',
    })),
  )
}
