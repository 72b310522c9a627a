import { dirname, sep } from 'node:path'
import type { Dependency, LockedAt, Lockfile, ProjectFile } from '@cordon/model'
import { type AnyVersion, type PackageName, type SpecifierSet, satisfies } from '@cordon/pypa'
import type { Placed } from './includes.ts'

/** The files that belong together with one file: its manifests and locks. */
export interface Project {
  readonly files: readonly ProjectFile[]
  /** Pins that the project's locks give, by name. */
  readonly pins: ReadonlyMap<PackageName, readonly Pin[]>
  /** Ranges that the project's manifests ask for, by name. */
  readonly demands: ReadonlyMap<PackageName, readonly SpecifierSet[]>
}

interface Pin {
  readonly version: AnyVersion
  readonly dependency: Dependency
}

/** Files of one folder are one project, with the locks of the folders above it in the same repository (workspaces). */
export function projectsOf(files: readonly Placed[]): ReadonlyMap<Lockfile, Project> {
  const byFolder = new Map<string, Placed[]>()
  for (const each of files) {
    const folder = dirname(each.absolute)
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), each])
  }
  const projects = new Map<Lockfile, Project>()
  for (const [folder, own] of byFolder) {
    const first = own[0]
    if (first === undefined) continue
    const locksAbove = foldersAbove(folder, first.boundary).flatMap((above) =>
      (byFolder.get(above) ?? []).filter((each) => each.file.role === 'lock'),
    )
    const all = [...own, ...locksAbove].map(({ file, text }): ProjectFile => ({ file, text }))
    const project = { files: all, pins: pinsOf(all), demands: demandsOf(all) }
    for (const each of own) projects.set(each.file, project)
  }
  return projects
}

function foldersAbove(folder: string, boundary: string): string[] {
  const above: string[] = []
  for (let at = folder; at !== boundary && at.startsWith(boundary + sep); ) {
    at = dirname(at)
    above.push(at)
  }
  return above
}

function pinsOf(files: readonly ProjectFile[]): ReadonlyMap<PackageName, readonly Pin[]> {
  const pins = new Map<PackageName, Pin[]>()
  for (const { file } of files) {
    if (file.role !== 'lock' && file.role !== 'requirements') continue
    for (const dependency of file.dependencies) {
      if (dependency.version === null || dependency.own || dependency.origin.kind === 'conda') continue
      const known = pins.get(dependency.name)
      const pin = { version: dependency.version, dependency }
      if (known === undefined) pins.set(dependency.name, [pin])
      else known.push(pin)
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
      else known.push(specifier)
    }
  return demands
}

/** Where a lock of the project pins what an unpinned requirement asks for, or null. Commands do not install from locks. */
export function lockedAt(project: Project, file: Lockfile, dependency: Dependency): LockedAt | null {
  if (dependency.version !== null || file.role === 'command') return null
  if (dependency.scopes.some((scope) => scope.kind === 'build')) return null
  for (const { version, dependency: pinned } of project.pins.get(dependency.name) ?? [])
    if (dependency.specifier === null || satisfies(version, dependency.specifier, true))
      return { at: pinned.at, version: version.raw }
  return null
}
