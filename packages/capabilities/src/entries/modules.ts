const sourceFolders: readonly string[] = ['', 'src/', 'lib/', 'python/']

/** Finds modules among the paths of an archive: below its root, its source folders and what a wheel moves to site-packages. */
export class ModulePaths {
  readonly paths: ReadonlySet<string>
  /** `name-1.0/` of an sdist; empty for a wheel. */
  readonly root: string
  private readonly bases: readonly string[]

  constructor(paths: readonly string[]) {
    this.paths = new Set(paths)
    this.root = rootOf(paths)
    const moved = paths.flatMap((path) => /^[^/]+\.data\/(?:purelib|platlib)\//.exec(path)?.[0] ?? [])
    this.bases = [...sourceFolders.map((folder) => `${this.root}${folder}`), ...new Set(moved)]
  }

  /** The file of a dotted module name; null when the archive does not hold it. */
  find(module: string, within?: string): string | null {
    const inner = module.replaceAll('.', '/')
    for (const base of within === undefined ? this.bases : [this.below(within)])
      for (const path of [`${base}${inner}.py`, `${base}${inner}/__init__.py`]) if (this.paths.has(path)) return path
    return null
  }

  /** A path relative to the root as the archive has it; null when it is not there. */
  at(path: string): string | null {
    const whole = `${this.root}${normal(path)}`
    return this.paths.has(whole) ? whole : null
  }

  private below(folder: string): string {
    const inner = normal(folder)
    return inner === '' ? this.root : `${this.root}${inner}/`
  }
}

function normal(path: string): string {
  return path
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/+$/, '')
    .replace(/^\.$/, '')
}

/** The only folder at the top, when a script or description of a build lies in it. */
function rootOf(paths: readonly string[]): string {
  const first = paths[0]?.split('/', 1)[0]
  if (first === undefined || !paths.every((path) => path.startsWith(`${first}/`))) return ''
  const marks = ['setup.py', 'pyproject.toml', 'setup.cfg', 'PKG-INFO']
  return paths.some((path) => marks.includes(path.slice(first.length + 1))) ? `${first}/` : ''
}
