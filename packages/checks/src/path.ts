/** The folder part of a path with `/`; empty for a file at the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

/** The last part of a path with `/`. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** A path as a file writes it, made relative to where that file's own path is relative to: `a/b.txt` + `../c.txt` is `c.txt`. */
export function resolvePath(from: string, target: string): string {
  const folder = folderOf(from)
  const whole = target.startsWith('/') || folder === '' ? target : `${folder}/${target}`
  const parts: string[] = []
  for (const part of whole.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else parts.push(part)
  }
  return `${whole.startsWith('/') ? '/' : ''}${parts.join('/')}`
}
