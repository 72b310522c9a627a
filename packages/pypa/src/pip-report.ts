import { PypaError } from './error.ts'
import { type PackageName, parseName } from './name.ts'
import { type Digest, type Fields, fieldsOf, readHashes, textOf } from './origin-record.ts'
import { type AnyVersion, readVersion } from './version.ts'

/** One distribution that pip installed, as `pip install --report` tells it. */
export interface PipInstall {
  readonly name: PackageName
  readonly version: AnyVersion
  /** As written; it may hold secrets. */
  readonly url: string
  readonly hashes: readonly Digest[]
  /** Asked for by its URL, not by its name. */
  readonly isDirect: boolean
  /** What it was installed from. */
  readonly kind: 'archive' | 'directory' | 'vcs' | 'unknown'
  readonly isYanked: boolean
}

const longestReport = 64 * 1024 * 1024
const mostInstalls = 100_000

/** Reads an installation report of pip, version 1. Throws `PypaError('REPORT')`. What has no name, version or URL is left out. */
export function parsePipReport(text: string): readonly PipInstall[] {
  if (text.length > longestReport) throw new PypaError('REPORT', 'A report of pip is not that long.')
  const fields = fieldsOf(parsed(text))
  if (fields === null) throw new PypaError('REPORT', 'A report of pip is a JSON object, and this is none.')
  const install = fields.get('install')
  if (fields.get('version') !== '1' || !Array.isArray(install))
    throw new PypaError('REPORT', 'It is no report of pip in version 1: write one with `pip install --report FILE`.')
  return install.slice(0, mostInstalls).flatMap((each: unknown) => {
    const read = readInstall(fieldsOf(each))
    return read === null ? [] : [read]
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function readInstall(entry: Fields | null): PipInstall | null {
  const metadata = fieldsOf(entry?.get('metadata'))
  const download = fieldsOf(entry?.get('download_info'))
  if (entry === null || metadata === null || download === null) return null
  const name = parseName(textOf(metadata, 'name') ?? '')
  const version = textOf(metadata, 'version')
  const url = textOf(download, 'url')
  if (name === null || version === null || url === null) return null
  const archive = fieldsOf(download.get('archive_info'))
  const kinds = [
    [archive, 'archive'],
    [fieldsOf(download.get('dir_info')), 'directory'],
    [fieldsOf(download.get('vcs_info')), 'vcs'],
  ] as const
  return {
    name,
    version: readVersion(version),
    url,
    hashes: archive === null ? [] : readHashes(archive.get('hashes'), () => true),
    isDirect: entry.get('is_direct') === true,
    kind: kinds.find(([info]) => info !== null)?.[1] ?? 'unknown',
    isYanked: entry.get('is_yanked') === true,
  }
}
