import { compareVersions, parseVersion, type Version } from '@cordon/pypa'

const zero = 0x30
const dot = 0x2e
/** Numbers of this many digits are exact as JavaScript's. */
const exactDigits = 15

/**
 * As `compareVersions(version, parseVersion(text))`, without parsing what is only numbers and dots, which most versions are.
 * Undefined for a text that is no version.
 */
export function compareToText(version: Version, text: string): number | undefined {
  const quick = compareToNumbers(version, text)
  if (quick !== undefined) return quick
  const other = parseVersion(text)
  return other === null ? undefined : compareVersions(version, other)
}

/** Undefined where the text is more than numbers and dots, or the numbers are too large. */
function compareToNumbers(version: Version, text: string): number | undefined {
  if (version.epoch !== 0) return undefined
  const { release } = version
  let result = 0
  let part = 0
  let value = 0
  let digits = 0
  for (let index = 0; index <= text.length; index += 1) {
    const code = index < text.length ? text.charCodeAt(index) : dot
    if (code === dot) {
      if (digits === 0 || digits > exactDigits) return undefined
      if (result === 0) result = (release[part] ?? 0) - value
      part += 1
      value = 0
      digits = 0
    } else if (code >= zero && code <= zero + 9) {
      value = value * 10 + code - zero
      digits += 1
    } else return undefined
  }
  return result || compareRest(version, part)
}

/** The release is equal so far: what the version has beyond a final release of that many parts. */
function compareRest({ release, pre, post, dev, local }: Version, parts: number): number {
  for (let part = parts; part < release.length; part += 1) if (release[part] !== 0) return 1
  if (pre !== null) return -1
  if (post !== null) return 1
  if (dev !== null) return -1
  return local === null ? 0 : 1
}
