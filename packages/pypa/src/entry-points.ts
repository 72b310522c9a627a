/** One line of `entry_points.txt`: what a host program loads by name. */
export interface EntryPoint {
  /** `console_scripts`, `pytest11`, … */
  readonly group: string
  readonly name: string
  readonly module: string
  /** Dotted; null when the module itself is loaded. */
  readonly attribute: string | null
}

export interface EntryPoints {
  readonly entryPoints: readonly EntryPoint[]
  /** Lines, counted from one, that are neither a group, a comment nor an entry point. */
  readonly unreadable: readonly number[]
}

const maxLines = 50_000
// `module:attribute [extras]`; blanks are allowed around each part.
const target = /^([\w.]+)\s*(?::\s*([\w.]+)\s*)?(?:\[[^\]]*\])?$/u

/** Reads `entry_points.txt` as importlib.metadata does (entry points specification); never throws. */
export function parseEntryPoints(text: string): EntryPoints {
  const entryPoints: EntryPoint[] = []
  const unreadable: number[] = []
  let group: string | null = null
  for (const [index, line] of text.split(/\r\n|\r|\n/, maxLines).entries()) {
    const content = line.trim()
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue
    if (content.startsWith('[') && content.endsWith(']')) {
      group = content.slice(1, -1)
      continue
    }
    const read = group === null ? null : readEntry(content, group)
    if (read === null) unreadable.push(index + 1)
    else entryPoints.push(read)
  }
  return { entryPoints, unreadable }
}

function readEntry(content: string, group: string): EntryPoint | null {
  const equals = content.indexOf('=')
  if (equals < 1 || content.length > 4096) return null
  const found = target.exec(content.slice(equals + 1).trim())
  if (found?.[1] === undefined) return null
  return { group, name: content.slice(0, equals).trim(), module: found[1], attribute: found[2] ?? null }
}
