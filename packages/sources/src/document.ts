import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder, onDisk } from './disk.ts'
import { SourceError } from './error.ts'
import { readHttpAddress } from './http/address.ts'
import type { HttpClient } from './http/client.ts'
import { download, type Validators } from './http/download.ts'

export interface DocumentRequest {
  readonly url: string
  /** Where documents are kept between runs. */
  readonly folder: string
  readonly maxBytes: number
}

/**
 * A small document by its address, kept in a folder: asked for again with its validators, and not sent again while it is the same.
 * Without a connection nothing is taken from there, since nobody knows whether it still holds: throws `SourceError`.
 */
export async function fetchDocument(client: HttpClient, { url, folder, maxBytes }: DocumentRequest): Promise<Buffer> {
  const address = readHttpAddress(url)
  if (client.settings.offline)
    throw new SourceError('OFFLINE', `${address.url}: the network is switched off. Give a local copy instead.`)
  makeFolder(folder)
  const kept = join(folder, createHash('sha256').update(address.url).digest('hex'))
  const fresh = `${kept}.${randomUUID()}.tmp`
  try {
    const known = knownValidators(kept, maxBytes)
    const got = await download(client, { address, path: fresh, known, maxBytes, onProgress: () => undefined })
    if (got.kind === 'unchanged') return onDisk(kept, () => readFileSync(kept))
    return onDisk(kept, () => {
      const bytes = readFileSync(fresh)
      rmSync(`${kept}.json`, { force: true })
      renameSync(fresh, kept)
      writeFileSync(`${kept}.json`, JSON.stringify({ ...got.validators, sha256: got.sha256 }))
      const now = client.io.now()
      utimesSync(kept, now, now)
      return bytes
    })
  } finally {
    rmSync(fresh, { force: true })
  }
}

/** Null unless the document is there as it was when they were noted. */
function knownValidators(kept: string, maxBytes: number): Validators | null {
  const stats = statSync(kept, { throwIfNoEntry: false })
  if (stats === undefined || !stats.isFile() || stats.size > maxBytes) return null
  try {
    const noted: unknown = JSON.parse(readFileSync(`${kept}.json`, 'utf8'))
    if (typeof noted !== 'object' || noted === null) return null
    const { etag, lastModified, sha256 } = noted as Readonly<Record<string, unknown>>
    const digest = createHash('sha256').update(readFileSync(kept)).digest('hex')
    if (digest !== sha256) return null
    const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
    return { etag: text(etag), lastModified: text(lastModified) }
  } catch {
    // A cache that is damaged is no cache.
    return null
  }
}
