import type { AnyVersion, PackageName, ReleaseFile } from '@cordon/pypa'
import { type FoundPage, filesOf, type IndexClient, printable, SourceError } from '@cordon/sources'
import type { Reach } from './reach.ts'
import type { WantedFile } from './wanted.ts'

/** A file where an index lists it. */
export interface ListedFile {
  /** Without credentials. */
  readonly index: string
  readonly file: Pick<ReleaseFile, 'filename' | 'hashes' | 'provenance' | 'uploadTime'>
}

/** `listed`: an index has it; `absent`: none has; `unasked`: one could not be asked, so nobody knows. */
export type Listing<T> =
  | { readonly kind: 'listed'; readonly found: T }
  | { readonly kind: 'absent'; readonly detail: string }
  | { readonly kind: 'unasked'; readonly detail: string }

export interface PagesAsked {
  readonly name: PackageName
  readonly indexes: readonly string[]
  readonly client: IndexClient
  readonly reach: Reach
}

interface ReadPage extends FoundPage {
  readonly bySha256: ReadonlyMap<string, ReleaseFile>
  readonly byFilename: ReadonlyMap<string, ReleaseFile>
  /** Why not every file of the page was read, if that is so. */
  readonly gap: string | null
}

/** The pages of one project, each asked once, and only when it is wanted. */
export class Pages {
  readonly #asked: PagesAsked
  readonly #pages = new Map<string, Promise<ReadPage | SourceError | null>>()

  constructor(asked: PagesAsked) {
    this.#asked = asked
  }

  /**
   * One file with a SHA-256. Since the bytes are pinned, it does not matter which index has a provenance for them: the first that has
   * one is taken; else the first that lists the file.
   */
  async file(wanted: WantedFile): Promise<Listing<ListedFile>> {
    let listed: ListedFile | null = null
    let trouble: string | null = null
    let other: string | null = null
    for (const index of this.#asked.indexes) {
      const page = await this.#page(index)
      if (page === null) continue
      if (page instanceof SourceError) {
        trouble ??= page.message
        continue
      }
      const file = onPage(page, wanted)
      if (file !== null && file.provenance !== null) return { kind: 'listed', found: { index: page.index, file } }
      if (file !== null) listed ??= { index: page.index, file }
      else if (page.gap !== null) trouble ??= page.gap
      else if (wanted.filename !== null && page.byFilename.has(wanted.filename))
        other ??= `${page.index} lists other bytes under this name than are pinned`
    }
    if (trouble !== null) return { kind: 'unasked', detail: trouble }
    if (listed !== null) return { kind: 'listed', found: listed }
    return { kind: 'absent', detail: other ?? 'no index that was asked lists this file; --index-url names another' }
  }

  /** The files of a release on the first index that has any of it; with digests or names that pin some of them, those. */
  async release(version: AnyVersion, wanted: readonly WantedFile[]): Promise<Listing<readonly ListedFile[]>> {
    for (const index of this.#asked.indexes) {
      const page = await this.#page(index)
      if (page instanceof SourceError) return { kind: 'unasked', detail: page.message }
      if (page === null) continue
      if (page.gap !== null) return { kind: 'unasked', detail: page.gap }
      const files = filesOf(page.page, version).filter((file) => wanted.length === 0 || isWanted(file, wanted))
      if (files.length > 0) return { kind: 'listed', found: files.map((file) => ({ index: page.index, file })) }
    }
    return { kind: 'absent', detail: 'no index that was asked has this release; --index-url names another' }
  }

  #page(index: string): Promise<ReadPage | SourceError | null> {
    const known = this.#pages.get(index)
    if (known !== undefined) return known
    const asked = this.#read(index)
    this.#pages.set(index, asked)
    return asked
  }

  async #read(index: string): Promise<ReadPage | SourceError | null> {
    const { client, name, reach } = this.#asked
    try {
      const found = await reach.ask(printable(index), async () => (await client.findPages(name, [index]).next()).value)
      return found === undefined ? null : readPage(found)
    } catch (error) {
      if (error instanceof SourceError) return error
      throw error
    }
  }
}

function readPage(found: FoundPage): ReadPage {
  const { files, skipped } = found.page
  const bySha256 = new Map<string, ReleaseFile>()
  const byFilename = new Map<string, ReleaseFile>()
  for (const file of files) {
    const sha256 = file.hashes.get('sha256')
    // One file that is there twice: the entry that can be asked.
    if (sha256 !== undefined && (bySha256.get(sha256)?.provenance ?? null) === null) bySha256.set(sha256, file)
    if (!byFilename.has(file.filename)) byFilename.set(file.filename, file)
  }
  const gap = skipped.length === 0 ? null : `${found.index}: not every line of its page can be read`
  return { ...found, bySha256, byFilename, gap }
}

/** By its digest; a page that has no SHA-256 for it, by its name: the bytes are compared with what vouches for them. */
function onPage(page: ReadPage, { filename, sha256 }: WantedFile): ReleaseFile | null {
  const same = page.bySha256.get(sha256 ?? '')
  if (same !== undefined) return same
  const named = page.byFilename.get(filename ?? '')
  return named === undefined || named.hashes.has('sha256') ? null : named
}

function isWanted({ filename, hashes }: ReleaseFile, wanted: readonly WantedFile[]): boolean {
  return wanted.some((each) =>
    each.hashes.length === 0
      ? each.filename === filename
      : each.hashes.some(({ algorithm, value }) => hashes.get(algorithm) === value.toLowerCase()),
  )
}
