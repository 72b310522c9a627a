import type { ShadowedModule } from '@cordon/model'
import type { Environment } from '../environment.ts'
import { moduleOfFile } from '../modules.ts'
import { folderOf, nameOf } from '../paths.ts'
import { placeOfEntry } from './integrity.ts'
import { standardModules } from './standard-modules.ts'

const mostShown = 500

/** Modules that an import may take from somewhere else than one thinks. */
export function shadowedIn(environment: Environment, strays: readonly string[]): readonly ShadowedModule[] {
  const recorded = modulesOf(environment)
  return [
    ...sharedModules(recorded),
    ...standardOnes(environment, recorded, strays),
    ...takenByStrays(recorded, strays),
  ]
    .sort((a, b) => (a.module < b.module ? -1 : a.module > b.module ? 1 : a.kind < b.kind ? -1 : 1))
    .slice(0, mostShown)
}

/** One module of the recorded files: the file that makes it one, and who lists that file. */
interface RecordedModule {
  readonly module: string
  readonly path: string
  readonly owners: Set<string>
}

/** By the folder that holds it and its name: `lib/site-packages\0requests`. */
type Modules = ReadonlyMap<string, readonly RecordedModule[]>

function keyOf(folder: string, module: string): string {
  return `${folder}\0${module}`
}

/** `pkg/mod.py` is the module `mod` in `pkg`; `pkg/__init__.py` is `pkg` in the folder above. */
function moduleAt(path: string): { readonly folder: string; readonly module: string } | null {
  const module = moduleOfFile(nameOf(path))
  const folder = folderOf(path)
  if (module === null || nameOf(folder) === '__pycache__') return null
  return module === '__init__' ? { folder: folderOf(folder), module: nameOf(folder) } : { folder, module }
}

function modulesOf(environment: Environment): Modules {
  const byPath = new Map<string, RecordedModule>()
  const modules = new Map<string, RecordedModule[]>()
  for (const { record, library, name } of environment.distributions)
    for (const entry of record?.entries ?? []) {
      const path = placeOfEntry(environment, library, entry)
      const at = path === null ? null : moduleAt(path)
      if (path === null || at === null) continue
      const known = byPath.get(path)
      if (known !== undefined) {
        known.owners.add(name)
        continue
      }
      const made: RecordedModule = { module: at.module, path, owners: new Set([name]) }
      byPath.set(path, made)
      const same = modules.get(keyOf(at.folder, at.module))
      if (same === undefined) modules.set(keyOf(at.folder, at.module), [made])
      else same.push(made)
    }
  return modules
}

/** One file that two distributions list: the one that was installed later has written over the other. */
function sharedModules(modules: Modules): readonly ShadowedModule[] {
  return [...modules.values()].flatMap((same) => {
    const owners = new Set(same.flatMap(({ owners }) => [...owners]))
    const [first] = same
    if (first === undefined || owners.size < 2 || !isTop(first, modules)) return []
    return [
      {
        module: first.module,
        kind: 'shared',
        paths: same.map(({ path }) => path),
        distributions: [...owners].sort(),
      } as const,
    ]
  })
}

/** Of a package that two distributions share, only the package itself is told, not each of its modules. */
function isTop({ path }: RecordedModule, modules: Modules): boolean {
  const at = moduleAt(path)
  if (at === null) return false
  const parent = modules.get(keyOf(folderOf(at.folder), nameOf(at.folder)))
  return parent === undefined || parent.every(({ owners }) => owners.size < 2)
}

/** A library folder is searched after the standard library, unless somebody puts it first: `PYTHONPATH`, a `.pth`, `-m` in that folder. */
function standardOnes(
  { libraries }: Environment,
  modules: Modules,
  strays: readonly string[],
): readonly ShadowedModule[] {
  const found: ShadowedModule[] = []
  const tops = new Set(libraries)
  for (const [key, same] of modules) {
    const [first] = same
    if (first === undefined || !standardModules.has(first.module) || !tops.has(key.slice(0, key.indexOf('\0'))))
      continue
    const owners = [...new Set(same.flatMap(({ owners }) => [...owners]))].sort()
    found.push({ module: first.module, kind: 'standard', paths: same.map(({ path }) => path), distributions: owners })
  }
  for (const path of strays) {
    const at = moduleAt(path)
    if (at !== null && tops.has(at.folder) && standardModules.has(at.module))
      found.push({ module: at.module, kind: 'standard', paths: [path], distributions: [] })
  }
  return found
}

/** A package is taken before an extension module, that before source, and source before bytecode (importlib's order). */
function rankOf(path: string): number {
  if (/(?:^|\/)__init__\.\w{1,4}$/.test(path)) return 0
  if (/\.(?:so|pyd)$/.test(path)) return 1
  return path.endsWith('.py') ? 2 : 3
}

/** A file that nobody recorded beside a module that somebody did, and that an import takes first. */
function takenByStrays(modules: Modules, strays: readonly string[]): readonly ShadowedModule[] {
  return strays.flatMap((path) => {
    const at = moduleAt(path)
    const same = at === null ? undefined : modules.get(keyOf(at.folder, at.module))
    if (at === null || same === undefined || same.some((each) => rankOf(each.path) <= rankOf(path))) return []
    const owners = [...new Set(same.flatMap(({ owners }) => [...owners]))].sort()
    return [
      {
        module: at.module,
        kind: 'stray',
        paths: [path, ...same.map((each) => each.path)],
        distributions: owners,
      } as const,
    ]
  })
}
