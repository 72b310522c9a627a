import {
  type Coverage,
  type Dependency,
  type Edge,
  type Lockfile,
  purlOfDependency,
  type ReportMeta,
  type Skipped,
  versionText,
} from '@cordon/model'
import { environmentShapes, installedShape } from './installed-shape.ts'
import { writeLines } from './json-text.ts'
import { comparePlace, compareText, distinct } from './order.ts'
import { coverageShape, groupsOf, placeShape, skippedShape } from './shapes.ts'

/** What `cordon inventory` found, before anything is judged. */
export interface Inventory {
  readonly files: readonly Lockfile[]
  readonly skipped: readonly Skipped[]
  readonly coverage: Coverage
  readonly meta: ReportMeta
}

function hashesOf(dependency: Dependency): readonly string[] {
  return distinct(dependency.artifacts.flatMap((each) => each.hashes.map((hash) => `${hash.algorithm}:${hash.value}`)))
}

function dependencyShape(dependency: Dependency, file: Lockfile): object {
  const { version, specifier, marker } = dependency
  return {
    name: dependency.name,
    version: version === null ? null : versionText(version),
    purl: purlOfDependency(dependency),
    origin: dependency.origin,
    specifier: specifier === null ? null : specifier.raw,
    groups: groupsOf(dependency),
    scopes: dependency.scopes.map(({ kind, name }) => ({ kind, name })),
    extras: dependency.extras,
    marker: marker === null ? null : marker.raw,
    hashes: hashesOf(dependency),
    direct: dependency.direct,
    editable: dependency.editable,
    constraint: dependency.constraint,
    own: dependency.own,
    attestationIdentities: dependency.attestationIdentities,
    at: placeShape(dependency.at),
    format: file.format,
    ...(dependency.installed === undefined ? {} : { installed: installedShape(dependency.installed) }),
  }
}

function edgeShape(edge: Edge, file: Lockfile): readonly object[] {
  const from = file.dependencies[edge.from]
  const to = file.dependencies[edge.to]
  if (from === undefined || to === undefined) return []
  return [
    {
      from: purlOfDependency(from),
      to: purlOfDependency(to),
      marker: edge.marker === null ? null : edge.marker.raw,
      scope: edge.scope === null ? null : edge.scope.name,
      extras: edge.extras,
      path: file.path,
    },
  ]
}

/** The files by path. */
export function sortFiles(files: readonly Lockfile[]): readonly Lockfile[] {
  return [...files].sort((a, b) => compareText(a.path, b.path))
}

/** The dependencies of a file by line, then name. */
export function sortDependencies(file: Lockfile): readonly Dependency[] {
  return [...file.dependencies].sort((a, b) => comparePlace(a.at, b.at) || compareText(a.name, b.name))
}

/** `cordon.inventory/1`: everything that says what gets installed, for programs. Described by docs/schemas. */
export function renderInventoryJson(inventory: Inventory): string {
  const files = sortFiles(inventory.files)
  const { meta } = inventory
  const pieces = writeLines({
    schema: 'cordon.inventory/1',
    tool: { name: meta.tool.name, version: meta.tool.version },
    time: meta.time,
    targets: meta.targets,
    environment: meta.environment,
    warnings: meta.warnings,
    dependencies: files.flatMap((file) => sortDependencies(file).map((each) => dependencyShape(each, file))),
    edges: files.flatMap((file) => file.edges.flatMap((edge) => edgeShape(edge, file))),
    environments: environmentShapes(files),
    skipped: skippedShape(inventory.skipped),
    coverage: coverageShape(inventory.coverage),
  })
  return [...pieces].join('')
}
