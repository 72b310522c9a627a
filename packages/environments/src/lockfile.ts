import {
  type Dependency,
  type Edge,
  type EnvironmentFacts,
  emptyLockfile,
  type Installed,
  type LayerReference,
  type Lockfile,
  type Owner,
  type Skipped,
  shownPath,
} from '@cordon/model'
import { evaluateMarker, type MarkerEnvironment, normalizeName, type PackageName, type Requirement } from '@cordon/pypa'
import type { Distribution } from './distribution.ts'
import type { Environment, EnvironmentReport } from './environment.ts'
import { licenseOf } from './license.ts'
import { markerEnvironmentOf } from './marker-environment.ts'
import { originOf } from './origin.ts'

export interface LockfileOptions {
  /** The tree's root as a person would write it: a folder, an archive, an image. */
  readonly path: string
  /** By the index that the tree's files give. */
  readonly layers?: readonly LayerReference[]
}

/** Each environment as what `scan`, `inventory` and documents understand: what is installed, and what needs what. */
export function lockfilesOf(report: EnvironmentReport, options: LockfileOptions): readonly Lockfile[] {
  const within = (path: string): string => shownPath(options.path, path)
  const skipped = report.problems.map((problem) => skippedOf(problem, within))
  // What could not be read is told, also where nothing else was found.
  if (report.environments.length === 0) return skipped.length === 0 ? [] : [{ ...emptyAt(options.path), skipped }]
  return report.environments.map((environment, index) => ({
    ...emptyAt(pathOf(environment, report.environments, within)),
    dependencies: environment.distributions.map((each) => dependencyOf(each, environment, { within, options })),
    edges: edgesOf(environment),
    skipped: index === 0 ? skipped : [],
    environment: factsOf(environment, options.path),
  }))
}

function emptyAt(path: string): Lockfile {
  return emptyLockfile({ path, format: 'environment', role: 'installed' })
}

/** Two environments with one root (two Pythons of a system) are told apart by their folder. */
function pathOf(environment: Environment, all: readonly Environment[], within: (path: string) => string): string {
  const isAlone = all.every((other) => other === environment || other.root !== environment.root)
  return within(isAlone ? environment.root : (environment.libraries[0] ?? environment.root))
}

function skippedOf(problem: EnvironmentReport['problems'][number], within: (path: string) => string): Skipped {
  return { at: { path: within(problem.path), line: 0 }, code: problem.code, text: problem.path, reason: problem.reason }
}

function factsOf(environment: Environment, base: string): EnvironmentFacts {
  const { distributions: _, ...facts } = environment
  return { base, ...facts }
}

interface Showing {
  readonly within: (path: string) => string
  readonly options: LockfileOptions
}

function dependencyOf(distribution: Distribution, environment: Environment, { within, options }: Showing): Dependency {
  const { name, version, at } = distribution
  return {
    name,
    version,
    specifier: null,
    ...originOf(distribution),
    scopes: [],
    extras: [],
    marker: null,
    at: { path: within(at.path), line: at.line },
    text: at.text,
    constraint: false,
    own: false,
    direct: distribution.requested === true ? true : null,
    attestationIdentities: [],
    installed: installedOf(distribution, environment, options),
  }
}

function installedOf(distribution: Distribution, { root }: Environment, { layers }: LockfileOptions): Installed {
  const { metadata, directUrl, provenanceUrl, entryPoints, flaws, integrity, layer } = distribution
  return {
    path: distribution.path,
    environment: root,
    installer: distribution.installer,
    requested: distribution.requested,
    license: metadata === null ? null : licenseOf(metadata),
    summary: metadata?.summary ?? null,
    recorded: directUrl !== null ? 'direct-url' : provenanceUrl !== null ? 'provenance-url' : null,
    entryPoints: entryPoints.map(({ group, name, module, attribute }) => {
      return { group, name, value: attribute === null ? module : `${module}:${attribute}` }
    }),
    owner: distribution.owner satisfies Owner | null,
    layer: layer === null ? null : (layers?.[layer] ?? null),
    components: distribution.components,
    modules: distribution.modules,
    requires: [
      ...new Set(distribution.requires.filter(({ marker }) => !asksExtra(marker?.raw)).map(({ name }) => name)),
    ],
    ...(flaws.length > 0 ? { flaws } : {}),
    ...(integrity === null ? {} : { integrity }),
  }
}

function asksExtra(marker: string | undefined): boolean {
  return marker !== undefined && /\bextra\b/.test(marker)
}

/** A hostile environment has as many as the product of its lists. */
const mostEdges = 200_000

/** Who needs whom, as the markers hold in this environment; what an extra brings only where somebody asks for that extra. */
function edgesOf({ distributions, runtime }: Environment): readonly Edge[] {
  const marker = markerEnvironmentOf(runtime, distributions)
  const places = new Map<PackageName, number>()
  distributions.forEach(({ name }, index) => {
    if (!places.has(name)) places.set(name, index)
  })
  const extras = askedExtras(distributions)
  const edges: Edge[] = []
  distributions.forEach(({ requires, name }, from) => {
    for (const requirement of requires) {
      const to = places.get(requirement.name)
      if (to === undefined || edges.length >= mostEdges) continue
      const scope = scopeOf(requirement, marker, extras.get(name) ?? new Set())
      if (scope !== undefined)
        edges.push({
          from,
          to,
          marker: requirement.marker,
          scope,
          extras: requirement.extras,
          specifier: requirement.specifier,
        })
    }
  })
  return edges
}

/** Extras that installed distributions ask of each other. */
function askedExtras(distributions: readonly Distribution[]): ReadonlyMap<PackageName, ReadonlySet<string>> {
  const asked = new Map<PackageName, Set<string>>()
  for (const { requires } of distributions)
    for (const { name, extras } of requires) {
      if (extras.length === 0) continue
      const known = asked.get(name) ?? new Set()
      for (const extra of extras) known.add(normalizeName(extra))
      asked.set(name, known)
    }
  return asked
}

/** Null for a plain requirement, its extra's scope for one that an extra brings, undefined for one that does not hold here. */
function scopeOf(
  { marker }: Requirement,
  environment: MarkerEnvironment,
  asked: ReadonlySet<string>,
): Edge['scope'] | undefined {
  if (marker === null) return null
  if (evaluateMarker(marker, { ...environment, extras: new Set() }) !== false) return null
  for (const name of asked)
    if (evaluateMarker(marker, { ...environment, extras: new Set([name]) }) !== false) return { kind: 'extra', name }
  return undefined
}
