import type { FileWish } from '@cordon/model'
import { nameOf } from './paths.ts'

export interface WishOptions {
  /** Whether files are going to be compared with their RECORD. */
  readonly verify?: boolean
}

const mebibyte = 1024 * 1024

/** Files of a metadata folder that are read, with what is kept of them at most. */
const metadataFiles: ReadonlyMap<string, number> = new Map([
  ['METADATA', 16 * mebibyte],
  ['PKG-INFO', 16 * mebibyte],
  ['RECORD', 64 * mebibyte],
  ['installed-files.txt', 64 * mebibyte],
  ['direct_url.json', mebibyte],
  ['provenance_url.json', mebibyte],
  ['INSTALLER', mebibyte],
  ['REQUESTED', mebibyte],
  ['WHEEL', mebibyte],
  ['entry_points.txt', mebibyte],
  ['top_level.txt', mebibyte],
  ['requires.txt', mebibyte],
])
const metadataFolder = /\.(?:dist-info|egg-info)\/[^/]+$|(?:^|\/)EGG-INFO\/[^/]+$/
const embeddedBom = /\.dist-info\/sboms\/[^/]{1,200}$|\/_vendor\/[^/]{1,200}\.(?:cdx|spdx)\.json$/

/** Files that say something wherever they lie, by name. */
const anywhere: ReadonlyMap<string, number> = new Map([
  ['pyvenv.cfg', mebibyte],
  ['patchlevel.h', mebibyte],
  ['os-release', mebibyte],
  ['pipx_metadata.json', mebibyte],
  ['vendor.txt', mebibyte],
])
/** An egg that is one file is opened whole. */
const packedEgg = /(?:^|\/)(?:site|dist)-packages\/[^/]+\.egg$/
const anywhereEnding = /\.(?:pth|egg-link|egg-info)$/

/** Databases of packages, by whole path. */
const databases: ReadonlySet<string> = new Set([
  'var/lib/dpkg/status',
  'lib/apk/db/installed',
  'usr/lib/apk/db/installed',
  ...['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'].flatMap((folder) =>
    ['rpmdb.sqlite', 'Packages.db', 'Packages'].map((name) => `${folder}/${name}`),
  ),
])
const sumLists = /^var\/lib\/dpkg\/info\/[^/]+\.md5sums$/
const databaseParts = /^var\/lib\/dpkg\/(?:status\.d\/[^/]+|info\/[^/]+\.list)$|(?:^|\/)conda-meta\/[^/]+\.json$/
const largestDatabase = 512 * mebibyte
const library = /(?:^|\/)(?:site|dist)-packages\//
const dataFolder = /(?:^|\/)(?:etc|include|share)\//
const ofTheSystem = /^(?:etc|usr\/(?:etc|include|share))\//
const ofDebian = /^usr\/lib\/(?:python[\d.]{1,8}|pypy[\d.]{0,8})\/dist-packages\//
const ofSystem = /^usr\/lib(?:64)?\/python[\d.]{1,8}\/site-packages\//

/**
 * What the pass over an image's layers does with a file: keeps what `findEnvironments` reads, takes the digest of what `verifyEnvironments`
 * compares, and passes over the rest.
 */
export function wishOf(path: string, size: number, options: WishOptions = {}): FileWish {
  const limit = limitOf(path)
  if (limit !== null && size <= limit) return 'keep'
  return options.verify === true ? comparedWish(path, size) : 'pass'
}

/** dpkg writes down MD5, apk SHA-1, and rpm and RECORD SHA-256. */
function comparedWish(path: string, size: number): FileWish {
  if (sumLists.test(path)) return size <= 64 * mebibyte ? 'keep' : 'pass'
  if (!library.test(path)) return isBeside(path) ? 'digest' : 'pass'
  if (ofDebian.test(path)) return 'digest-md5'
  return ofSystem.test(path) ? 'digest-sha1' : 'digest'
}

/** Scripts and data that distributions put beside their library; what the system has there is not worth a digest. */
function isBeside(path: string): boolean {
  return /(?:^|\/)(?:bin|Scripts)\/[^/]+$/.test(path) || (dataFolder.test(path) && !ofTheSystem.test(path))
}

/** How much is kept of a file at this path; null for one that is not read. */
function limitOf(path: string): number | null {
  if (databases.has(path)) return largestDatabase
  if (databaseParts.test(path)) return 64 * mebibyte
  const name = nameOf(path)
  const plain = anywhere.get(name)
  if (plain !== undefined) return plain
  if (anywhereEnding.test(name)) return mebibyte
  if (packedEgg.test(path)) return 32 * mebibyte
  if (embeddedBom.test(path)) return 16 * mebibyte
  return metadataFolder.test(path) ? (metadataFiles.get(name) ?? null) : null
}
