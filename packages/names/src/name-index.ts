import type { NameFacts, NearName } from '@cordon/model'
import type { PackageName } from '@cordon/pypa'
import { type NamesMeta, shortestForTwo } from './build.ts'
import { deletionHashes, mostDeletions, shortestForEnd } from './deletions.ts'
import { damaged } from './error.ts'
import { type Sections, splitSections } from './layout.ts'
import { Reach } from './reach.ts'
import { scoreTypo, type Vocabulary } from './score.ts'
import { mayBeNear, signatureOf } from './signature.ts'
import { tripleCount, tripleNumber } from './triples.ts'
import { lowestScore } from './weights.ts'

interface Hashes {
  readonly hashes: Uint32Array
  count: number
}

/** Popular names in rank order, and what is near to a name among them. Opened from the bytes of `buildNameIndex`. */
export class NameIndex implements Vocabulary {
  readonly meta: NamesMeta
  /** How many names have a rank; those behind them are protected without one. */
  readonly ranked: number
  readonly #sections: Sections
  readonly #text: Buffer
  readonly #words: Buffer
  readonly #start: Hashes = { hashes: new Uint32Array(mostDeletions), count: 0 }
  readonly #end: Hashes = { hashes: new Uint32Array(mostDeletions), count: 0 }
  /** Per name, the look-up that saw it last: candidates come once although they lie in many buckets. */
  readonly #seen: Uint32Array
  #lookups = 0

  private constructor(sections: Sections, { ranked, ...meta }: StoredMeta) {
    this.meta = meta
    this.ranked = ranked
    this.#sections = sections
    this.#text = bufferOf(sections.text)
    this.#words = bufferOf(sections.words)
    this.#seen = new Uint32Array(sections.ends.length)
  }

  /** Opens an index; throws `NamesError('NAMES_DAMAGED')`. */
  static open(bytes: Uint8Array): NameIndex {
    const sections = splitSections(bytes)
    if (
      (sections.starts.length === 0) !== (sections.entries.length === 0) ||
      sections.triples.length !== tripleCount ||
      sections.signatures.length !== sections.ends.length
    )
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
    const { signatures, starts, entries } = this.#sections
    const signature = signatureOf(name)
    if (starts.length === 0) {
      for (let place = signatures.indexOf(signature); place >= 0; place = signatures.indexOf(signature, place + 1))
        if (this.#nameAt(place) === name) return place
      return null
    }
    const side = name.length < shortestForEnd ? 'start' : 'end'
    const { hashes } = this.#start
    deletionHashes(name, side, 0, hashes)
    const bucket = (hashes[0] ?? 0) & (starts.length - 2)
    const end = starts[bucket + 1] ?? 0
    for (let at = starts[bucket] ?? 0; at < end; at += 1) {
      const place = entries[at] ?? 0
      if (signatures[place] === signature && this.#nameAt(place) === name) return place
    }
    return null
  }

  /**
   * The names within two edits of a name in normal form that it scores at least `lowestScore` against, highest score first. A name of the list is
   * compared with those before it and with those without a rank, and does not count as a user of its own words.
   */
  lookup(name: string): readonly NearName[] {
    return this.#near(name, this.placeOf(name))
  }

  /** The names within two edits of a name in normal form, whatever their score; those of four letters or so within one. */
  within(name: string): readonly PackageName[] {
    return this.#candidates(name, this.placeOf(name)).map((place) => this.#nameAt(place))
  }

  #near(name: string, own: number | null): readonly NearName[] {
    const vocabulary = own === null ? this : new VocabularyWithout(this, name)
    const matches: NearName[] = []
    for (const place of this.#candidates(name, own)) {
      const target = this.#nameAt(place)
      const rank = place < this.ranked ? place : null
      const scored = scoreTypo({ name, target, rank, vocabulary })
      if (scored !== null && scored.score >= lowestScore) matches.push({ ...scored, target, rank })
    }
    return matches.sort((a, b) => b.score - a.score || (a.target < b.target ? -1 : 1))
  }

  /** What the list says of a name; a name of the list is not compared. */
  factsOf(name: string): NameFacts {
    const isListed = this.placeOf(name) !== null
    return { isListed, near: isListed ? [] : this.#near(name, null), listed: this.size }
  }

  /** How many names of the list hold a word between separators. */
  uses(word: string): number {
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

  /** How many names of the list hold three letters in a row. */
  holds(triple: string): number {
    return this.#sections.triples[tripleNumber(triple)] ?? 0
  }

  /** Where names may lie that are within two edits of this one: all that are, and some that are not. */
  #candidates(name: string, own: number | null): readonly number[] {
    const { signatures, starts, entries } = this.#sections
    const signature = signatureOf(name)
    // No target that is long enough for two edits is further away.
    const edits = name.length < shortestForTwo - 2 ? 1 : 2
    // A name of the list is compared with those before it, and with those that have no rank.
    const [notFrom, notTo] = own === null ? [0, 0] : [own, Math.max(own + 1, this.ranked)]
    const found: number[] = []
    const reach = new Reach(name, this.#sections.text)
    const consider = (place: number): void => {
      const other = signatures[place] ?? 0
      // Two edits make a short word any other word: those targets are only reached by one.
      const most = other >>> 26 < shortestForTwo ? 1 : edits
      if (mayBeNear(signature, other, most) && this.#reaches(reach, place, most)) found.push(place)
    }
    if (starts.length === 0) {
      for (let place = 0; place < signatures.length; place += 1) if (place < notFrom || place >= notTo) consider(place)
      return found
    }
    const { hashes, count } = this.#fewest(name, edits)
    this.#lookups += 1
    for (let index = 0; index < count; index += 1) {
      const bucket = (hashes[index] ?? 0) & (starts.length - 2)
      const end = starts[bucket + 1] ?? 0
      for (let at = starts[bucket] ?? 0; at < end; at += 1) {
        const place = entries[at] ?? 0
        if (this.#seen[place] === this.#lookups || (place >= notFrom && place < notTo)) continue
        this.#seen[place] = this.#lookups
        consider(place)
      }
    }
    return found
  }

  /** The hashes of the side of a name that fewer others share. Targets of a long name are long enough to be found by either. */
  #fewest(name: string, edits: number): Hashes {
    const start = this.#start
    start.count = deletionHashes(name, 'start', edits, start.hashes)
    if (name.length < shortestForEnd + 2) return start
    const end = this.#end
    end.count = deletionHashes(name, 'end', edits, end.hashes)
    return this.#entriesOf(end) < this.#entriesOf(start) ? end : start
  }

  #entriesOf({ hashes, count }: Hashes): number {
    const { starts } = this.#sections
    let entries = 0
    for (let index = 0; index < count; index += 1) {
      const bucket = (hashes[index] ?? 0) & (starts.length - 2)
      entries += (starts[bucket + 1] ?? 0) - (starts[bucket] ?? 0)
    }
    return entries
  }

  #reaches(reach: Reach, place: number, edits: number): boolean {
    const { ends } = this.#sections
    return reach.isWithin(place === 0 ? 0 : (ends[place - 1] ?? 0), ends[place] ?? 0, edits)
  }

  #nameAt(place: number): PackageName {
    const { ends } = this.#sections
    return this.#text.toString('latin1', place === 0 ? 0 : ends[place - 1], ends[place]) as PackageName
  }
}

/** A vocabulary that one of its names is not counted in. */
class VocabularyWithout implements Vocabulary {
  readonly #all: Vocabulary
  readonly #padded: string

  constructor(all: Vocabulary, name: string) {
    this.#all = all
    this.#padded = `-${name}-`
  }
  uses(word: string): number {
    return this.#all.uses(word) - (this.#padded.includes(`-${word}-`) ? 1 : 0)
  }
  holds(triple: string): number {
    return this.#all.holds(triple) - (this.#padded.includes(triple) ? 1 : 0)
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
