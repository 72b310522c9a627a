import { type Archive, type ArchiveLimits, type Compression, defaultArchiveLimits, type Member } from './archive.ts'
import { openBudget } from './budget.ts'
import { asBuffer, type ByteSource, bufferBytes, readWithin } from './byte-source.ts'
import { bunzip2 } from './codecs/bzip2.ts'
import { gunzip, reportFault } from './codecs/gzip.ts'
import { unlzma } from './codecs/lzma-file.ts'
import type { Unpacked } from './codecs/unpacked.ts'
import { unxz } from './codecs/xz.ts'
import { unzstd } from './codecs/zstd.ts'
import { ArchiveError } from './error.ts'
import { normalizePath, reportCollisions } from './member-path.ts'
import { type Oddity, oddityLog, type Report } from './oddity.ts'
import { isTar, openTar } from './tar.ts'
import { readZipMembers, recoverZipMembers } from './zip.ts'

const zipName = /\.(?:whl|zip|egg|pyzw?|pex|conda)$/i
const tarName = /\.(?:tar|tgz|tbz2?|txz|tlz|tzst|gz|bz2|xz|lzma|zst)$/i
/** How often a stream may be compressed: once is usual. */
const maxLayers = 3

/**
 * Reads an archive in memory: wheel, egg or other zip, or a tar, compressed or not. Its bytes decide what it is; the file name only tells
 * what was to be expected. Throws `ArchiveError('NOT_AN_ARCHIVE')` and nothing else; every other fault is an oddity.
 */
export function openArchive(
  input: Uint8Array | ByteSource,
  filename: string,
  limits: ArchiveLimits = defaultArchiveLimits,
): Archive {
  const source = input instanceof Uint8Array ? bufferBytes(input) : input
  const { oddities, report } = oddityLog()
  const first = readWithin(source, 0, 6)
  const compression = compressionOf(first)
  // PEP 441: an application is a zip behind a line for the shell, and its name may have no ending.
  const isApplication = first.toString('latin1', 0, 2) === '#!' && !tarName.test(filename)
  const isZipName = isApplication || zipName.test(filename)
  const isZip = first.length >= 4 && first[0] === 0x50 && first[1] === 0x4b
  if (isZip || (isZipName && hasZipEnd(source))) {
    if (!isZipName) report('wrong-container', null, 'a zip')
    return openZip({ source, limits, oddities, report })
  }
  const bytes = readWithin(source, 0, Math.min(source.size, limits.totalBytes))
  const archive = openStream({ bytes, limits, oddities, report })
  if (isZipName || !expectedName[compression].test(filename))
    report('wrong-container', null, compression === 'none' ? 'a plain tar' : `a tar in ${compression}`)
  return archive
}

function openZip(reading: Parameters<typeof readZipMembers>[0]): Archive {
  try {
    return readZipMembers(reading)
  } catch (missing) {
    if (!(missing instanceof ArchiveError)) throw missing
    const recovered = recoverZipMembers(reading)
    if (recovered === null) throw missing
    return recovered
  }
}

const expectedName: Readonly<Record<Compression, RegExp>> = {
  none: /\.tar$/i,
  gzip: /\.(?:tgz|gz)$/i,
  bzip2: /\.(?:tbz2?|bz2)$/i,
  xz: /\.(?:txz|xz)$/i,
  lzma: /\.(?:tlz|lzma)$/i,
  zstd: /\.(?:tzst|zst)$/i,
}

function compressionOf(first: Buffer): Compression {
  const start = first.toString('hex')
  if (start.startsWith('1f8b')) return 'gzip'
  if (start.startsWith('425a68')) return 'bzip2'
  if (start === 'fd377a585a00') return 'xz'
  if (start.startsWith('5d0000')) return 'lzma'
  return start.startsWith('28b52ffd') ? 'zstd' : 'none'
}

function hasZipEnd(source: ByteSource): boolean {
  const length = Math.min(source.size, 0xffff + 22)
  return readWithin(source, source.size - length, length).includes('PK\x05\x06', 0, 'latin1')
}

interface Stream {
  readonly bytes: Buffer
  readonly limits: ArchiveLimits
  readonly oddities: readonly Oddity[]
  readonly report: Report
}

function openStream({ bytes, limits, oddities, report }: Stream): Archive {
  let content = bytes
  let compression: Compression = 'none'
  for (let layer = 0; layer <= maxLayers; layer++) {
    if (isTar(content)) return openTar({ bytes: content, compression, limits, oddities, report })
    const inner = compressionOf(content.subarray(0, 6))
    if (inner === 'none') break
    if (layer === 1) report('nested-compression', null)
    const unpacked = decompress(content, inner, { limits, report })
    if (unpacked === null) break
    if (layer === 0) compression = inner
    content = unpacked
  }
  throw new ArchiveError('NOT_AN_ARCHIVE', bytes.length === 0 ? 'the file is empty' : 'neither a zip nor a tar')
}

interface Bounds {
  readonly limits: ArchiveLimits
  readonly report: Report
}

function decompress(packed: Buffer, compression: Compression, { limits, report }: Bounds): Buffer | null {
  if (compression === 'gzip') {
    const unpacked = gunzip(packed, limits.totalBytes, report)
    return unpacked === null ? null : asBuffer(unpacked.bytes)
  }
  const unpacked = unpack(packed, compression, limits.totalBytes)
  if (unpacked === null || unpacked.bytes.length === 0) return null
  if (unpacked.fault !== null) reportFault(unpacked.fault, report)
  else if (packed.subarray(unpacked.consumed).some((byte) => byte !== 0))
    report('trailing-data', null, `${packed.length - unpacked.consumed} bytes behind the compressed stream`)
  return asBuffer(unpacked.bytes)
}

function unpack(packed: Buffer, compression: Compression, limit: number): Unpacked | null {
  if (compression === 'bzip2') return bunzip2(packed, limit)
  if (compression === 'xz') return unxz(packed, limit)
  if (compression === 'lzma') return unlzma(packed, limit)
  return compression === 'zstd' ? unzstd(packed, limit) : null
}

/** A file that lies in a folder, or anywhere else that is not an archive. */
export interface LooseFile {
  /** Relative, with `/`. */
  readonly path: string
  readonly size: number
  readonly mode?: number | null
  /** Target, for a symbolic link. */
  readonly link?: string | null
  /** Read when it is asked for; may throw what its reader throws. */
  read(): Uint8Array
  /** The first bytes only; `read` serves where it is not given. */
  head?(length: number): Uint8Array
}

/** A folder or an installed environment in the shape of an archive. */
export function archiveOfFiles(files: Iterable<LooseFile>, limits: ArchiveLimits = defaultArchiveLimits): Archive {
  const { oddities, report } = oddityLog()
  const budget = openBudget(limits, report)
  const members: Member[] = []
  for (const file of files) {
    if (members.length >= limits.members) {
      report('too-many-members', null)
      break
    }
    const link = file.link ?? null
    const path = normalizePath(file.path, report)
    members.push({
      path,
      written: file.path,
      type: link === null ? 'file' : 'symlink',
      size: file.size,
      mode: file.mode ?? null,
      link,
      bytes: () => {
        const limit = budget.allow(file, file.path, file.size)
        return limit === 0 ? new Uint8Array() : file.read().subarray(0, limit)
      },
      head: (length) => file.head?.(length) ?? file.read().subarray(0, length),
    })
  }
  reportCollisions(
    members.map(({ path }) => path),
    report,
  )
  return { kind: 'files', compression: 'none', members, oddities }
}
