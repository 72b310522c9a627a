import { isObject } from '@cordon/model'
import type { Entry } from '@cordon/python'
import { parse, type TomlTable } from 'smol-toml'
import type { ModulePaths } from './modules.ts'

type Table = Readonly<Record<string, unknown>>

const longestDescription = 2_000_000

/** PEP 517 and PEP 660 hooks of a build backend. */
export const backendHooks: readonly string[] = [
  'get_requires_for_build_wheel',
  'get_requires_for_build_sdist',
  'get_requires_for_build_editable',
  'prepare_metadata_for_build_wheel',
  'prepare_metadata_for_build_editable',
  'build_wheel',
  'build_sdist',
  'build_editable',
]

/** Code of the package itself that `pyproject.toml` has run while the package is built. A text that is not TOML stops every build, and has none. */
export function entriesOfPyproject(text: string, modules: ModulePaths): readonly Entry[] {
  const table = tableOf(text)
  if (table === null) return []
  return [
    ...backendEntries(inner(table, 'build-system'), modules),
    ...hatchEntries(inner(table, 'tool', 'hatch'), modules),
    ...pdmEntries(inner(table, 'tool', 'pdm'), modules),
    ...poetryEntries(inner(table, 'tool', 'poetry'), modules),
    ...setuptoolsEntries(inner(table, 'tool', 'setuptools'), modules),
  ]
}

function tableOf(text: string): Table | null {
  if (text.length > longestDescription) return null
  try {
    return parse(text) satisfies TomlTable as Table
  } catch {
    return null
  }
}

/** A table within tables; empty when it is not there. */
function inner(table: Table, ...keys: readonly string[]): Table {
  let found: unknown = table
  for (const key of keys) found = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined
  return isObject(found) ? found : {}
}

function textIn(table: Table, key: string): string | null {
  const value = Object.hasOwn(table, key) ? table[key] : undefined
  return typeof value === 'string' ? value : null
}

/** `build-backend = "module:object"`, found in the archive itself by `backend-path`. */
function backendEntries(system: Table, modules: ModulePaths): readonly Entry[] {
  const backend = textIn(system, 'build-backend')
  const folders = Array.isArray(system['backend-path']) ? system['backend-path'] : []
  if (backend === null) return []
  const [module = '', object] = backend.split(':')
  for (const folder of folders) {
    const path = typeof folder === 'string' ? modules.find(module, folder) : null
    if (path === null) continue
    const prefix = object === undefined ? '' : `${object}.`
    return [installed(path), ...backendHooks.map((hook) => installed(path, `${prefix}${hook}`))]
  }
  return []
}

/** Custom hooks of builds and metadata, and a version that is code. */
function hatchEntries(hatch: Table, modules: ModulePaths): readonly Entry[] {
  const scripts: string[] = []
  const addHook = (owner: Table): void => {
    const custom = inner(owner, 'hooks', 'custom')
    if (isObject(inner(owner, 'hooks')) && Object.hasOwn(inner(owner, 'hooks'), 'custom'))
      scripts.push(textIn(custom, 'path') ?? 'hatch_build.py')
  }
  const targets = inner(hatch, 'build', 'targets')
  addHook(inner(hatch, 'build'))
  addHook(inner(hatch, 'metadata'))
  for (const name of Object.keys(targets)) {
    addHook(inner(targets, name))
    if (name === 'custom') scripts.push(textIn(inner(targets, name), 'path') ?? 'hatch_build.py')
  }
  const version = inner(hatch, 'version')
  const versionFile = textIn(version, 'source') === 'code' ? textIn(version, 'path') : null
  if (versionFile !== null) scripts.push(versionFile)
  return scripts.flatMap((script) => atInstall(modules.at(script)))
}

function pdmEntries(pdm: Table, modules: ModulePaths): readonly Entry[] {
  const build = inner(pdm, 'build')
  const hooks = textIn(build, 'custom-hook') ?? 'pdm_build.py'
  const script = textIn(build, 'setup-script') ?? textIn(inner(build, 'setup-script'), 'path')
  const version = inner(pdm, 'version')
  const getter = textIn(version, 'source') === 'call' ? textIn(version, 'getter') : null
  const hookPath = modules.at(hooks)
  const names =
    'pdm_build_hook_enabled pdm_build_initialize pdm_build_clean pdm_build_update_files pdm_build_finalize pdm_build_update_setup_kwargs'
  return [
    ...atInstall(hookPath),
    ...(hookPath === null ? [] : names.split(' ').map((name) => installed(hookPath, name))),
    ...atInstall(script === null ? null : modules.at(script)),
    ...(getter === null ? [] : target(getter, modules)),
  ]
}

function poetryEntries(poetry: Table, modules: ModulePaths): readonly Entry[] {
  const script = textIn(poetry, 'build') ?? textIn(inner(poetry, 'build'), 'script')
  const path = script === null ? null : modules.at(script)
  return path === null ? [] : [installed(path), installed(path, 'build')]
}

/** Commands of one's own, and versions that setuptools imports a module for. */
function setuptoolsEntries(setuptools: Table, modules: ModulePaths): readonly Entry[] {
  const commands = inner(setuptools, 'cmdclass')
  const named = Object.keys(commands).flatMap((key) => {
    const dotted = textIn(commands, key)
    return dotted === null ? [] : attribute(dotted, modules)
  })
  const dynamic = inner(setuptools, 'dynamic')
  const read = Object.keys(dynamic).flatMap((key) => {
    const dotted = textIn(inner(dynamic, key), 'attr')
    return dotted === null ? [] : attribute(dotted, modules).slice(0, 1)
  })
  return [...named, ...read]
}

/** `package.module.Name`: the module, then the name in it. */
export function attribute(dotted: string, modules: ModulePaths): readonly Entry[] {
  const dot = dotted.lastIndexOf('.')
  return dot < 0 ? [] : target(`${dotted.slice(0, dot)}:${dotted.slice(dot + 1)}`, modules)
}

/** `package.module:name` */
function target(reference: string, modules: ModulePaths): readonly Entry[] {
  const [module = '', name = ''] = reference.split(':')
  const path = modules.find(module.trim())
  return path === null ? [] : [installed(path), installed(path, name.trim())]
}

function installed(path: string, symbol: string | null = null): Entry {
  return { path, stage: 'install', symbol }
}

function atInstall(path: string | null): readonly Entry[] {
  return path === null ? [] : [installed(path)]
}
