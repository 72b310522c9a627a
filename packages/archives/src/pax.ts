/** Extended headers of a tar (POSIX pax): records `length key=value\n` that override fields of the next header, or of all that follow. */
export interface PaxRecords {
  readonly path?: string
  readonly linkpath?: string
  readonly size?: number
  readonly isSparse: boolean
  /** False when the records end before their block does, or one has a wrong length. */
  readonly isWhole: boolean
}

export const noPax: PaxRecords = { isSparse: false, isWhole: true }

const maxRecords = 1000

export function readPax(bytes: Buffer): PaxRecords {
  const found: { path?: string; linkpath?: string; size?: number } = {}
  let isSparse = false
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
      return { ...found, isSparse, isWhole: false }
    // Looked for in this record only: a thousand records without one would each search the rest.
    const equals = at + space + bytes.subarray(at + space, end).indexOf(0x3d)
    if (equals < at + space) return { ...found, isSparse, isWhole: false }
    const key = bytes.toString('latin1', at + space + 1, equals)
    const value = bytes.toString('utf8', equals + 1, end - 1)
    if (key === 'path' || key === 'GNU.sparse.name') found.path = value
    else if (key === 'linkpath') found.linkpath = value
    else if (key === 'size') found.size = /^\d{1,18}$/.test(value) ? Number(value) : Number.NaN
    if (key.startsWith('GNU.sparse.')) isSparse = true
    at = end
  }
  return { ...found, isSparse, isWhole: true }
}
