import type { NameFacts, NearName } from '@cordon/model'
import type { PackageName } from '@cordon/pypa'
import { type NamesMeta, shortestForTwo } from './build.ts'
import { deletionHashes, mostDeletions } from './deletions.ts'
import { damaged } from './error.ts'
import { type Sections, splitSections } from './layout.ts'
import { scoreTypo } from './score.ts'
import { mayBeNear, signatureOf } from './signature.ts'

/** Popular names in rank order, and what is near to a name among them. Opened from the bytes of `buildNameIndex`. */
export class NameIndex {
  readonly meta: NamesMeta
  /** How many names have a rank; those behind them are protected without one. */
  readonly #ranked: number
  readonly #sections: Sections
  readonly #text: Buffer
  readonly #words: Buffer
  readonly #hashes = new Uint32Array(mostDeletions)
  /** Per name, the look-up that saw it last: candidates come once although they lie in many buckets. */
  readonly #seen: Uint32Array
  #lookups = 0

  private constructor(sections: Sections, { ranked, ...meta }: StoredMeta) {
    this.meta = meta
    this.#ranked = ranked
    this.#sections = sections
    this.#text = bufferOf(sections.text)
    this.#words = bufferOf(sections.words)
    this.#seen = new Uint32Array(sections.ends.length)
  }

  /** Opens an index; throws `NamesError('NAMES_DAMAGED')`. */
  static open(bytes: Uint8Array): NameIndex {
    const sections = splitSections(bytes)
    if (sections.starts.length < 2 || sections.signatures.length !== sections.ends.length)
      throw damaged('sections differ')
    const meta = readMeta(sections.meta)
    if (meta.ranked > sections.ends.length) throw damaged('sections differ')
    return new NameIndex(sections, meta)
  }

  get size(): number {
    return this.#sections.ends.length
  }

  /** The names, most popular first. */
  *names(): Generator<PackageName> {
    for (let place = 0; place < this.size; place += 1) yield this.#nameAt(place)
  }

  /** The place of a name among all names of the index, or null: those without a rank come last. */
  placeOf(name: string): number | null {
    const signature = signatureOf(name)
    deletionHashes(name, 1, this.#hashes)
    for (const place of this.#bucket(this.#hashes[0] ?? 0))
      if (this.#sections.signatures[place] === signature && this.#nameAt(place) === name) return place
    return null
  }

  /**
   * The names within two edits of a name in normal form that it scores against, highest score first. A name of the list is
   * compared with those before it and with those without a rank, and does not count as a user of its own words.
   */
  lookup(name: string): readonly NearName[] {
    const own = this.placeOf(name)
    const ownWords = own === null ? new Set<string>() : new Set(name.split('-'))
    const uses = (word: string): number => this.usesOf(word) - (ownWords.has(word) ? 1 : 0)
    const matches: NearName[] = []
    for (const place of this.#candidates(name, own)) {
      const target = this.#nameAt(place)
      const rank = place < this.#ranked ? place : null
      const scored = scoreTypo({ name, target, rank, uses })
      if (scored !== null && scored.score > 0) matches.push({ ...scored, target, rank })
    }
    return matches.sort((a, b) => b.score - a.score || (a.target < b.target ? -1 : 1))
  }

  /** What the list says of a name; a name of the list is not compared. */
  factsOf(name: string): NameFacts {
    const isListed = this.placeOf(name) !== null
    return { isListed, near: isListed ? [] : this.lookup(name), listed: this.size }
  }

  /** How many names of the list hold a word between separators. */
  usesOf(word: string): number {
    const { wordEnds, wordUses } = this.#sections
    let low = 0
    let high = wordEnds.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const found = this.#words.toString('latin1', middle === 0 ? 0 : wordEnds[middle - 1], wordEnds[middle])
      if (found === word) return wordUses[middle] ?? 0
      if (found < word) low = middle + 1
      else high = middle
    }
    return 0
  }

  #candidates(name: string, own: number | null): readonly number[] {
    const { signatures } = this.#sections
    const signature = signatureOf(name)
    // No target that is long enough for two edits is further away.
    const edits = name.length < shortestForTwo - 2 ? 1 : 2
    const hashes = this.#hashes
    const count = deletionHashes(name, edits, hashes)
    this.#lookups += 1
    const found: number[] = []
    for (let index = 0; index < count; index += 1)
      for (const place of this.#bucket(hashes[index] ?? 0)) {
        if (
          (own !== null && place >= own && place < this.#ranked) ||
          place === own ||
          this.#seen[place] === this.#lookups
        )
          continue
        this.#seen[place] = this.#lookups
        if (mayBeNear(signature, signatures[place] ?? 0, edits)) found.push(place)
      }
    return found
  }

  #bucket(hash: number): Uint16Array {
    const { starts, entries } = this.#sections
    const bucket = hash & (starts.length - 2)
    return entries.subarray(starts[bucket], starts[bucket + 1])
  }

  #nameAt(place: number): PackageName {
    const { ends } = this.#sections
    return this.#text.toString('latin1', place === 0 ? 0 : ends[place - 1], ends[place]) as PackageName
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

interface StoredMeta extends NamesMeta {
  readonly ranked: number
}

function readMeta(bytes: Uint8Array): StoredMeta {
  try {
    const meta = JSON.parse(bufferOf(bytes).toString('utf8')) as Partial<StoredMeta>
    const { source, dataTime = null, builtTime, ranked = 0 } = meta
    return { source: String(source), dataTime, builtTime: String(builtTime), ranked }
  } catch {
    throw damaged('it does not say what it is')
  }
}
