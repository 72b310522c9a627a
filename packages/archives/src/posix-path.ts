import type { Report } from './oddity.ts'

const unusual = /^\/|(?:^|\/)\.{0,2}(?:\/|$)|\0/

/**
 * A tar entry's name as a path below the root of a POSIX tree, as container runtimes read it: a leading `/` or `./` means the root, `..`
 * never leaves it (reported). Backslashes and colons are letters.
 */
export function posixPath(written: string, report: Report): string {
  const plain = written.startsWith('./') ? written.slice(2) : written
  const name = plain.endsWith('/') ? plain.slice(0, -1) : plain
  return unusual.test(name) ? fold(name, written, report) : name
}

function fold(name: string, written: string, report: Report): string {
  const nul = name.indexOf('\0')
  if (nul >= 0) report('nul-in-name', written)
  const parts: string[] = []
  for (const part of (nul < 0 ? name : name.slice(0, nul)).split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else {
      parts.pop()
      report('parent-path', written)
    }
  }
  return parts.join('/')
}
