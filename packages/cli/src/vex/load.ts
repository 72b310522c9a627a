import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DocumentError, readVex } from '@cordon/documents'
import { displayPath, readPlainFile } from '@cordon/engine'
import type { VexDocument } from '@cordon/model'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'

const maximumBytes = 64 * 1024 * 1024
const maximumFiles = 10_000

/** Where statements are read from, and whether connections may be opened. */
export interface VexPlaces {
  /** Files, folders and addresses, as a person would write them from here. */
  readonly places: readonly string[]
  readonly offline: boolean
}

/**
 * Reads every VEX document that is named, files of folders (`*.json`, `*.xml`) in the order of their names. What cannot be read as a whole ends the
 * command: a statement that was meant to be there must not be missing in silence. Throws `UsageError('VEX')`.
 */
export async function loadVex({ places, offline }: VexPlaces, io: Io): Promise<readonly VexDocument[]> {
  const documents = new Map<string, VexDocument>()
  for (const place of places) {
    if (/^https?:\/\//i.test(place)) {
      const { fetchVex } = await import('./fetch.ts')
      if (!documents.has(place)) documents.set(place, read(await fetchVex(place, offline, io), place))
      continue
    }
    // What is named twice, by its folder too, is read once.
    for (const path of filesOf(place, io)) {
      const absolute = resolve(io.cwd, path)
      if (!documents.has(absolute)) documents.set(absolute, readVexFile(path, io))
    }
  }
  return [...documents.values()]
}

/** One VEX document from a file. Throws `UsageError('VEX')`. */
export function readVexFile(path: string, io: Pick<Io, 'cwd'>): VexDocument {
  const absolute = resolve(io.cwd, path)
  const shown = displayPath(absolute, io.cwd)
  return read(bytesOf(absolute, shown), shown)
}

function read(bytes: Uint8Array, shown: string): VexDocument {
  try {
    return readVex(bytes, shown)
  } catch (cause) {
    if (!(cause instanceof DocumentError)) throw cause
    const line = cause.line > 0 ? `:${cause.line}` : ''
    throw new UsageError('VEX', `${shown}${line}: ${cause.message} (${cause.code})`, { cause })
  }
}

function filesOf(place: string, io: Io): readonly string[] {
  const absolute = resolve(io.cwd, place)
  if (!(statSync(absolute, { throwIfNoEntry: false })?.isDirectory() ?? false)) return [place]
  const names = readdirSync(absolute, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(?:json|xml)$/i.test(name),
  )
  if (names.length === 0) throw new UsageError('VEX', `${place}: no VEX document (*.json, *.xml) in this folder`)
  if (names.length > maximumFiles)
    throw new UsageError('VEX', `${place}: ${names.length} documents are too many (at most ${maximumFiles})`)
  return names.sort().map((name) => join(place, name))
}

function bytesOf(absolute: string, shown: string): Uint8Array {
  const read = readPlainFile(absolute, maximumBytes)
  if (read instanceof Uint8Array) return read
  throw new UsageError('VEX', `${shown}: cannot be read (${read.reason})`, { cause: read.cause })
}
