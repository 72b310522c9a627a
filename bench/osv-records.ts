import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import type { OsvRecord } from './slow-matcher.ts'

/** The OSV records of a zip archive as the public bucket lays it out, or of a folder of JSON files. */
export function* readOsvRecords(path: string): Generator<OsvRecord> {
  const texts = statSync(path).isDirectory() ? folderTexts(path) : zipTexts(readFileSync(path))
  for (const text of texts) yield JSON.parse(text) as OsvRecord
}

function* folderTexts(folder: string): Generator<string> {
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith('.json')) yield readFileSync(join(folder, name), 'utf8')
  }
}

/** Only what such archives hold: no zip64, no encryption, stored or deflated entries. */
function* zipTexts(zip: Buffer): Generator<string> {
  const end = zip.lastIndexOf('PK\x05\x06', zip.length - 1, 'latin1')
  if (end < 0) throw new Error('This is not a zip archive.')
  let entry = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const method = zip.readUInt16LE(entry + 10)
    const size = zip.readUInt32LE(entry + 20)
    const nameLength = zip.readUInt16LE(entry + 28)
    const header = zip.readUInt32LE(entry + 42)
    const name = zip.toString('utf8', entry + 46, entry + 46 + nameLength)
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28)
    const body = zip.subarray(start, start + size)
    if (name.endsWith('.json')) yield (method === 8 ? inflateRawSync(body) : body).toString('utf8')
    entry += 46 + nameLength + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32)
  }
}
