import type { EntryPoint } from '@cordon/pypa'
import type { Entry } from '@cordon/python'
import { entriesOfPyproject } from './build-description.ts'
import { ModulePaths } from './modules.ts'
import { entriesOfSetupCfg } from './setup-cfg.ts'

/** What tells which files of an archive run, and when. */
export interface EntryMaterial {
  /** All members, with `/` between folders. */
  readonly paths: readonly string[]
  readonly entryPoints: readonly EntryPoint[]
  /** The text of a member that describes a build or a start; null when it cannot be read. */
  readonly textOf: (path: string) => string | null
}

const mostEntries = 5000
const startNames: ReadonlySet<string> = new Set(['sitecustomize.py', 'usercustomize.py'])

/**
 * What runs without being called: scripts and hooks of builds, what Python runs at every start, and what commands and plug-ins begin
 * with. Modules that are only imported are not among them.
 */
export function entriesOf({ paths, entryPoints, textOf }: EntryMaterial): readonly Entry[] {
  const modules = new ModulePaths(paths)
  const found: Entry[] = [...buildEntries(modules, textOf)]
  for (const path of paths) found.push(...entriesOfPath(path, modules, textOf))
  for (const point of entryPoints) {
    const path = modules.find(point.module)
    if (path !== null) found.push({ path, stage: 'entry', symbol: point.attribute })
  }
  return unique(found).slice(0, mostEntries)
}

function buildEntries(modules: ModulePaths, textOf: EntryMaterial['textOf']): readonly Entry[] {
  const script = modules.at('setup.py')
  const pyproject = modules.at('pyproject.toml')
  const config = modules.at('setup.cfg')
  return [
    ...(script === null ? [] : [{ path: script, stage: 'install', symbol: null } as const]),
    ...(pyproject === null ? [] : entriesOfPyproject(textOf(pyproject) ?? '', modules)),
    ...(config === null ? [] : entriesOfSetupCfg(textOf(config) ?? '', modules)),
  ]
}

/** Where a wheel puts what lies at the root of the interpreter's modules. */
const siteFolder = /^(?:[^/]+\.data\/(?:purelib|platlib|data(?:\/lib\/python[\d.]+\/site-packages)?)\/)?[^/]+$/

function entriesOfPath(path: string, modules: ModulePaths, textOf: EntryMaterial['textOf']): readonly Entry[] {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const inner = path.startsWith(modules.root) ? path.slice(modules.root.length) : path
  if (path.endsWith('.pth')) return [{ path, stage: 'start', symbol: null }]
  if (path.endsWith('.start')) return startEntries(textOf(path) ?? '', modules)
  if (startNames.has(name) && siteFolder.test(inner.replace(/^src\//, '')))
    return [{ path, stage: 'start', symbol: null }]
  if (name === 'setup.py' && inner.split('/').length === 2 && modules.root === '')
    return [{ path, stage: 'install', symbol: null }]
  if (name === '__main__.py' || name === 'conftest.py' || /^[^/]+\.data\/scripts\/[^/]+$/.test(path))
    return [{ path, stage: 'entry', symbol: null }]
  return []
}

/** PEP 829: each line of a `.start` file names a callable. */
function startEntries(text: string, modules: ModulePaths): readonly Entry[] {
  return text.split(/\r?\n/, 1000).flatMap((line): readonly Entry[] => {
    const [, module = '', symbol] = /^\s{0,20}([\w.]{1,200})(?::([\w.]{1,200}))?\s{0,20}(?:#.*)?$/.exec(line) ?? []
    const path = module === '' ? null : modules.find(module)
    return path === null ? [] : [{ path, stage: 'start', symbol: symbol ?? null }]
  })
}

function unique(entries: readonly Entry[]): readonly Entry[] {
  const byKey = new Map(entries.map((entry) => [`${entry.stage}\n${entry.path}\n${entry.symbol ?? ''}`, entry]))
  return [...byKey.values()]
}
