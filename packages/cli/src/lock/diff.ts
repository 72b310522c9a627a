const context = 3
/** How far a line is looked for: edits here are of a few lines. */
const furthest = 2000

interface Line {
  readonly mark: ' ' | '-' | '+'
  readonly text: string
}

/** The difference of two texts that have most lines in common, in the unified form; empty for equal ones. */
export function unifiedDiff(before: string, after: string, path: string): string {
  if (before === after) return ''
  const lines = compared(before.split('\n'), after.split('\n'))
  const hunks: string[] = []
  let at = { old: 1, next: 1 }
  for (let index = 0; index < lines.length; ) {
    const start = lines.findIndex(({ mark }, place) => place >= index && mark !== ' ')
    if (start < 0) break
    const from = Math.max(index, start - context)
    at = counted(lines.slice(index, from), at)
    const end = endOfHunk(lines, start)
    const hunk = lines.slice(from, end)
    const sizes = counted(hunk, { old: 0, next: 0 })
    hunks.push(
      `@@ -${at.old},${sizes.old} +${at.next},${sizes.next} @@`,
      ...hunk.map(({ mark, text }) => `${mark}${text}`),
    )
    at = counted(hunk, at)
    index = end
  }
  return [`--- ${path}`, `+++ ${path}`, ...hunks, ''].join('\n')
}

/** Behind the last change that has no more than two contexts of equal lines before it. */
function endOfHunk(lines: readonly Line[], start: number): number {
  let end = start + 1
  for (let at = start + 1; at < lines.length && at <= end + 2 * context; at += 1)
    if (lines[at]?.mark !== ' ') end = at + 1
  return Math.min(lines.length, end + context)
}

interface Count {
  readonly old: number
  readonly next: number
}

function counted(lines: readonly Line[], { old, next }: Count): Count {
  const added = lines.filter(({ mark }) => mark === '+').length
  const removed = lines.filter(({ mark }) => mark === '-').length
  return { old: old + lines.length - added, next: next + lines.length - removed }
}

function compared(before: readonly string[], after: readonly string[]): readonly Line[] {
  const lines: Line[] = []
  let old = 0
  let next = 0
  while (old < before.length || next < after.length) {
    const text = before[old]
    if (text !== undefined && text === after[next]) {
      lines.push({ mark: ' ', text })
      old += 1
      next += 1
      continue
    }
    const [removed, added] = nearest(before.slice(old, old + furthest), after.slice(next, next + furthest))
    for (let count = 0; count < removed; count += 1) lines.push({ mark: '-', text: before[old + count] ?? '' })
    for (let count = 0; count < added; count += 1) lines.push({ mark: '+', text: after[next + count] ?? '' })
    old += removed
    next += added
  }
  return lines
}

/** How many lines of each are left out until both go on alike. */
function nearest(before: readonly string[], after: readonly string[]): readonly [number, number] {
  const places = new Map<string, number>()
  after.forEach((text, index) => {
    if (!places.has(text)) places.set(text, index)
  })
  let best: readonly [number, number] = [before.length, after.length]
  before.forEach((text, removed) => {
    const added = places.get(text)
    if (added !== undefined && removed + added < best[0] + best[1]) best = [removed, added]
  })
  return best
}
