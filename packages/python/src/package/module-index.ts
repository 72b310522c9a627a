/** Where a module of a package lies. */
export interface Found {
  /** Its source; null for a folder without `__init__.py`. */
  readonly file: string | null
  /** Where its own modules lie; null when it is no package. */
  readonly folder: string | null
}

/** Folders below which projects keep what they install. */
const sourceFolders: readonly string[] = ['', 'src/', 'lib/', 'python/']
const deepestFolder = 40
const mostParts = 20

/** Finds the modules that imports name among the files of one package, whatever folder it was unpacked to. */
export class ModuleIndex {
  private readonly files: ReadonlySet<string>
  private readonly folders = new Set<string>()
  private readonly known = new Map<string, Found | null>()

  constructor(paths: readonly string[]) {
    this.files = new Set(paths)
    for (const path of paths)
      for (let at = path.lastIndexOf('/'), depth = 0; at > 0 && depth < deepestFolder; depth += 1) {
        const folder = path.slice(0, at + 1)
        if (this.folders.has(folder)) break
        this.folders.add(folder)
        at = path.lastIndexOf('/', at - 1)
      }
  }

  /** The module that a dotted name, with leading dots when it is relative, means in a file. */
  find(path: string, from: string): Found | null {
    const folder = folderOf(from)
    const key = `${folder}\n${path}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    const found = path.startsWith('.') ? this.relative(path, folder) : this.absolute(path.split('.'), folder)
    this.known.set(key, found)
    return found
  }

  /** A module in a folder that ends with `/`, or is empty. */
  within(folder: string, name: string): Found | null {
    const inner = `${folder}${name}`
    if (this.files.has(`${inner}/__init__.py`)) return { file: `${inner}/__init__.py`, folder: `${inner}/` }
    if (this.files.has(`${inner}.py`)) return { file: `${inner}.py`, folder: null }
    return this.folders.has(`${inner}/`) ? { file: null, folder: `${inner}/` } : null
  }

  private relative(path: string, folder: string): Found | null {
    const name = path.replace(/^\.+/, '')
    let base = folder
    for (let up = path.length - name.length; up > 1; up -= 1) {
      if (base === '') return null
      base = folderOf(base.slice(0, -1))
    }
    if (name !== '') return this.descend(base, name.split('.'))
    return { file: this.files.has(`${base}__init__.py`) ? `${base}__init__.py` : null, folder: base }
  }

  /** As Python finds it: from the folders in which packages lie, not from within a package. */
  private absolute(parts: readonly string[], folder: string): Found | null {
    let base = folder
    for (let depth = 0; depth < deepestFolder; depth += 1) {
      if (!this.files.has(`${base}__init__.py`))
        for (const sources of sourceFolders) {
          const found = this.descend(`${base}${sources}`, parts)
          if (found !== null) return found
        }
      if (base === '') break
      base = folderOf(base.slice(0, -1))
    }
    return null
  }

  private descend(base: string, parts: readonly string[]): Found | null {
    if (parts.length > mostParts) return null
    let found: Found | null = null
    let folder: string | null = base
    for (const part of parts) {
      found = folder === null || part === '' ? null : this.within(folder, part)
      if (found === null) return null
      folder = found.folder
    }
    return found
  }
}

/** The folder of a file, with its last `/`; empty for a file in none. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}
