import { editDistance } from '@cordon/model'
import { compareText } from './order.ts'

const longest = 64

/** The names that a mistyped one may have meant, nearest first, at most five. */
export function nearNames(asked: string, names: readonly string[]): readonly string[] {
  const wanted = asked.slice(0, longest)
  const limit = Math.max(1, Math.min(3, Math.floor(wanted.length / 3)))
  return [...new Set(names)]
    .filter((name) => name.length <= longest)
    .map((name) => {
      const part = wanted.length >= 3 && (name.includes(wanted) || (name.length >= 3 && wanted.includes(name)))
      const near = Math.abs(wanted.length - name.length) <= limit
      const distance = near ? editDistance(wanted, name) : limit + 1
      return { name, distance: part ? Math.min(distance, limit) : distance }
    })
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || compareText(a.name, b.name))
    .slice(0, 5)
    .map(({ name }) => name)
}
