import { dirname } from 'node:path'
import type { Dependency, LockedAt, Lockfile, ProjectFile } from '@cordon/model'
import { type AnyVersion, type PackageName, type SpecifierSet, satisfies } from '@cordon/pypa'
import { liesBelow } from './discover.ts'
import type { Placed } from './includes.ts'
import type { Taken } from './inventory.ts'

/** The files that belong together with one file: its manifests and locks. */
export class Project {
  readonly files: readonly ProjectFile[]
  #pins: ReadonlyMap<PackageName, readonly Pin[]> | null = null
  #demands: ReadonlyMap<PackageName, readonly SpecifierSet[]> | null = null

  constructor(files: readonly ProjectFile[]) {
    this.files = files
  }

  /** Pins that the project's locks give, by name; gathered when something unpinned asks for them. */
  get pins(): ReadonlyMap<PackageName, readonly Pin[]> {
    this.#pins ??= pinsOf(this.files)
    return this.#pins
  }

  /** Ranges that the project's manifests ask for, by name. */
  get demands(): ReadonlyMap<PackageName, readonly SpecifierSet[]> {
    this.#demands ??= demandsOf(this.files)
    return this.#demands
  }
}

interface Pin {
  readonly version: AnyVersion
  readonly dependency: Dependency
  readonly file: Lockfile
}

/** Files of one folder are one project, with the locks of the folders above it in the same repository (workspaces) and what `-r` and `-c` name. */
export function projectsOf({ files, includes }: Pick<Taken, 'files' | 'includes'>): ReadonlyMap<Lockfile, Project> {
  const byFolder = new Map<string, Placed[]>()
  for (const each of files) {
    const folder = dirname(each.absolute)
    const known = byFolder.get(folder)
    if (known === undefined) byFolder.set(folder, [each])
    else known.push(each)
  }
  const projects = new Map<Lockfile, Project>()
  for (const [folder, own] of byFolder) {
    const first = own[0]
    if (first === undefined) continue
    const locksAbove = foldersAbove(folder, first.boundary).flatMap((above) =>
      (byFolder.get(above) ?? []).filter((each) => each.file.role === 'lock'),
    )
    const shared = [...own, ...locksAbove]
    const project = projectOf(shared)
    for (const { file } of own) {
      const elsewhere = reachedFrom(file, includes).filter((each) => !shared.includes(each))
      projects.set(file, elsewhere.length === 0 ? project : projectOf([...shared, ...elsewhere]))
    }
  }
  return projects
}

function projectOf(placed: readonly Placed[]): Project {
  return new Project(placed.map(({ file, text }): ProjectFile => ({ file, text })))
}

function reachedFrom(file: Lockfile, includes: Taken['includes']): readonly Placed[] {
  const reached = new Set<Placed>()
  const stack = [...(includes.get(file) ?? [])]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (reached.has(next)) continue
    reached.add(next)
    stack.push(...(includes.get(next.file) ?? []))
  }
  return [...reached]
}

function foldersAbove(folder: string, boundary: string): string[] {
  const above: string[] = []
  for (let at = folder; at !== boundary && liesBelow(at, boundary); ) {
    at = dirname(at)
    above.push(at)
  }
  return above
}

/** No project has as many pins or ranges of one name; a file made to have them would cost their product. */
const mostPins = 256
const mostDemands = 32

function pinsOf(files: readonly ProjectFile[]): ReadonlyMap<PackageName, readonly Pin[]> {
  const pins = new Map<PackageName, Pin[]>()
  for (const { file } of files) {
    if (file.role !== 'lock' && file.role !== 'requirements') continue
    for (const dependency of file.dependencies) {
      if (dependency.version === null || dependency.own || dependency.origin.kind === 'conda') continue
      const known = pins.get(dependency.name)
      const pin = { version: dependency.version, dependency, file }
      if (known === undefined) pins.set(dependency.name, [pin])
      else if (known.length < mostPins) known.push(pin)
    }
  }
  return pins
}

function demandsOf(files: readonly ProjectFile[]): ReadonlyMap<PackageName, readonly SpecifierSet[]> {
  const demands = new Map<PackageName, SpecifierSet[]>()
  for (const { file } of files)
    for (const { name, specifier, version } of file.role === 'manifest' ? file.dependencies : []) {
      if (specifier === null || version !== null) continue
      const known = demands.get(name)
      if (known === undefined) demands.set(name, [specifier])
      else if (known.length < mostDemands && !known.some((each) => each.raw === specifier.raw)) known.push(specifier)
    }
  return demands
}

/** Where a lock of the project pins what an unpinned requirement asks for, or null. Commands do not install from locks. */
export function lockedAt(project: Project, file: Lockfile, dependency: Dependency): LockedAt | null {
  if (dependency.version !== null || file.role === 'command') return null
  if (dependency.scopes.some((scope) => scope.kind === 'build')) return null
  for (const pin of project.pins.get(dependency.name) ?? []) {
    const fits = dependency.specifier === null || satisfies(pin.version, dependency.specifier, true)
    if (fits && answersFor(file, pin)) return { at: pin.dependency.at, version: pin.version.raw }
  }
  return null
}

/**
 * A manifest is answered by any lock or requirements file of its project, `x.in` by the `x.txt` that is compiled from it. Any other
 * requirements file is installed as it stands: only a constraint pins it further.
 */
function answersFor(file: Lockfile, { dependency, file: pinning }: Pin): boolean {
  if (file.role === 'manifest') return true
  if (file.path.endsWith('.in')) return pinning.role === 'lock' || pinning.path === file.path.replace(/\.in$/, '.txt')
  return dependency.constraint
}
