import { compareText } from './order.ts'

const longest = 64

/** Edits (insert, delete, replace, swap of neighbours) between two texts; more than `limit` counts as `limit + 1`. */
function distanceBetween(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1]
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      )
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1)
      current.push(best)
    }
    beforeLast = last
    last = current
  }
  return last[b.length] ?? limit + 1
}

/** The names that a mistyped one may have meant, nearest first, at most five. */
export function nearNames(asked: string, names: readonly string[]): readonly string[] {
  const wanted = asked.slice(0, longest)
  const limit = Math.max(1, Math.min(3, Math.floor(wanted.length / 3)))
  return [...new Set(names)]
    .filter((name) => name.length <= longest)
    .map((name) => {
      const part = wanted.length >= 3 && (name.includes(wanted) || (name.length >= 3 && wanted.includes(name)))
      const distance = distanceBetween(wanted, name, limit)
      return { name, distance: part ? Math.min(distance, limit) : distance }
    })
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || compareText(a.name, b.name))
    .slice(0, 5)
    .map(({ name }) => name)
}
