import {
  ArchiveError,
  type ArchiveLimits,
  type ByteSource,
  defaultArchiveLimits,
  openZipStrictly,
} from '@cordon/archives'
import { SourceError } from '../error.ts'

export interface ZipEntry {
  /** Relative path with `/`, unique in its archive. Folders are not listed. */
  readonly name: string
  /** Unpacked. */
  readonly size: number
  /** Unpacks: exactly `size` bytes whose CRC-32 is right; throws `SourceError('BAD_ARCHIVE')`. */
  bytes(): Buffer
}

const mebibyte = 1024 * 1024

/** Ample for every advisory archive that is published: the whole of OSV's is below a tenth of these. */
export const defaultZipLimits: ArchiveLimits = {
  ...defaultArchiveLimits,
  members: 1_000_000,
  directoryBytes: 256 * mebibyte,
  totalBytes: 8192 * mebibyte,
}

/**
 * The members of an advisory archive, in the directory's order. Nothing may be odd in it: what the lenient reader of packages reports
 * is refused here, as `SourceError('BAD_ARCHIVE')`; `label` names the archive in it.
 */
export function readZip(
  source: ByteSource,
  label: string,
  limits: ArchiveLimits = defaultZipLimits,
): readonly ZipEntry[] {
  const archive = trusting(label, () => openZipStrictly(source, limits))
  return archive.members.map((member) => ({
    name: member.written,
    size: member.size,
    bytes: () => {
      const bytes = trusting(label, () => member.bytes())
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    },
  }))
}

function trusting<T>(label: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof ArchiveError)) throw cause
    const text = `${label}: not an archive that can be trusted: ${cause.message}. Fetch it again, or take it from another mirror.`
    throw new SourceError('BAD_ARCHIVE', text, { cause })
  }
}
