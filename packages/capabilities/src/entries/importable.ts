import type { EntryMaterial } from './entries-of.ts'
import { ModulePaths } from './modules.ts'

/** When the top level of a file runs that nothing in the package imports. */
export type StageUnlessImported = (path: string) => 'import' | 'entry'

const identifier = /^[\p{ID_Start}_]\p{ID_Continue}*$/u
/** Folders of tests and of what is for show: no program imports them, whoever runs them knows. */
const showFolders =
  /^(?:tests?|testing|docs?|documentation|examples?|demos?|samples?|tutorials?|benchmarks?|notebooks?)$/i
/** Folders of what a project's own people run, unless they are packages. */
const toolFolders =
  /^(?:scripts?|tools?|tooling|utilities|misc|ci|dev|hack|contrib|maint|maintenance|maintainers|build_tools|release|bin|admin|packaging)$/i
const testFiles = /^(?:test_.*|.*_tests?|conftest)$/
const longestBuildText = 2_000_000
const quoted = /'[^'\n]*'|"[^"\n]*"/g
/** A name by itself, of a file or with what is below it. */
const moduleName = /(?<![\p{L}\p{N}_./-])(?:src\/)?([\p{L}\p{N}_]+)(?:\.py|\.?\*)?(?![\p{L}\p{N}_/.-])/gu
/** Scripts beside the package that tools of the trade run by their name. */
const toolFiles = /^(?:noxfile|tasks|fabfile|toxfile|dodo|pavement|release|make_release|runtests|ez_setup)$/

/**
 * Tells modules from scripts: a module that is installed may be imported by whoever uses the package; a file that no import can name, that is
 * not installed, or that holds tests runs only when somebody runs it. What the package itself imports is not asked for here.
 */
export function stageUnlessImported({ paths, textOf }: Pick<EntryMaterial, 'paths' | 'textOf'>): StageUnlessImported {
  const known = new ImportPlaces(paths, textOf)
  return (path) => (known.isImportable(path) ? 'import' : 'entry')
}

class ImportPlaces {
  private readonly modules: ModulePaths
  private readonly textOf: EntryMaterial['textOf']
  /** Top-level names of packages and modules that are for use. */
  private readonly tops = new Set<string>()
  /** There is a package that can be imported: what nothing can name is then no mistake of whoever wrote it. */
  private hasPackage = false
  private named: ReadonlySet<string> | null | undefined

  constructor(paths: readonly string[], textOf: EntryMaterial['textOf']) {
    this.modules = new ModulePaths(paths)
    this.textOf = textOf
    for (const path of paths) {
      const [top = '', ...rest] = this.partsOf(path)
      if (!path.endsWith('.py') || showFolders.test(top) || toolFolders.test(top) || top === 'setup.py') continue
      if (identifier.test(rest.length === 0 ? stemOf(top) : top)) this.tops.add(top)
      if (rest.length === 1 && rest[0] === '__init__.py') this.hasPackage ||= identifier.test(top)
    }
  }

  isImportable(path: string): boolean {
    // A name that is made to deceive is no reason to look less closely.
    if (/\p{Cc}/u.test(path)) return true
    const parts = this.partsOf(path)
    const stem = stemOf(parts.at(-1) ?? '')
    const folders = parts.slice(0, -1)
    if (this.hasPackage && ![stem, ...folders].every((name) => identifier.test(name))) return false
    if (folders.length === 0) return this.isInstalled(stem) && !(toolFiles.test(stem) && this.hasPackage)
    if (testFiles.test(stem) || (this.hasPackage && stem === 'setup')) return false
    const base = path.slice(0, path.length - parts.join('/').length)
    return folders.every((folder, depth) => {
      const isPackage = this.modules.paths.has(`${base}${folders.slice(0, depth + 1).join('/')}/__init__.py`)
      const isTool = toolFolders.test(folder)
      if (depth === 0 && this.tops.has(folder))
        return isPackage || base !== this.modules.root || this.isInstalled(folder)
      if (depth === 0 && isTool && this.hasPackage) return isPackage && this.isInstalled(folder)
      if (showFolders.test(folder)) return depth === 0 && this.tops.size === 0
      return isPackage || !isTool
    })
  }

  /** What lies beside a package and is none itself: installed when what describes the build names it, or names nothing that is there. */
  private isInstalled(name: string): boolean {
    this.named ??= this.namedByBuild()
    if (this.named === null || this.named.has(name)) return true
    return !this.hasPackage && ![...this.tops].some((top) => this.named?.has(stemOf(top)))
  }

  /** Names of modules within the texts of what describes the build; null when nothing does. */
  private namedByBuild(): ReadonlySet<string> | null {
    const paths = ['setup.py', 'setup.cfg', 'pyproject.toml'].flatMap((name) => this.modules.at(name) ?? [])
    if (paths.length === 0) return null
    const named = new Set<string>()
    for (const path of paths) {
      const text = (this.textOf(path) ?? '').slice(0, longestBuildText)
      const texts = path.endsWith('.cfg')
        ? text.split('\n').filter((line) => !line.startsWith('['))
        : text.match(quoted)
      for (const each of texts ?? []) for (const [, name = ''] of each.matchAll(moduleName)) named.add(name)
    }
    return named
  }

  /** Parts of the path below where Python looks for modules. */
  private partsOf(path: string): readonly string[] {
    const inner = path.startsWith(this.modules.root) ? path.slice(this.modules.root.length) : path
    const parts = inner.replace(/^[^/]+\.data\/(?:purelib|platlib)\//, '').split('/')
    return parts.length > 2 && /^(?:src|lib|python)$/.test(parts[0] ?? '') ? parts.slice(1) : parts
  }
}

function stemOf(name: string): string {
  return name.replace(/\.pyw?$/i, '')
}
