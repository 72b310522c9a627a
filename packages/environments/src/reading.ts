import type { FileTree, TreeFile } from '@cordon/model'
import { folderOf, joined, resolved } from './paths.ts'

/** As Linux does. */
const mostLinks = 40
const mostParts = 400
/** No real METADATA, RECORD or status file of one package is larger. */
export const usualLimit = 16 * 1024 * 1024

const utf8 = new TextDecoder('utf-8')

/** What stands at a path once every symbolic link on the way is followed within the tree; null when nothing does, or links lead out or in a circle. */
export function follow(tree: FileTree, path: string): TreeFile | null {
  const direct = tree.look(path)
  if (direct !== null && direct.kind !== 'symlink') return direct
  return followParts(tree, path)
}

function followParts(tree: FileTree, path: string): TreeFile | null {
  let links = 0
  let at = ''
  const rest = path.split('/').reverse()
  for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
    if (rest.length > mostParts) return null
    const next = joined(at, name)
    const file = tree.look(next)
    if (file === null) return null
    if (file.kind !== 'symlink') {
      at = next
      continue
    }
    links += 1
    const target = links > mostLinks || file.target === null ? null : resolved(folderOf(next), file.target)
    if (target === null) return null
    at = ''
    if (target !== '') rest.push(...target.split('/').reverse())
  }
  return tree.look(at)
}

/** The bytes of a file, links followed; null when it is none, is larger than the limit or was not kept. */
export function readBytes(tree: FileTree, path: string, limit: number = usualLimit): Uint8Array | null {
  const file = follow(tree, path)
  return file === null || file.kind !== 'file' ? null : tree.read(file.path, limit)
}

/** The text of a file; what is no UTF-8 becomes U+FFFD. */
export function readText(tree: FileTree, path: string, limit: number = usualLimit): string | null {
  const bytes = readBytes(tree, path, limit)
  return bytes === null ? null : utf8.decode(bytes)
}

export function isFolder(tree: FileTree, path: string): boolean {
  return follow(tree, path)?.kind === 'folder'
}

export function isFile(tree: FileTree, path: string): boolean {
  return follow(tree, path)?.kind === 'file'
}
