import { join } from 'node:path'
import { type ByteSource, readZipMember } from '@cordon/archives'
import { parseRecord, type RecordFile } from '@cordon/pypa'
import { openFile } from '../artifact/file-source.ts'
import { treeOfFolder } from '../environment/disk-tree.ts'
import { statOf } from '../environment/target.ts'
import { EngineError } from '../error.ts'

const recordPath = /^[^/]+\.dist-info\/RECORD$/
const mostBytes = 64 * 1024 * 1024

/** RECORD of a wheel, or of its content in a folder; null where there is none, or none that can be read. */
export function recordAt(path: string): RecordFile | null {
  if (statOf(path)?.isDirectory() === true) return recordOfFolder(path)
  try {
    const file = openFile(path, path)
    try {
      return recordOfWheel(file)
    } finally {
      file.close()
    }
  } catch (error) {
    if (error instanceof EngineError) return null
    throw error
  }
}

/** RECORD of a wheel. Only its directory and that member are read. Throws what the source throws. */
export function recordOfWheel(source: ByteSource): RecordFile | null {
  const bytes = readZipMember(source, (path) => recordPath.test(path), mostBytes)
  return bytes === null ? null : parseRecord(new TextDecoder().decode(bytes))
}

function recordOfFolder(folder: string): RecordFile | null {
  const tree = treeOfFolder(folder)
  const infos = tree.names('').filter((name) => name.endsWith('.dist-info'))
  const [info] = infos
  if (info === undefined || infos.length > 1) return null
  const bytes = tree.read(join(info, 'RECORD'), mostBytes)
  return bytes === null ? null : parseRecord(new TextDecoder().decode(bytes))
}
