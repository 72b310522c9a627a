import type { FileTree, Owner } from '@cordon/model'
import { readText } from '../reading.ts'
import type { Owned, OwnerRequest } from './owners.ts'
import { writePurl } from './purl.ts'

const databases = ['lib/apk/db/installed', 'usr/lib/apk/db/installed']
const databaseLimit = 256 * 1024 * 1024

/** What apk has installed: paragraphs of one-letter fields, `F:` a folder and `R:` a file in it. */
export function readApk({ tree, wanted, system }: OwnerRequest, { byPath, problems }: Owned): void {
  for (const path of databases) {
    const text = readText(tree, path, databaseLimit)
    if (text === null) {
      if (tree.look(path) !== null)
        problems.push({ path, code: 'TOO_LARGE', reason: 'it cannot be read, so nothing is known to be owned by it' })
      continue
    }
    const fields = new Map<string, string>()
    let folder = ''
    let owner: Owner | null = null
    for (const line of linesOf(text)) {
      if (line === '') {
        fields.clear()
        owner = null
      } else if (line.startsWith('F:')) folder = line.slice(2)
      else if (line.startsWith('R:')) {
        const file = folder === '' ? line.slice(2) : `${folder}/${line.slice(2)}`
        if (!wanted.has(file)) continue
        owner ??= ownerOf(fields, system)
        if (owner !== null && !byPath.has(file)) byPath.set(file, owner)
      } else if (/^[PVAo]:/.test(line)) fields.set(line.slice(0, 1), line.slice(2))
    }
  }
}

function* linesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at)
    yield text.slice(at, end < 0 ? text.length : end)
    at = end < 0 ? text.length : end + 1
  }
}

function ownerOf(fields: ReadonlyMap<string, string>, system: OwnerRequest['system']): Owner | null {
  const name = fields.get('P') ?? ''
  const version = fields.get('V') ?? ''
  if (name === '' || version === '') return null
  const qualifiers = { arch: fields.get('A') ?? null, distro: system.distro }
  return {
    kind: 'apk',
    name,
    version,
    source: { name: fields.get('o') ?? name, version },
    purl: writePurl({ type: 'apk', namespace: system.id ?? 'alpine', name, version, qualifiers }),
  }
}

/** The SHA-1 of each file that apk's database has one of: `Z:Q1` and base64, after the `R:` of the file. */
export function apkSums(tree: FileTree, add: (name: string, path: string, digest: string) => void): void {
  for (const database of databases) {
    let name = ''
    let folder = ''
    let file = ''
    for (const line of linesOf(readText(tree, database, databaseLimit) ?? '')) {
      if (line === '') name = ''
      else if (line.startsWith('P:')) name = line.slice(2)
      else if (line.startsWith('F:')) folder = line.slice(2)
      else if (line.startsWith('R:')) file = folder === '' ? line.slice(2) : `${folder}/${line.slice(2)}`
      else if (/^Z:Q1[A-Za-z0-9+/]{27}=$/.test(line)) {
        if (file !== '') add(name, file, Buffer.from(line.slice(4), 'base64').toString('hex'))
        file = ''
      }
    }
  }
}
