import { closeSync, type Dirent, fstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isObject } from '@cordon/model'
import { fileBytes } from '../archive/bytes.ts'
import { readZip } from '../archive/zip.ts'
import { SourceError } from '../error.ts'
import { decodeText, openForReading, parseJson, readBytes, withFile } from '../local-file.ts'
import { type LocalPlace, unreadable } from '../place.ts'
import type { AdvisorySource, Reading } from './source.ts'

/** One OSV record as it is published: a JSON text, not yet read. */
export interface AdvisoryText {
  /** File or member name, for messages. */
  readonly name: string
  readonly text: string
}

const mebibyte = 1024 * 1024
const maxDocumentBytes = 256 * mebibyte
const maxRecordBytes = 64 * mebibyte
const maxDepth = 16
const maxFiles = 1_000_000

/**
 * OSV records: the public archive of all PyPI advisories, a folder of `*.json` (whole tree; symbolic links are not followed),
 * or one JSON file with a record, an array of records or `{ "vulns": [...] }`.
 */
export const osv: AdvisorySource<Iterable<AdvisoryText>> = {
  id: 'osv',
  title: 'the OSV archive',
  defaultUrl: 'https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip',
  maxBytes: 1024 * mebibyte,
  folders: true,
  read: readOsv,
}

function* readOsv(local: LocalPlace, reading: Reading): Generator<AdvisoryText> {
  let found = 0
  const records = local.kind === 'folder' ? readFolder(local, reading) : readFile(local, reading)
  for (const record of records) {
    found += 1
    yield record
  }
  if (found === 0) {
    const text = `${local.label}: holds no OSV records (*.json). Give the archive of a mirror, a folder of OSV JSON, or a URL.`
    throw new SourceError('BAD_DATA', text)
  }
}

function readFile(local: LocalPlace, reading: Reading): Iterable<AdvisoryText> {
  const start = withFile(local, (descriptor, size) => fileBytes(descriptor, size).readAt(0, 4))
  const isZip = start.length === 4 && start[0] === 0x50 && start[1] === 0x4b
  return isZip ? readArchive(local, reading) : readDocument(local, reading)
}

function* readArchive(local: LocalPlace, reading: Reading): Generator<AdvisoryText> {
  const descriptor = openForReading(local)
  try {
    const bytes = fileBytes(descriptor, fstatSync(descriptor).size)
    const entries = readZip(bytes, local.label).filter(({ name }) => name.endsWith('.json'))
    for (const [index, entry] of entries.entries()) {
      reading.onProgress(index, entries.length)
      yield* asText(entry.name, entry.bytes(), reading)
    }
  } finally {
    closeSync(descriptor)
  }
}

function* asText(name: string, bytes: Uint8Array, reading: Reading): Generator<AdvisoryText> {
  const text = decodeText(bytes)
  if (text === null) reading.onProblem({ record: name, code: 'ENCODING', detail: 'not UTF-8' })
  else yield { name, text }
}

function* readDocument(local: LocalPlace, reading: Reading): Generator<AdvisoryText> {
  const bytes = readBytes(local, maxDocumentBytes)
  const document = parseJson(bytes, local.label, 'OSV JSON, nor a zip')
  const records = Array.isArray(document) ? document : isObject(document) ? document.vulns : []
  if (records === undefined) {
    yield* asText(local.label, bytes, reading)
    return
  }
  for (const [index, record] of (Array.isArray(records) ? records : []).entries())
    yield* asRecord(`${local.label}[${index}]`, record, reading)
}

function* asRecord(name: string, record: unknown, reading: Reading): Generator<AdvisoryText> {
  try {
    yield { name, text: JSON.stringify(record) }
  } catch (cause) {
    // Deeper than the stack: V8 parses any depth and writes only some.
    if (!(cause instanceof RangeError)) throw cause
    reading.onProblem({ record: name, code: 'DEPTH', detail: 'nested too deep' })
  }
}

function* readFolder(root: LocalPlace, reading: Reading): Generator<AdvisoryText> {
  let done = 0
  for (const name of jsonFilesOf(root, reading)) {
    if (done >= maxFiles)
      throw new SourceError('TOO_LARGE', `${root.label}: more than ${maxFiles} files. Give a narrower folder.`)
    reading.onProgress(done, null)
    done += 1
    const file: LocalPlace = { kind: 'file', label: join(root.label, name), path: join(root.path, name) }
    yield* asText(name, readBytes(file, maxRecordBytes), reading)
  }
}

interface Pending {
  readonly name: string
  readonly depth: number
}

/** Relative paths with `/`, in a fixed order. A link could lead in a circle or out of the folder: it is reported instead. */
function* jsonFilesOf(root: LocalPlace, reading: Reading): Generator<string> {
  const pending: Pending[] = [{ name: '', depth: 0 }]
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const inner: Pending[] = []
    for (const entry of entriesOf(join(root.path, folder.name), root.label)) {
      const name = folder.name === '' ? entry.name : `${folder.name}/${entry.name}`
      if (entry.isDirectory()) inner.push({ name, depth: folder.depth + 1 })
      else if (entry.isFile() && name.endsWith('.json')) yield name
      else if (entry.isSymbolicLink())
        reading.onProblem({ record: name, code: 'SYMLINK', detail: 'symbolic links are not followed' })
      else if (!entry.isFile())
        reading.onProblem({ record: name, code: 'NOT_A_FILE', detail: 'neither file nor folder' })
    }
    if (folder.depth < maxDepth) pending.push(...inner.reverse())
    else for (const { name } of inner) reading.onProblem({ record: name, code: 'DEPTH', detail: 'nested too deep' })
  }
}

function entriesOf(path: string, label: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (cause) {
    throw unreadable(label, cause)
  }
}
