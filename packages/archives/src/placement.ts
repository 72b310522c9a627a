import { commandNames } from './command-names.ts'
import { normalizeModule, ownersOfModules, standardModules } from './known-modules.ts'

/**
 * Where a wheel puts something that is not its own package:
 * `script` a command · `known-command` one with the name of a common program · `header` · `library` code through `.data/purelib` or
 * `platlib` · `data` a file below the interpreter's prefix · `code-through-data` Python that lands in site-packages that way ·
 * `jupyter-config`, `system-config`, `shell-config` settings that another program obeys · `unknown-scheme` · `other-module` a module
 * that belongs to another project · `standard-module` one of the standard library · `editor-config` settings of editors, version
 * control and assistants · `generic-module` a name that many projects could use.
 */
export type PlacementKind =
  | 'script'
  | 'known-command'
  | 'header'
  | 'library'
  | 'data'
  | 'code-through-data'
  | 'jupyter-config'
  | 'system-config'
  | 'shell-config'
  | 'unknown-scheme'
  | 'other-module'
  | 'standard-module'
  | 'editor-config'
  | 'generic-module'

export interface Placement {
  /** In the archive. */
  readonly path: string
  readonly what: PlacementKind
  /** Where it lands: below site-packages, or below the prefix for scripts and data. */
  readonly to: string
}

const dataFolder = /^[^/]+\.data\/([^/]+)\/(.+)$/
const sitePackages = /(?:^|\/)(?:site|dist)-packages\/(.+)$/
const editorConfig =
  /^(?:\.(?:vscode|idea|cursor|claude|github|git|gemini|windsurf|continue|devcontainer)\/|(?:claude|agents|gemini)\.md$|\.cursorrules$|\.mcp\.json$|\.gitattributes$|\.gitconfig$|\.envrc$)/i
const genericModules = new Set([
  'test',
  'tests',
  'doc',
  'docs',
  'example',
  'examples',
  'src',
  'lib',
  'utils',
  'scripts',
  'tools',
])

/** Where a member of a wheel lands below site-packages; null when it lands elsewhere. */
export function placeOf(path: string): string | null {
  const data = dataFolder.exec(path)
  if (data === null) return path
  const [, scheme = '', rest = ''] = data
  if (scheme === 'purelib' || scheme === 'platlib') return rest
  return scheme === 'data' ? (sitePackages.exec(rest)?.[1] ?? null) : null
}

/** What a wheel puts outside of its own package: one entry for each such file, and one for each module of somebody else. */
export function readPlacements(paths: readonly string[], project: string | null): readonly Placement[] {
  const found: Placement[] = []
  const modules = new Set<string>()
  for (const path of paths) {
    const data = dataFolder.exec(path)
    if (data !== null) found.push(ofScheme(path, data[1] ?? '', data[2] ?? ''))
    const place = placeOf(path)
    if (place === null || /^[^/]+\.dist-info\//.test(place)) continue
    if (editorConfig.test(place)) found.push({ path, what: 'editor-config', to: place })
    const module = moduleOf(place)
    if (module === null || modules.has(module)) continue
    modules.add(module)
    const what = ofModule(module, project)
    if (what !== null) found.push({ path, what, to: module })
  }
  return found
}

function ofScheme(path: string, scheme: string, rest: string): Placement {
  if (scheme === 'scripts') {
    const name = rest.toLowerCase().replace(/\.(?:exe|py|sh|bat|cmd|ps1)$/, '')
    return { path, what: commandNames.has(name) ? 'known-command' : 'script', to: `bin/${rest}` }
  }
  if (scheme === 'purelib' || scheme === 'platlib') return { path, what: 'library', to: rest }
  if (scheme === 'headers') return { path, what: 'header', to: rest }
  return { path, what: scheme === 'data' ? ofData(rest) : 'unknown-scheme', to: rest }
}

function ofData(rest: string): PlacementKind {
  if (sitePackages.test(rest)) return 'code-through-data'
  if (/^(?:bin|sbin|Scripts)\//i.test(rest)) {
    const name = rest.slice(rest.lastIndexOf('/') + 1).toLowerCase()
    return commandNames.has(name.replace(/\.(?:exe|bat|cmd|ps1)$/, '')) ? 'known-command' : 'script'
  }
  if (/^etc\/(?:jupyter|ipython)\//i.test(rest)) return 'jupyter-config'
  if (/(?:^|\/)(?:bash|zsh|fish|profile\.d|bash_completion\.d|site-functions|vendor_conf\.d)(?:\/|$)/.test(rest))
    return 'shell-config'
  if (/(?:^|\/)(?:systemd|cron[^/]*|autostart|init\.d|udev|LaunchAgents|LaunchDaemons)\//i.test(rest))
    return 'system-config'
  return 'data'
}

/** The name under which the first part of a place is imported; null for what is not code. */
function moduleOf(place: string): string | null {
  const slash = place.indexOf('/')
  if (slash < 0) return /^([^.]+)\.(?:py|pyc|so|pyd|[^/]*\.(?:so|pyd))$/.exec(place)?.[1] ?? null
  return /\.(?:py|pyc|so|pyd)$/.test(place) ? place.slice(0, slash) : null
}

function ofModule(module: string, project: string | null): PlacementKind | null {
  const own = project === null ? '' : normalizeModule(project)
  const name = normalizeModule(module)
  if (name === own) return null
  const owners = ownersOfModules.get(module.toLowerCase())
  if (owners !== undefined && project !== null && !owners.includes(project)) return 'other-module'
  if (standardModules.has(module)) return 'standard-module'
  return genericModules.has(module.toLowerCase()) ? 'generic-module' : null
}
