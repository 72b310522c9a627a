import type { Report } from './oddity.ts'

/** Anything that a plain relative path with `/` does not have; tested first, since nearly every name is plain. */
const suspect =
  /[\\\0-\x1f\x7f:\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|(?:^|\/)(?:\.{0,2}|(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^/]*)?)(?:\/|$)/i
const invisible = /[\x01-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/
const device = /(?:^|\/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^/]*)?(?:\/|$)/i
const drive = /^[A-Za-z]:/

/**
 * A member's name as a relative path with `/`, reporting each way in which it could mean another place. `written` ends with `/` for
 * a folder, which is left off. A leading `./` means nothing in a tar and is not reported.
 */
export function normalizePath(written: string, report: Report): string {
  const plain = written.endsWith('/') && written !== '/' ? written.slice(0, -1) : written
  const name = plain.startsWith('./') ? plain.slice(2) : plain
  return suspect.test(name) ? repair(name, written, report) : name
}

function repair(name: string, written: string, report: Report): string {
  if (name === '' || name === '.') {
    if (written !== './' && written !== '.') report('empty-name', written)
    return ''
  }
  const nul = name.indexOf('\0')
  if (nul >= 0) report('nul-in-name', written)
  // CPython's zipfile ends a name at its NUL.
  const visible = nul > 0 ? name.slice(0, nul) : name.replaceAll('\0', '')
  if (invisible.test(visible)) report('control-in-name', written)
  if (device.test(visible)) report('device-name', written)
  if (drive.test(visible) || visible.includes('\\')) report('windows-path', written)
  const slashed = visible.replace(drive, '').replaceAll('\\', '/')
  if (slashed.startsWith('/')) report('absolute-path', written)
  return foldSegments(slashed.replace(/^\/+/, ''), written, report)
}

function foldSegments(path: string, written: string, report: Report): string {
  const parts: string[] = []
  let climbs = false
  let stays = false
  for (const part of path.split('/')) {
    if (part === '..') {
      climbs = true
      parts.pop()
    } else if (part === '' || part === '.') stays = true
    else parts.push(part)
  }
  if (climbs) report('parent-path', written)
  if (stays) report('dot-segment', written)
  return parts.join('/')
}

/** Reports names that occur twice, or twice but for their case, and files that are also folders. */
export function reportCollisions(paths: Iterable<string>, report: Report): void {
  const exact = new Set<string>()
  const folded = new Map<string, string>()
  for (const path of paths) {
    if (exact.has(path)) report('duplicate-member', path)
    exact.add(path)
    const lower = path.toLowerCase()
    const other = folded.get(lower)
    if (other !== undefined && other !== path) report('case-collision', path, `differs only in case from ${other}`)
    folded.set(lower, path)
  }
  for (const path of exact) {
    const slash = path.lastIndexOf('/')
    if (slash > 0 && exact.has(path.slice(0, slash))) report('base-name-collision', path)
  }
}
