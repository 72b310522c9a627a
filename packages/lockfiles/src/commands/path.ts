/** Joins a path with `/` to a folder (empty: the start); an absolute one stands alone; null where the folder is not known. */
export function joinPath(directory: string | null, path: string): string | null {
  if (path.startsWith('/')) return `/${fold(path.split('/'), [])}`
  if (directory === null) return null
  return directory.startsWith('/')
    ? `/${fold(path.split('/'), directory.slice(1).split('/'))}`
    : fold(path.split('/'), directory === '' ? [] : directory.split('/'))
}

function fold(parts: readonly string[], onto: readonly string[]): string {
  const result = onto.filter((part) => part !== '')
  for (const part of parts) {
    if (part === '' || part === '.') continue
    if (part === '..' && result.length > 0 && result.at(-1) !== '..') result.pop()
    else result.push(part)
  }
  return result.join('/')
}
