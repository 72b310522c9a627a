import type { FileTree, Owner } from '@cordon/model'
import { readBytes } from '../reading.ts'
import type { Owned, OwnerRequest } from './owners.ts'
import { writePurl } from './purl.ts'
import { blobsOfBerkeley } from './rpm-berkeley.ts'
import { type RpmFile, type RpmPackage, readRpmHeader } from './rpm-header.ts'
import { blobsOfNdb } from './rpm-ndb.ts'
import { blobsOfSqlite } from './rpm-sqlite.ts'

const folders = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm']
const readers = [
  ['rpmdb.sqlite', blobsOfSqlite],
  ['Packages.db', blobsOfNdb],
  ['Packages', blobsOfBerkeley],
] as const
const databaseLimit = 512 * 1024 * 1024
const mostPackages = 200_000

/** What rpm has installed, in whichever of its three databases. */
export function readRpm(request: OwnerRequest, found: Owned): void {
  const { tree } = request
  for (const folder of folders)
    for (const [name, blobsOf] of readers) {
      const path = `${folder}/${name}`
      if (tree.look(path)?.kind !== 'file') continue
      const bytes = readBytes(tree, path, databaseLimit)
      const blobs = bytes === null ? null : blobsOf(bytes)
      if (blobs === null) {
        const code = bytes === null ? 'TOO_LARGE' : 'MALFORMED'
        found.problems.push({ path, code, reason: 'it cannot be read, so nothing is known to be owned by it' })
        continue
      }
      // What SQLite has not yet moved into the database is not in it.
      if (name === 'rpmdb.sqlite' && (tree.look(`${path}-wal`)?.size ?? 0) > 0)
        found.problems.push({
          path: `${path}-wal`,
          code: 'UNSUPPORTED_FORMAT',
          reason: 'changes that are not in the database yet are not read',
        })
      addPackages(blobs, request, found)
    }
}

function addPackages(blobs: Generator<Uint8Array>, { wanted, system }: OwnerRequest, { byPath }: Owned): void {
  let count = 0
  for (const blob of blobs) {
    count += 1
    if (count > mostPackages) return
    const rpm = readRpmHeader(blob)
    if (rpm === null) continue
    let owner: Owner | null = null
    for (const file of rpm.files()) {
      const path = placeOf(file)
      if (!wanted.has(path) || byPath.has(path)) continue
      owner ??= ownerOf(rpm, system)
      byPath.set(path, owner)
    }
  }
}

function placeOf({ path }: RpmFile): string {
  return path.replace(/^\/{1,8}/, '')
}

/** The digest of each file that one of rpm's databases has one of. */
export function readRpmSums(
  tree: FileTree,
  add: (name: string, path: string, sum: NonNullable<RpmFile['sum']>) => void,
): void {
  for (const folder of folders)
    for (const [name, blobsOf] of readers) {
      const bytes = readBytes(tree, `${folder}/${name}`, databaseLimit)
      let left = mostPackages
      for (const blob of (bytes === null ? null : blobsOf(bytes)) ?? []) {
        left -= 1
        const rpm = left < 0 ? null : readRpmHeader(blob)
        if (rpm !== null) for (const file of rpm.files()) if (file.sum !== null) add(rpm.name, placeOf(file), file.sum)
      }
    }
}

function ownerOf(rpm: RpmPackage, system: OwnerRequest['system']): Owner {
  const version = rpm.release === '' ? rpm.version : `${rpm.version}-${rpm.release}`
  const epoch = rpm.epoch === null || rpm.epoch === 0 ? null : String(rpm.epoch)
  return {
    kind: 'rpm',
    name: rpm.name,
    version: epoch === null ? version : `${epoch}:${version}`,
    source: sourceOf(rpm.sourceRpm),
    purl: writePurl({
      type: 'rpm',
      namespace: system.id ?? 'redhat',
      name: rpm.name,
      version,
      qualifiers: { arch: rpm.architecture, distro: system.distro, epoch },
    }),
  }
}

/** `python-requests-2.28.2-1.fc38.src.rpm`: name, version and release, told apart by the last two hyphens. */
function sourceOf(file: string | null): Owner['source'] {
  const stem = file?.replace(/\.(?:no)?src\.rpm$/, '') ?? ''
  const release = stem.lastIndexOf('-')
  const version = stem.lastIndexOf('-', release - 1)
  return version < 1 ? null : { name: stem.slice(0, version), version: stem.slice(version + 1) }
}
