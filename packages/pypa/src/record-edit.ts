import { readRow } from './record.ts'

/** A row of RECORD for one file. */
export interface RecordRow {
  /** As RECORD writes it: from the library folder, with `/`. */
  readonly path: string
  /** `sha256` in base64url without padding. */
  readonly digest: string
  readonly size: number
}

/**
 * RECORD with a row for a file: in the place of the row that it has already, else right before the row of RECORD itself, so that
 * `withoutRecordRow` gives back every byte. A text that has the very row stays as it is.
 */
export function withRecordRow(text: string, row: RecordRow): string {
  const rows = rowsOf(text)
  const written = `${quoted(row.path)},sha256=${row.digest},${row.size}`
  const own = rows.filter(({ fields }) => fields[0] === row.path)
  const [first] = own
  if (first !== undefined) {
    const rest = withoutRecordRow(text.slice(first.end), row.path)
    const ending = lineEnd(text.slice(first.start, first.end))
    return `${text.slice(0, first.start)}${written}${ending}${rest}`
  }
  const folder = row.path.slice(0, row.path.lastIndexOf('/') + 1)
  const itself = rows.find(({ fields }) => fields[0] === `${folder}RECORD`) ?? rows[0]
  const at = itself?.start ?? startOf(text)
  const endings = [itself, ...rows].map((each) => (each === undefined ? '' : lineEnd(text.slice(each.start, each.end))))
  return `${text.slice(0, at)}${written}${endings.find((ending) => ending !== '') ?? '\n'}${text.slice(at)}`
}

/** RECORD without the rows of a file; every other byte stays. */
export function withoutRecordRow(text: string, path: string): string {
  let kept = ''
  let from = 0
  for (const { fields, start, end } of rowsOf(text)) {
    if (fields[0] !== path) continue
    kept += text.slice(from, start)
    from = end
  }
  return kept + text.slice(from)
}

interface PlacedRow {
  readonly fields: readonly string[]
  readonly start: number
  readonly end: number
}

const mostRows = 400_000

function rowsOf(text: string): readonly PlacedRow[] {
  const rows: PlacedRow[] = []
  for (let at = startOf(text); at < text.length && rows.length < mostRows; ) {
    const { fields, next } = readRow(text, at)
    const end = Math.min(next, text.length)
    if (fields.length > 1 || fields[0] !== '') rows.push({ fields, start: at, end })
    at = end
  }
  return rows
}

/** Behind a byte order mark: as a character, or as the three bytes of UTF-8. */
function startOf(text: string): number {
  if (text.startsWith('\ufeff')) return 1
  return text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0
}

function lineEnd(row: string): string {
  if (row.endsWith('\r\n')) return '\r\n'
  return row.endsWith('\n') ? '\n' : ''
}

/** As Python's csv module writes a field. */
function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
