/** Extended headers of a tar (POSIX pax): records `length key=value\n` that override fields of the next header, or of all that follow. */
export interface PaxRecords {
  readonly path?: string
  readonly linkpath?: string
  readonly size?: number
  readonly isSparse: boolean
  /** How a file with holes is packed, where one of GNU's three forms of it is announced. */
  readonly sparse?: PaxSparse
  /** False when the records end before their block does, or one has a wrong length. */
  readonly isWhole: boolean
}

export interface PaxSparse {
  /** With the holes filled; null when it is not given. */
  readonly size: number | null
  /** Offsets and lengths of what is packed, alternating, as decimal texts; null when they lead the content (form 1.0). */
  readonly map: readonly string[] | null
}

export const noPax: PaxRecords = { isSparse: false, isWhole: true }

const maxRecords = 1000

export function readPax(bytes: Buffer): PaxRecords {
  const found: { path?: string; linkpath?: string; size?: number } = {}
  const sparse = newSparse()
  let at = 0
  for (let count = 0; at < bytes.length && bytes[at] !== 0; count++) {
    const space = bytes.subarray(at, at + 12).indexOf(0x20)
    const length = space < 1 ? Number.NaN : Number(bytes.toString('latin1', at, at + space))
    const end = at + length
    if (
      !Number.isInteger(length) ||
      length <= space ||
      end > bytes.length ||
      bytes[end - 1] !== 0x0a ||
      count >= maxRecords
    )
      return { ...found, ...sparseOf(sparse), isWhole: false }
    // Looked for in this record only: a thousand records without one would each search the rest.
    const equals = at + space + bytes.subarray(at + space, end).indexOf(0x3d)
    if (equals < at + space) return { ...found, ...sparseOf(sparse), isWhole: false }
    const key = bytes.toString('latin1', at + space + 1, equals)
    const value = bytes.toString('utf8', equals + 1, end - 1)
    if (key === 'path' || key === 'GNU.sparse.name') found.path = value
    else if (key === 'linkpath') found.linkpath = value
    else if (key === 'size') found.size = /^\d{1,18}$/.test(value) ? Number(value) : Number.NaN
    if (key.startsWith('GNU.sparse.')) noteSparse(sparse, key.slice(11), value)
    at = end
  }
  return { ...found, ...sparseOf(sparse), isWhole: true }
}

interface SparseNotes {
  isThere: boolean
  isLeading: boolean
  size: number | null
  readonly map: string[]
}

function newSparse(): SparseNotes {
  return { isThere: false, isLeading: false, size: null, map: [] }
}

/** Forms 0.0 (one record for each number), 0.1 (one list of all) and 1.0 (the numbers lead the content). */
function noteSparse(notes: SparseNotes, key: string, value: string): void {
  notes.isThere = true
  if (key === 'major') notes.isLeading = value === '1'
  else if (key === 'size' || key === 'realsize') notes.size = /^\d{1,15}$/.test(value) ? Number(value) : null
  else if (key === 'offset' || key === 'numbytes') notes.map.push(value)
  else if (key === 'map') for (const number of value.split(',')) notes.map.push(number)
}

function sparseOf({ isThere, isLeading, size, map }: SparseNotes): Pick<PaxRecords, 'isSparse' | 'sparse'> {
  return isThere ? { isSparse: true, sparse: { size, map: isLeading ? null : map } } : { isSparse: false }
}
