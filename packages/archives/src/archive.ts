import type { Oddity } from './oddity.ts'

export type Container = 'zip' | 'tar' | 'files'
export type Compression = 'none' | 'gzip' | 'bzip2' | 'xz' | 'lzma' | 'zstd'

/** Where an archive's bytes were readable: a bounded, read-only list of files. Nothing in it was written anywhere. */
export interface Archive {
  readonly kind: Container
  /** Of the whole; the members of a zip are compressed one by one. */
  readonly compression: Compression
  /** Files and links in the archive's order, folders left out. A name that occurs twice is listed twice. */
  readonly members: readonly Member[]
  /** Grows when members are read: what is wrong with a member's content shows only then. */
  readonly oddities: readonly Oddity[]
  /** The members of archives behind the end of this one: what installs does not read on to them, some that unpack do. Left out where there are none. */
  readonly behind?: Archive
}

export type MemberType = 'file' | 'symlink' | 'hardlink' | 'special'

export interface Member {
  /** Relative, with `/`, without empty, `.` and `..` parts. Hostile text. */
  readonly path: string
  /** As the archive has it. */
  readonly written: string
  readonly type: MemberType
  /** Unpacked, as announced. */
  readonly size: number
  /** POSIX mode bits, null where the archive says none. */
  readonly mode: number | null
  /** Target of a symbolic or hard link, as written. */
  readonly link: string | null
  /**
   * The content, unpacked anew each time and not kept; never more than the bound of one member. Never throws: what cannot be
   * read is missing and reported. A link inside a tar gives the content of its target.
   */
  bytes(): Uint8Array
  /** The first `length` bytes (a few kB), or fewer, without unpacking the rest and without reporting: enough to tell what a file is. */
  head(length: number): Uint8Array
}

export interface ArchiveLimits {
  readonly members: number
  /** Of the list of members as it is written. */
  readonly directoryBytes: number
  /** Of one member, unpacked. */
  readonly memberBytes: number
  /** Of what is unpacked in all, each member counted once. */
  readonly totalBytes: number
  /** Unpacked over packed size, above `ratioFrom` bytes: over it is reported, not refused. */
  readonly ratio: number
  readonly ratioFrom: number
}

const mebibyte = 1024 * 1024

export const defaultArchiveLimits: ArchiveLimits = {
  members: 100_000,
  directoryBytes: 64 * mebibyte,
  memberBytes: 64 * mebibyte,
  totalBytes: 512 * mebibyte,
  ratio: 200,
  ratioFrom: mebibyte,
}
