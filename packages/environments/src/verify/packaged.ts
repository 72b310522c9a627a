import { hash } from 'node:crypto'
import type { FileTree, Owner } from '@cordon/model'
import { readText } from '../reading.ts'

const largest = 256 * 1024 * 1024
const listLimit = 16 * 1024 * 1024

/**
 * Whether a file is what its dpkg package holds, by the package's own list of MD5 sums; null where none tells. Packages strip extension modules after
 * RECORD was written, so that RECORD alone would call each of them changed.
 */
export function isAsPackaged(tree: FileTree, owner: Owner, path: string): boolean | null {
  if (owner.kind !== 'dpkg') return null
  const architecture = /[?&]arch=([a-z0-9-]{1,40})/.exec(owner.purl)?.[1] ?? ''
  for (const name of [owner.name, `${owner.name}:${architecture}`]) {
    const told = sumOf(readText(tree, `var/lib/dpkg/info/${name}.md5sums`, listLimit), path)
    const bytes = told === null ? null : tree.read(path, largest)
    if (bytes !== null) return hash('md5', bytes, 'hex') === told
  }
  return null
}

/** `<digest>  <path>` lines; the path has no slash before it. */
function sumOf(list: string | null, path: string): string | null {
  const at = `\n${list ?? ''}\n`.indexOf(`  ${path}\n`)
  const sum = at < 32 ? '' : (list ?? '').slice(at - 33, at - 1)
  return /^[0-9a-f]{32}$/.test(sum) ? sum : null
}
