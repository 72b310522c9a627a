/** How Python's `json.dumps` puts members together: its default, or `separators=(",", ":")`. */
export type JsonSpacing = 'spaced' | 'compact'

const maxDepth = 64

/**
 * What Python's `json.dumps(value, sort_keys=True)` writes, byte for byte, for what TOML can hold as text, integers, truth values,
 * arrays and tables. Null where the two languages might differ: numbers with a fraction, dates, keys beyond the basic plane.
 */
export function pythonJson(value: unknown, spacing: JsonSpacing, depth = 0): string | null {
  if (depth > maxDepth) return null
  if (value === null) return 'null'
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) {
    const items = value.map((item) => pythonJson(item, spacing, depth + 1))
    return join(items, spacing, '[]')
  }
  if (typeof value !== 'object' || value instanceof Date) return null
  const members = Object.entries(value)
  if (members.some(([key]) => /[\ud800-\udfff]/.test(key))) return null
  members.sort(([a], [b]) => (a < b ? -1 : 1))
  const written = members.map(([key, member]) => {
    const text = pythonJson(member, spacing, depth + 1)
    return text === null ? null : `${quote(key)}${spacing === 'spaced' ? ': ' : ':'}${text}`
  })
  return join(written, spacing, '{}')
}

function join(parts: readonly (string | null)[], spacing: JsonSpacing, brackets: string): string | null {
  if (parts.includes(null)) return null
  return `${brackets[0]}${parts.join(spacing === 'spaced' ? ', ' : ',')}${brackets[1]}`
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\b', '\\b'],
  ['\f', '\\f'],
])

/** `ensure_ascii`: everything but printable ASCII is escaped, as UTF-16 units. */
function quote(text: string): string {
  const inner = text.replace(
    /["\\]|[^ -~]/g,
    (char) => shortEscapes.get(char) ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `"${inner}"`
}
