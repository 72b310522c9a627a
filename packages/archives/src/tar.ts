import type { Archive, ArchiveLimits, Compression, Member, MemberType } from './archive.ts'
import { type Budget, openBudget } from './budget.ts'
import { normalizePath, reportCollisions } from './member-path.ts'
import type { Oddity, Report } from './oddity.ts'
import { noPax, type PaxRecords, readPax } from './pax.ts'
import { blockBytes, isZeroBlock, memberTypeOf, readTarHeader, type TarHeader } from './tar-header.ts'

/** Of an extended header or a long name. */
const maxExtension = 1024 * 1024
/** Eight GiB: sizes below fit the header, so no extended header need give another. */
const largestOctal = 0o77777777777

interface Reading {
  readonly bytes: Buffer
  readonly limits: ArchiveLimits
  readonly report: Report
  readonly budget: Budget
}

/** One file as the headers before it describe it. */
interface TarEntry {
  readonly path: string
  readonly written: string
  readonly type: MemberType
  readonly mode: number
  readonly size: number
  readonly link: string
  readonly start: number
  readonly isSparse: boolean
}

export interface TarInput {
  readonly bytes: Buffer
  readonly compression: Compression
  readonly limits: ArchiveLimits
  readonly oddities: readonly Oddity[]
  readonly report: Report
}

/** True when the bytes start like a tar: a header whose checksum is right. */
export function isTar(bytes: Buffer): boolean {
  return bytes.length >= blockBytes && !isZeroBlock(bytes, 0) && readTarHeader(bytes, 0) !== null
}

/**
 * The members of a tar, which are views into `bytes`. Where readers differ it is read as CPython's tarfile does: one block of zeros ends
 * it, links have no content, extended sizes count.
 */
export function openTar({ bytes, compression, limits, oddities, report }: TarInput): Archive {
  const budget = openBudget(limits, report)
  const first = readEntries({ bytes, limits, report, budget })
  const members = membersOf(first.entries, { bytes, limits, report, budget })
  const archive: Archive = { kind: 'tar', compression, members, oddities }
  const behind: Member[] = []
  let rest = bytes
  let { end } = first
  for (let archives = 0; end !== null && archives < mostBehind && behind.length < limits.members; archives += 1) {
    const next = reportAfterEnd(rest, end, report)
    if (next === null) break
    rest = rest.subarray(next)
    const reading: Reading = { bytes: rest, limits, report, budget }
    const { entries, end: after } = readEntries(reading)
    behind.push(...membersOf(entries, reading).slice(0, limits.members - behind.length))
    end = after
  }
  return behind.length === 0 ? archive : { ...archive, behind: { ...archive, members: behind } }
}

/** Archives behind each other that are read on to. */
const mostBehind = 8

function membersOf(entries: readonly TarEntry[], reading: Reading): readonly Member[] {
  reportCollisions(
    entries.map(({ path }) => path),
    reading.report,
  )
  const byPath = new Map(entries.map((entry) => [entry.path, entry]))
  return entries.map((entry) => memberOf(entry, byPath, reading))
}

interface Entries {
  readonly entries: readonly TarEntry[]
  /** Where the block of zeros is that ends them; null when they ended otherwise. */
  readonly end: number | null
}

function readEntries(reading: Reading): Entries {
  const { bytes, limits, report } = reading
  const entries: TarEntry[] = []
  const pending = newPending()
  let at = 0
  for (; at + blockBytes <= bytes.length; ) {
    if (isZeroBlock(bytes, at)) return { entries, end: at }
    const header = readTarHeader(bytes, at)
    if (header === null) {
      report('header-checksum', null, `no header at byte ${at}; what follows is not read`)
      return { entries, end: null }
    }
    if (entries.length >= limits.members) {
      report('too-many-members', null)
      return { entries, end: null }
    }
    const next = readOne({ header, at: at + blockBytes, pending, entries }, reading)
    if (next <= at) break
    at = next
  }
  if (at !== bytes.length) report('stream-truncated', null, 'the archive ends inside of a member')
  return { entries, end: null }
}

/** What extended headers said of the member that comes. */
interface Pending {
  name: string | null
  link: string | null
  pax: PaxRecords
  global: PaxRecords
}

function newPending(): Pending {
  return { name: null, link: null, pax: noPax, global: noPax }
}

interface Step {
  readonly header: TarHeader
  /** Behind the header. */
  readonly at: number
  readonly pending: Pending
  readonly entries: TarEntry[]
}

/** Reads what one header stands for; where the next one is. */
function readOne(step: Step, reading: Reading): number {
  const { header, at, pending, entries } = step
  const extension = header.type === 'X' ? 'x' : header.type
  if (extension === 'x' || extension === 'g' || extension === 'L' || extension === 'K') {
    readExtension(step, extension, reading)
    return at + paddedSize(Number.isNaN(header.size) ? 0 : header.size)
  }
  const entry = describe(step, reading)
  pending.name = null
  pending.link = null
  pending.pax = noPax
  if (entry === null) return at
  if (entry.type !== 'special' && entry.written !== '') entries.push(entry)
  else if (entry.type === 'special') entries.push({ ...entry, size: 0 })
  const skipped = hasContent(header.type) ? entry.size : 0
  return entry.start + paddedSize(skipped)
}

function paddedSize(size: number): number {
  return Math.ceil(size / blockBytes) * blockBytes
}

function readExtension({ header, at, pending }: Step, kind: 'x' | 'g' | 'L' | 'K', { bytes, report }: Reading): void {
  if (!(header.size <= maxExtension)) {
    report('lone-member-data', header.name, 'an extended header that is too large')
    return
  }
  const content = bytes.subarray(at, at + header.size)
  if (kind === 'L' || kind === 'K') {
    const text = content.subarray(0, endOfText(content)).toString('utf8')
    if (kind === 'L') pending.name = text
    else pending.link = text
    return
  }
  const records = readPax(content)
  if (!records.isWhole) report('lone-member-data', header.name, 'an extended header that cannot be read to its end')
  if (kind === 'x') {
    pending.pax = records
    return
  }
  if (records.path !== undefined || records.size !== undefined || records.linkpath !== undefined)
    report('pax-global-path', null)
  pending.global = records
}

function endOfText(content: Buffer): number {
  const zero = content.indexOf(0)
  return zero < 0 ? content.length : zero
}

/** Types whose content follows the header; readers disagree for links and folders that announce some. */
function hasContent(flag: string): boolean {
  const type = memberTypeOf(flag)
  return type === 'file' || type === null
}

/** The member that a header and what came before it describe; null for a folder. */
function describe({ header, at, pending }: Step, { bytes, report }: Reading): TarEntry | null {
  const written = pending.pax.path ?? pending.name ?? pending.global.path ?? header.name
  if (pending.pax.path !== undefined && pending.name === null) checkPaxPath(header, pending.pax.path, report)
  const told = pending.pax.size ?? pending.global.size ?? header.size
  if (told !== header.size && !Number.isNaN(header.size) && told <= largestOctal) report('pax-size', written)
  if (!header.isNameText && written === header.name) report('name-encoding', written)
  const type = memberTypeOf(header.type)
  if (type === null) report('unknown-member-type', written, `type ${JSON.stringify(header.type)}`)
  if (Number.isNaN(told)) report('lone-member-data', written, 'its size is no number')
  const size = Number.isNaN(told) ? 0 : told
  const isOldFolder = header.type === '\0' && written.endsWith('/')
  if (!hasContent(header.type) && size > 0) report('link-with-content', written)
  if (type === 'folder' || isOldFolder) {
    normalizePath(written.endsWith('/') ? written : `${written}/`, report)
    return null
  }
  const isSparse = header.type === 'S' || pending.pax.isSparse
  if (isSparse) report('old-sparse', written)
  if (hasContent(header.type) && at + size > bytes.length) report('member-truncated', written)
  const entryType = type ?? 'file'
  reportType(entryType, written, report)
  return {
    path: normalizePath(written, report),
    written,
    type: entryType,
    mode: header.mode,
    size: hasContent(header.type) ? size : 0,
    link: pending.pax.linkpath ?? pending.link ?? header.link,
    start: at,
    isSparse,
  }
}

function reportType(type: MemberType, written: string, report: Report): void {
  if (type === 'symlink') report('symbolic-link', written)
  else if (type === 'hardlink') report('hard-link', written)
  else if (type === 'special') report('device-member', written)
}

/** A name that fits the header needs no extended one: then two readers see two names. */
function checkPaxPath(header: TarHeader, path: string, report: Report): void {
  const fits = path.length < 100 && /^[\x20-\x7e]*$/.test(path)
  const same = path === header.name || `${path}/` === header.name || path === `${header.name}/`
  if (fits && !same) report('pax-path', path, `the header says ${JSON.stringify(header.name.slice(0, 200))}`)
}

/** After the first block of zeros only zeros may come. Where another archive begins; null when none does. */
function reportAfterEnd(bytes: Buffer, at: number, report: Report): number | null {
  for (let index = at; index < bytes.length; index++) {
    if (bytes[index] === 0) continue
    const next = index - (index % blockBytes)
    const isArchive = next + blockBytes <= bytes.length && readTarHeader(bytes, next) !== null
    const what = isArchive ? 'another archive' : 'data'
    report('trailing-data', null, `${what} ${index - at} bytes behind the end of the archive`)
    return isArchive ? next : null
  }
  return null
}

const maxLinkDepth = 8

function memberOf(entry: TarEntry, byPath: ReadonlyMap<string, TarEntry>, reading: Reading): Member {
  const isLink = entry.type === 'symlink' || entry.type === 'hardlink'
  if (isLink && targetOf(entry) === null)
    reading.report('link-outside', entry.written, `leads to ${entry.link.slice(0, 200)}`)
  return {
    path: entry.path,
    written: entry.written,
    type: entry.type,
    size: entry.size,
    mode: entry.mode,
    link: isLink ? entry.link : null,
    bytes: () => contentOf(entry, byPath, reading),
    head: (length) => reading.bytes.subarray(entry.start, entry.start + Math.min(entry.size, length)),
  }
}

/** Path of a link's target in the archive; null when it leads out of it. A symbolic link starts at its folder, a hard link at the top. */
function targetOf(entry: TarEntry): string | null {
  if (entry.link.startsWith('/')) return null
  const parts = entry.type === 'symlink' ? entry.path.split('/').slice(0, -1) : []
  for (const part of entry.link.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return null
  }
  return parts.join('/')
}

function contentOf(entry: TarEntry, byPath: ReadonlyMap<string, TarEntry>, { bytes, budget }: Reading): Uint8Array {
  let target: TarEntry | undefined = entry
  for (let depth = 0; target !== undefined && (target.type === 'symlink' || target.type === 'hardlink'); depth++) {
    const path: string | null = depth < maxLinkDepth ? targetOf(target) : null
    target = path === null ? undefined : byPath.get(path)
  }
  if (target === undefined || target.isSparse) return bytes.subarray(0, 0)
  const limit = budget.allow(target, target.written, target.size)
  return bytes.subarray(target.start, target.start + Math.min(target.size, limit))
}
