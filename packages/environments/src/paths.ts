/** Paths of a tree: `/` between names, none at either end, `` for the root. */

export function joined(folder: string, name: string): string {
  if (folder === '') return name
  return name === '' ? folder : `${folder}/${name}`
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

export function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`)
}

const longestPath = 16_384

/** What a hostile path means as seen from a folder; null where it leaves the tree, is too long or holds a NUL. An absolute one begins at the root. */
export function resolved(folder: string, written: string): string | null {
  if (written.length > longestPath || written.includes('\0')) return null
  const parts = written.startsWith('/') || folder === '' ? [] : folder.split('/')
  for (const part of written.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return null
  }
  return parts.join('/')
}
