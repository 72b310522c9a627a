import type { AttestationOutcome, Subject } from '@cordon/attest'
import type { Dependency, VouchedFile, VouchedRelease } from '@cordon/model'
import { type IndexClient, printable, type SealedCache, SourceError } from '@cordon/sources'
import { inOrder } from '../artifact/in-order.ts'
import { pinnedOf } from './demands.ts'
import { judged } from './judge.ts'
import { type Answer, type Asked, digestOf, isFresh, type Kept, openKept } from './kept.ts'
import { type ListedFile, type Listing, Pages } from './pages.ts'
import { openReach, type Reach } from './reach.ts'
import { type Wanted, type WantedContext, type WantedFile, wantedOf } from './wanted.ts'

/** What verifies, and under which trust. */
export interface Verifying {
  /** Digest of what is trusted and of the rules: what was verified under another is verified again. */
  readonly trust: string
  verify(text: string, subject: Subject): Promise<readonly AttestationOutcome[]>
}

export interface VouchContext extends WantedContext {
  /** Null: nothing is asked, and only what is kept is known. */
  readonly client: IndexClient | null
  /** Null: nothing is kept. */
  readonly cache: SealedCache | null
  readonly verifying: Verifying
  readonly now: Date
  /** Ask again also for what is kept and fresh. */
  readonly refresh: boolean
}

/** Who vouches for the files of one dependency. */
export interface VouchedDependency {
  readonly dependency: Dependency
  readonly release: VouchedRelease
}

const dependenciesAtOnce = 16
const filesAtOnce = 8
const requestsAtOnce = 16
/** The largest releases have a few hundred. */
const mostFiles = 1000

/**
 * Finds out for each dependency who vouches for its files, in their order. What cannot be asked is `unknown` with the reason, never
 * `missing`; nothing is thrown for what an index, a page or a provenance holds.
 */
export async function* vouchAll(
  dependencies: readonly Dependency[],
  context: VouchContext,
): AsyncGenerator<VouchedDependency, void> {
  const running: Running = {
    ...context,
    reach: openReach(requestsAtOnce),
    kept: openKept(context.cache, context.verifying.trust),
  }
  const once = new Map<string, Promise<Pick<VouchedRelease, 'files'>>>()
  const vouched = async (dependency: Dependency): Promise<VouchedDependency> => {
    const pinned = pinnedOf(dependency)
    const wanted = wantedOf(dependency, context)
    if (wanted === null) return { dependency, release: { files: [], candidates: false, pinned } }
    const key = keyOf(wanted)
    const found = once.get(key) ?? vouchRelease(wanted, running)
    once.set(key, found)
    return { dependency, release: { ...(await found), candidates: wanted.candidates, pinned } }
  }
  yield* inOrder(dependencies, dependenciesAtOnce, vouched)
}

function keyOf({ name, version, indexes, files }: Wanted): string {
  return JSON.stringify([name, version.raw, indexes, files])
}

interface Running extends VouchContext {
  readonly reach: Reach
  readonly kept: Kept
}

interface Release extends Running {
  readonly wanted: Wanted
  /** Null: offline. */
  readonly pages: Pages | null
}

async function vouchRelease(wanted: Wanted, running: Running): Promise<Pick<VouchedRelease, 'files'>> {
  const { client, reach } = running
  const { name, indexes } = wanted
  const pages = client === null ? null : new Pages({ name, indexes, client, reach })
  const release: Release = { ...running, wanted, pages }
  const pinned = wanted.files.filter(({ sha256 }) => sha256 !== null)
  const open = wanted.files.filter(({ sha256 }) => sha256 === null)
  const files: VouchedFile[] = []
  const all = [...pinned, ...(open.length > 0 || wanted.files.length === 0 ? await listRelease(open, release) : [])]
  for await (const file of inOrder(all.slice(0, mostFiles), filesAtOnce, (each) => vouchFile(each, release)))
    files.push(file)
  if (all.length > mostFiles)
    files.push(unknown(all[mostFiles], `it has ${all.length} files, of which ${mostFiles} are looked at`))
  return { files }
}

/** A file of which the digest, and mostly where an index lists it, is known; or why it is not. */
type Placed = WantedFile & { readonly listed?: ListedFile; readonly unlisted?: string }

/** The files of a release whose digests only an index knows. */
async function listRelease(open: readonly WantedFile[], { wanted, pages }: Release): Promise<readonly Placed[]> {
  const nothing = (unlisted: string): readonly Placed[] => {
    const unnamed: WantedFile = { filename: null, sha256: null, hashes: [], digestFrom: null }
    return (open.length > 0 ? open : [unnamed]).map((file) => ({ ...file, digestFrom: null, unlisted }))
  }
  if (pages === null)
    return nothing('nothing pins its bytes, so its index has to be asked, and the network is switched off')
  const listing = await pages.release(wanted.version, open)
  if (listing.kind !== 'listed') return nothing(listing.detail)
  return listing.found.map((listed): Placed => {
    const { filename, hashes } = listed.file
    const sha256 = hashes.get('sha256') ?? null
    const place = { filename, sha256, hashes: [], digestFrom: sha256 === null ? null : 'index', listed } as const
    return sha256 === null ? { ...place, unlisted: `${listed.index} says no SHA-256 of it` } : place
  })
}

async function vouchFile(placed: Placed, release: Release): Promise<VouchedFile> {
  const { sha256 } = placed
  if (sha256 === null || placed.unlisted !== undefined)
    return unknown(placed, placed.unlisted ?? 'nothing says which bytes it has')
  const asked: Asked = {
    indexes: release.wanted.indexes.map(printable),
    name: release.wanted.name,
    filename: placed.filename,
    sha256,
  }
  const question: Question = { placed, asked, release }
  return (await fromKept(question)) ?? (await askIndex(question))
}

interface Question {
  readonly placed: Placed
  readonly asked: Asked
  readonly release: Release
}

/** What earlier runs kept, as long as it need not be asked again; offline, however old. */
async function fromKept(question: Question): Promise<VouchedFile | null> {
  const { kept, now, pages, refresh } = question.release
  const answer = kept.answer(question.asked)
  if (answer === null || (pages !== null && (refresh || !isFresh(answer, now)))) return null
  const known = await fromAnswer(answer, question)
  // What did not hold may have been mended meanwhile.
  return pages === null || known?.state === 'verified' || known?.state === 'missing' ? known : null
}

/** A kept answer, where what it speaks of is kept too. */
async function fromAnswer(answer: Answer, question: Question): Promise<VouchedFile | null> {
  const { kept } = question.release
  if (answer.provenance === null) return missing(answer, question)
  const known = kept.vouchings(answer.provenance, subjectOf(answer, question))
  if (known !== null) return fileOf(question.placed, answer, { state: 'verified', vouchings: known, failures: [] })
  const text = kept.provenance(answer.provenance)
  return text === null ? null : await verified(answer, text, question)
}

/** Asks the index anew, and keeps what it says. */
async function askIndex(question: Question): Promise<VouchedFile> {
  const { placed, asked, release } = question
  const { pages, client, reach, now, kept } = release
  if (pages === null || client === null)
    return unknown(placed, 'nothing is kept of it, and the network is switched off')
  const listing: Listing<ListedFile> =
    placed.listed === undefined ? await pages.file(placed) : { kind: 'listed', found: placed.listed }
  if (listing.kind === 'absent') return unknown(placed, listing.detail)
  if (listing.kind === 'unasked') return await unreached(listing.detail, question)
  const { index, file } = listing.found
  const { filename, provenance: address, uploadTime } = file
  const answer = { at: now.toISOString(), index, filename, uploaded: uploadTime, provenance: null }
  if (address === null) {
    kept.keepAnswer(asked, answer)
    return missing(answer, question)
  }
  try {
    const place = URL.parse(address)?.origin ?? index
    const bytes = await reach.ask(place, () => client.fetchProvenance(address, index))
    const text = new TextDecoder().decode(bytes)
    kept.keepProvenance(text)
    kept.keepAnswer(asked, { ...answer, provenance: digestOf(text) })
    return await verified({ ...answer, provenance: digestOf(text) }, text, question)
  } catch (error) {
    if (error instanceof SourceError) return await unreached(error.message, question)
    throw error
  }
}

/** An index that cannot be asked: a provenance that it served before holds all the same; that it had none says nothing of today. */
async function unreached(reason: string, question: Question): Promise<VouchedFile> {
  const answer = question.release.kept.answer(question.asked)
  const old = answer === null || answer.provenance === null ? null : await fromAnswer(answer, question)
  return old ?? unknown(question.placed, reason)
}

function missing(answer: Answer, { placed }: Question): VouchedFile {
  const failures = [{ code: 'provenance-missing', detail: `${answer.index} has nothing that vouches for it.` }]
  return fileOf(placed, answer, { state: 'missing', vouchings: [], failures })
}

/** Verifies a provenance, and keeps what it says where all of it holds. */
async function verified(answer: Answer, text: string, question: Question): Promise<VouchedFile> {
  const { placed, release } = question
  const { kept, verifying } = release
  const subject = subjectOf(answer, question)
  const found = judged(await verifying.verify(text, subject))
  if (found.state === 'verified' && found.failures.length === 0)
    kept.keepVouchings(digestOf(text), subject, found.vouchings)
  return fileOf(placed, answer, found)
}

function subjectOf({ filename }: Answer, { placed, asked }: Question): Subject {
  return { name: placed.filename ?? filename, sha256: asked.sha256 }
}

function fileOf(
  placed: Placed,
  { index, filename, uploaded }: Answer,
  found: Pick<VouchedFile, 'state' | 'vouchings' | 'failures'>,
): VouchedFile {
  const { sha256, digestFrom } = placed
  return { filename: placed.filename ?? filename, sha256, digestFrom, index, uploaded, ...found }
}

function unknown(file: Partial<WantedFile> | undefined, detail: string): VouchedFile {
  return {
    filename: file?.filename ?? '',
    sha256: file?.sha256 ?? null,
    digestFrom: file?.digestFrom ?? null,
    index: null,
    state: 'unknown',
    vouchings: [],
    failures: [{ code: 'provenance-unavailable', detail }],
  }
}
