/** One line of RECORD (binary distribution format): a file that an installer puts somewhere, and its digest. */
export interface RecordEntry {
  readonly path: string
  /** Algorithm as `hashlib` names it, digest in base64url without padding; null where none is written. */
  readonly hash: { readonly algorithm: string; readonly digest: string } | null
  readonly size: number | null
}

export interface RecordFile {
  readonly entries: readonly RecordEntry[]
  /** Lines, counted from one, that are not `path,hash,size`. */
  readonly unreadable: readonly number[]
}

const maxEntries = 200_000

/** Reads RECORD, which is CSV as Python's csv module writes it; never throws. */
export function parseRecord(text: string): RecordFile {
  const entries: RecordEntry[] = []
  const unreadable: number[] = []
  let at = 0
  for (let line = 1; at < text.length; line++) {
    const row = readRow(text, at)
    at = row.next
    if (row.fields.length === 1 && row.fields[0] === '') continue
    const entry = entries.length < maxEntries ? readEntry(row.fields) : null
    if (entry !== null) entries.push(entry)
    else if (unreadable.length < maxEntries) unreadable.push(line)
  }
  return { entries, unreadable }
}

/** A row may hold line breaks inside of quotes; a doubled quote is one. */
export function readRow(text: string, start: number): { readonly fields: readonly string[]; readonly next: number } {
  const plainEnd = text.indexOf('\n', start)
  const end = plainEnd < 0 ? text.length : plainEnd
  const line = text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end)
  if (!line.includes('"')) return { fields: line.split(','), next: end + 1 }
  return readQuotedRow(text, start)
}

function readQuotedRow(text: string, start: number): { readonly fields: readonly string[]; readonly next: number } {
  const fields: string[] = []
  let field = ''
  let isQuoted = false
  let at = start
  for (; at < text.length; at++) {
    const character = text[at]
    if (isQuoted && character === '"' && text[at + 1] === '"') {
      field += '"'
      at += 1
    } else if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && character === ',') {
      fields.push(field)
      field = ''
    } else if (!isQuoted && character === '\n') break
    else if (isQuoted || character !== '\r') field += character
  }
  return { fields: [...fields, field], next: at + 1 }
}

function readEntry(fields: readonly string[]): RecordEntry | null {
  const [path = '', hash = '', size = ''] = fields
  if (path === '' || fields.length !== 3 || !/^\d{0,15}$/.test(size)) return null
  const equals = hash.indexOf('=')
  if (hash !== '' && equals < 1) return null
  return {
    path,
    hash: hash === '' ? null : { algorithm: hash.slice(0, equals).toLowerCase(), digest: hash.slice(equals + 1) },
    size: size === '' ? null : Number(size),
  }
}
