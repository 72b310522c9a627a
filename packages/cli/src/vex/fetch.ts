import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHttpClient, fetchDocument } from '@cordon/sources'
import type { Io } from '../command.ts'
import { resultsFolder } from '../inspect/results-folder.ts'

const maximumBytes = 64 * 1024 * 1024

/** The bytes of a VEX document that lies elsewhere. Throws `SourceError`. */
export function fetchVex(url: string, offline: boolean, io: Io): Promise<Uint8Array> {
  const folder = join(resultsFolder(io) ?? join(tmpdir(), 'cordon'), 'vex')
  return fetchDocument(createHttpClient(io, { offline }), { url, folder, maxBytes: maximumBytes })
}
