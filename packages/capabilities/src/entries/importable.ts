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
  private named: ReadonlySet<string> | null = null

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
    if (folders.length === 0) return this.isInstalled(stem)
    if (testFiles.test(stem)) return false
    const base = path.slice(0, path.length - parts.join('/').length)
    return folders.every((folder, depth) => {
      if (depth === 0 && (this.tops.size === 0 || this.tops.has(folder))) return true
      if (showFolders.test(folder)) return false
      if (!toolFolders.test(folder)) return true
      if (depth === 0 && this.hasPackage) return this.isInstalled(folder)
      const whole = `${base}${folders.slice(0, depth + 1).join('/')}`
      return this.modules.paths.has(`${whole}/__init__.py`)
    })
  }

  /** A module beside `setup.py`, or a package of tools: installed when there is nothing else, or when what describes the build names it. */
  private isInstalled(name: string): boolean {
    const isBuilt = this.modules.at('setup.py') !== null || this.modules.at('pyproject.toml') !== null
    if (!this.hasPackage || !isBuilt) return true
    this.named ??= this.namedByBuild()
    return this.named.has(name)
  }

  /** Words of the texts within what describes the build. */
  private namedByBuild(): ReadonlySet<string> {
    const named = new Set<string>()
    for (const name of ['setup.py', 'setup.cfg', 'pyproject.toml']) {
      const path = this.modules.at(name)
      const text = (path === null ? '' : (this.textOf(path) ?? '')).slice(0, longestBuildText)
      const texts = name === 'setup.cfg' ? text.split('\n').filter((line) => !line.startsWith('[')) : text.match(quoted)
      for (const each of texts ?? []) for (const [word] of each.matchAll(/[\p{L}\p{N}_]+/gu)) named.add(word)
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
