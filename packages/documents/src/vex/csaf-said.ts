import type { Location } from '@cordon/model'
import { type DataObject, listOf, textOf } from '../data.ts'
import { readTime } from '../reading.ts'
import type { CsafProducts } from './csaf-products.ts'

/** What a list of a vulnerability (flags, threats, remediations) says of one product. */
export interface SaidOf {
  /** The same for products of which the same is said. */
  readonly key: string
  readonly texts: readonly string[]
  /** The oldest date that an entry bears. */
  readonly date: string | null
}

interface Entry {
  readonly text: string
  readonly date: string | null
}

const nothing: SaidOf = { key: '', texts: [], date: null }
/** Of one product: reasons and actions are told to people. */
const mostTexts = 20

/**
 * The entries of a list by the products and groups that they name. However many products a group has and however many entries name it,
 * each is looked at once.
 */
export class SaidList {
  readonly #products: CsafProducts
  readonly #general: number[] = []
  readonly #byProduct = new Map<string, number[]>()
  readonly #byGroup = new Map<string, number[]>()
  readonly #entries: Entry[] = []

  /** `general`: whether an entry that names no product is about all of them. */
  constructor(
    objects: readonly DataObject[],
    key: string,
    { products, at, general }: { readonly products: CsafProducts; readonly at: Location; readonly general: boolean },
  ) {
    this.#products = products
    for (const object of objects) {
      const text = textOf(object, key)
      if (text === null) continue
      const index = this.#entries.push({ text, date: readTime(textOf(object, 'date')) }) - 1
      const ids = listOf(object, 'product_ids').filter((id) => typeof id === 'string')
      for (const id of new Set(ids)) put(this.#byProduct, id, index)
      for (const id of new Set(products.groupsNamed(object, at))) put(this.#byGroup, id, index)
      const isGeneral = listOf(object, 'product_ids').length + listOf(object, 'group_ids').length === 0
      if (general && isGeneral) this.#general.push(index)
    }
  }

  of(id: string): SaidOf {
    const sources = [this.#byProduct.get(id) ?? [], this.#general, ...this.#groupsWith(id)]
    const indexes = [...new Set(sources.flatMap((source) => source.slice(0, mostTexts)))].sort((a, b) => a - b)
    const shown = indexes.slice(0, mostTexts)
    const entries = shown.flatMap((index) => this.#entries[index] ?? [])
    if (entries.length === 0) return nothing
    const [date = null] = entries.flatMap((entry) => entry.date ?? []).sort()
    return { key: shown.join(' '), texts: entries.map(({ text }) => text), date }
  }

  /** The groups of a product and the groups that the list names are compared from the shorter side. */
  #groupsWith(id: string): readonly (readonly number[])[] {
    if (this.#byGroup.size === 0) return []
    const groups = this.#products.groupsOf(id)
    const found: (readonly number[])[] = []
    if (groups.length <= this.#byGroup.size) {
      for (const group of groups) {
        const indexes = this.#byGroup.get(group)
        if (indexes !== undefined) found.push(indexes)
      }
      return found.slice(0, mostTexts)
    }
    for (const [group, indexes] of this.#byGroup) if (this.#products.isInGroup(id, group)) found.push(indexes)
    return found.slice(0, mostTexts)
  }
}

function put(map: Map<string, number[]>, key: string, index: number): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [index])
  else known.push(index)
}
