import {
  type Archive,
  ArchiveError,
  type ArchiveLimits,
  type DistributionFacts,
  defaultArchiveLimits,
  kindOfOddity,
  type Member,
  openArchive,
} from '@cordon/archives'
import type { Unanalysed } from '@cordon/model'
import { isPython } from './artifact-facts.ts'

const mebibyte = 1024 * 1024
/** Archives within archives within an archive; how many in all; how large they are packed, and unpacked, together. */
const deepest = 3
const mostNested = 32
const mostPacked = 64 * mebibyte
const mostUnpacked = 128 * mebibyte
/** Of each. */
const mostOfOne = 32 * mebibyte
const limits: ArchiveLimits = {
  ...defaultArchiveLimits,
  members: 50_000,
  totalBytes: mostOfOne,
  memberBytes: 16 * mebibyte,
}
/** What compressed data that is no archive is taken to have unpacked to. */
const usualRatio = 10

/** What the archives in an archive hold. */
export interface Nested {
  /** The Python of each of them, by the path of the archive: `toy/data.zip!/inner.py`. */
  readonly groups: readonly (readonly Member[])[]
  /** Those that were not opened, with why. */
  readonly unread: readonly Unanalysed[]
}

/** Opens the archives in an archive, and what lies behind its end, in memory and within one budget. Never throws for what they hold. */
export function openNested(archive: Archive, { nested, root }: DistributionFacts): Nested {
  const reader = new NestedReader()
  if (archive.behind !== undefined) reader.add(archive.behind, `${root}behind-the-end!/`, 1)
  const formats = new Map(nested.map(({ path, format }) => [path, format]))
  for (const member of archive.members) {
    const format = formats.get(member.path)
    if (format === '7z' || format === 'rar') reader.leave(member.path, `an archive of the kind ${format} is not opened`)
    else if (format !== undefined || /\.tar$/i.test(member.path)) reader.open(member, member.path, 1)
  }
  return reader
}

const archiveName = /\.(?:zip|whl|egg|pyz|tar|tgz|tar\.(?:gz|bz2|xz|zst)|tbz2?|txz)$/i

class NestedReader implements Nested {
  readonly groups: (readonly Member[])[] = []
  readonly unread: Unanalysed[] = []
  private opened = 0
  private packed = 0
  private unpacked = 0

  open(member: Member, path: string, depth: number): void {
    if (member.type !== 'file') return
    this.opened += 1
    this.packed += member.size
    if (depth > deepest || this.opened > mostNested || this.packed > mostPacked || this.unpacked > mostUnpacked) {
      this.leave(path, 'too many archives in archives')
      return
    }
    try {
      const archive = openArchive(member.bytes(), path, limits)
      // A zip is unpacked member by member, a compressed tar at once.
      if (archive.kind === 'tar') this.unpacked += archive.members.reduce((sum, { size }) => sum + size, 0)
      if (archive.oddities.some(({ code }) => kindOfOddity(code) === 'bounded'))
        this.leave(path, 'an archive in this archive is not read to its end')
      this.add(archive, `${path}!/`, depth)
    } catch (error) {
      // Something that is compressed and no archive: a table, a page, a model.
      if (!(error instanceof ArchiveError)) throw error
      this.unpacked += Math.min(member.size * usualRatio, mostOfOne)
    }
  }

  /** Takes the Python of an archive, and opens the archives in it. */
  add(archive: Archive, prefix: string, depth: number): void {
    const python: Member[] = []
    for (const member of archive.members) {
      const path = `${prefix}${member.path}`
      if (isPython(member)) {
        this.unpacked += member.size
        if (this.unpacked > mostUnpacked) this.leave(path, 'the archives in this archive unpack to too much')
        else python.push({ ...member, path })
      } else if (archiveName.test(member.path)) this.open(member, path, depth + 1)
    }
    if (python.length > 0) this.groups.push(python)
    if (archive.behind !== undefined && depth < deepest)
      this.add(archive.behind, `${prefix}behind-the-end!/`, depth + 1)
  }

  leave(path: string, detail: string): void {
    if (this.unread.length < mostTold) this.unread.push({ at: { path, line: 0 }, code: 'NESTED_ARCHIVE', detail })
  }
}

const mostTold = 20
