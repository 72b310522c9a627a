import { closeSync, readSync } from 'node:fs'
import { oddityLog, type StreamedMember, TarStream } from '@cordon/archives'
import { defaultImageLimits, ImageError, type ImageFiles, unpackLayer } from '@cordon/images'
import { openPlain, readFrom } from './folder-files.ts'
import { PackedReader, type Place } from './packed-reader.ts'

/** Files of an archive that holds an image: more than any has. */
const mostMembers = 100_000
const mostLinks = 16
const longestPath = 4096

/** Files of an archive (`docker save`, an OCI archive), packed or not. What is packed is read again where it must be, and never unpacked to disk. */
export async function filesOfTar(absolute: string, label: string): Promise<ImageFiles> {
  const isPlain = isPlainTar(absolute)
  const members = isPlain ? indexPlain(absolute) : await indexPacked(absolute, label)
  const packed = new PackedReader(() => unpacked(absolute, label))
  const placeOf = (path: string): Place | null => placeIn(members, path)
  const open = (path: string): AsyncIterable<Uint8Array> => {
    const place = placeOf(path)
    if (place === null) throw new ImageError('MISSING_BLOB', `${label}: ${path.slice(0, 200)} is not there.`)
    return isPlain ? readFrom(absolute, place.offset, place.length) : packed.read(place)
  }
  return {
    label,
    size: (path) => placeOf(path)?.length ?? null,
    open,
    async read(path, limit) {
      const pieces: Uint8Array[] = []
      let length = 0
      for await (const piece of open(path)) {
        length += piece.length
        if (length > limit)
          throw new ImageError('TOO_LARGE', `${label}: ${path.slice(0, 200)} is too large for a document.`)
        pieces.push(Buffer.from(piece))
      }
      return Buffer.concat(pieces)
    },
  }
}

/** `docker save` of old names a layer that several images share by a symbolic link. */
function placeIn(members: ReadonlyMap<string, Member>, path: string): Place | null {
  let member = members.get(path)
  for (let links = 0; member !== undefined && links < mostLinks; links++) {
    if (member.type === 'file') return { offset: member.offset, length: member.packed }
    if (member.type !== 'symlink' && member.type !== 'hardlink') return null
    const base = member.type === 'symlink' ? member.path.split('/').slice(0, -1) : []
    for (const part of member.link.split('/')) {
      if (part === '..') base.pop()
      else if (part !== '' && part !== '.') base.push(part)
    }
    member = members.get(base.join('/'))
  }
  return null
}

function isPlainTar(absolute: string): boolean {
  const head = Buffer.alloc(512)
  const descriptor = openPlain(absolute)
  try {
    return readSync(descriptor, head, 0, 512, 0) === 512 && head.toString('latin1', 257, 262) === 'ustar'
  } finally {
    closeSync(descriptor)
  }
}

/** What is kept of a member: of its names only what a path may be long, since a hostile archive has a megabyte in each. */
type Member = Pick<StreamedMember, 'path' | 'type' | 'link' | 'offset' | 'packed'>

interface Indexing {
  readonly tar: TarStream
  readonly members: ReadonlyMap<string, Member>
}

function newIndex(): Indexing {
  const members = new Map<string, Member>()
  const tar = new TarStream({
    report: oddityLog().report,
    members: mostMembers,
    visit({ path, type, link, offset, packed }) {
      if (path.length <= longestPath && link.length <= longestPath)
        members.set(path, { path, type, link, offset, packed })
      return null
    },
  })
  return { tar, members }
}

/** Headers only: content is leapt over. */
function indexPlain(absolute: string): ReadonlyMap<string, Member> {
  const { tar, members } = newIndex()
  const piece = Buffer.alloc(64 * 1024)
  const descriptor = openPlain(absolute)
  try {
    for (let at = 0; ; ) {
      const leap = tar.idle
      if (leap > 0) tar.skip(leap)
      at += leap
      const length = readSync(descriptor, piece, 0, piece.length, at)
      if (length === 0) break
      tar.push(piece.subarray(0, length))
      at += length
    }
  } finally {
    closeSync(descriptor)
  }
  tar.finish()
  return members
}

async function indexPacked(absolute: string, label: string): Promise<ReadonlyMap<string, Member>> {
  const { tar, members } = newIndex()
  for await (const piece of unpacked(absolute, label)) tar.push(piece)
  tar.finish()
  return members
}

function unpacked(absolute: string, label: string): AsyncIterable<Buffer> {
  return unpackLayer(readFrom(absolute, 0, null), label, defaultImageLimits).pieces
}
