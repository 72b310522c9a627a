import { parseName } from '@cordon/pypa'
import { nameOf, refuse, type Spot, textOf } from './values.ts'

const day = 86_400_000
const maxDays = 366

/** A SHA-256 in lower case, `sha256:` in front or not. */
export function digestOf(written: string, spot: Spot): string {
  const text = written
    .trim()
    .toLowerCase()
    .replace(/^sha256:/, '')
  return /^[0-9a-f]{64}$/.test(text)
    ? text
    : refuse(spot, 'BAD_VALUE', `${nameOf(spot)} must be the 64 hexadecimal digits of an artifact's SHA-256.`)
}

/** A date such as 2027-03-31, at most a year ahead: then somebody looks again. */
export function dateWithinYear(spot: Spot, now: Date): string {
  const text = spot.value instanceof Date ? spot.value.toISOString().slice(0, 10) : textOf(spot)
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  // `Date.parse` takes 2027-02-30 for 2 March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
    return refuse(spot, 'BAD_VALUE', `${nameOf(spot)} must be a date such as 2027-03-31, not "${text}".`)
  if (time - now.getTime() > maxDays * day) {
    const latest = new Date(now.getTime() + maxDays * day).toISOString().slice(0, 10)
    return refuse(spot, 'BAD_VALUE', `${nameOf(spot)} is more than a year ahead; at most ${latest}.`)
  }
  return text
}

/** A normalized name; a star stands for any run of characters. Null for what is neither. */
export function packagePatternOf(text: string): string | null {
  if (parseName(text.replaceAll('*', 'x')) === null || text.includes('?')) return null
  return text.toLowerCase().replace(/[-_.]+/g, '-')
}
