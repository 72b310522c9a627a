import { isObject } from '@cordon/model'
import {
  type AnyVersion,
  type CoreMetadata,
  type EntryPoint,
  type PackageName,
  PypaError,
  parseName,
  parseRequirement,
  parseSpecifiers,
  type Requirement,
  readVersion,
  type SpecifierSet,
} from '@cordon/pypa'
import { parse } from 'smol-toml'

/** What one place says of a release. Null: it does not say, or leaves it to the build. */
export interface Statement {
  /** The place in words: `PKG-INFO`, `pyproject.toml`, `demo-1.0.tar.gz`, `the index`. */
  readonly source: string
  /** The member of the archive, or null. */
  readonly path: string | null
  readonly name: PackageName | null
  readonly version: AnyVersion | null
  /** The empty set where every Python will do. */
  readonly requiresPython: SpecifierSet | null
  readonly requires: readonly Asked[] | null
  /** What is loaded by name, under `group:name`. */
  readonly entryPoints: ReadonlyMap<string, string> | null
}

/** A requirement, and the extra under whose name a manifest lists it. */
export interface Asked {
  readonly requirement: Requirement
  readonly extra: PackageName | null
}

type Described = Pick<CoreMetadata, 'name' | 'version' | 'requires' | 'requiresPython' | 'dynamic'>

/** What METADATA or PKG-INFO says; fields that it calls dynamic are left to the build (PEP 643). */
export function metadataStatement(
  { name, version, requires, requiresPython, dynamic }: Described,
  place: Pick<Statement, 'source' | 'path' | 'entryPoints'>,
): Statement {
  return {
    ...place,
    name,
    version: dynamic.includes('version') ? null : version,
    requiresPython: dynamic.includes('requires-python') ? null : (requiresPython ?? everyPython),
    requires: dynamic.includes('requires-dist') ? null : requires.map((requirement) => ({ requirement, extra: null })),
  }
}

const everyPython: SpecifierSet = { raw: '', clauses: [] }

/** Entry points under `group:name`; null where there are none, which need not mean that none will be made. */
export function entryPointTable(entryPoints: readonly EntryPoint[]): ReadonlyMap<string, string> | null {
  if (entryPoints.length === 0) return null
  return new Map(
    entryPoints.map(({ group, name, module, attribute }) => [
      `${group}:${name}`,
      attribute === null ? module : `${module}:${attribute}`,
    ]),
  )
}

/** What `[project]` of a `pyproject.toml` says (PEP 621); null where there is none that can be read: then it is for the build to fail. */
export function projectStatement({ path, text }: { readonly path: string; readonly text: string }): Statement | null {
  const project = tableOf(tableOf(parsedToml(text))?.project)
  if (project === null) return null
  const dynamic = new Set(stringsOf(project.dynamic) ?? [])
  const said = (key: string): unknown => (dynamic.has(key) ? undefined : project[key])
  const { name, version } = project
  const requiresPython = said('requires-python')
  return {
    source: 'pyproject.toml',
    path,
    name: typeof name === 'string' ? parseName(name) : null,
    version: typeof version === 'string' ? readVersion(version) : null,
    requiresPython: dynamic.has('requires-python')
      ? null
      : typeof requiresPython === 'string'
        ? parseSpecifiers(requiresPython)
        : everyPython,
    requires: dynamic.has('dependencies') || dynamic.has('optional-dependencies') ? null : requirementsOf(project),
    entryPoints: ['scripts', 'gui-scripts', 'entry-points'].some((key) => dynamic.has(key))
      ? null
      : entryPointsOf(project),
  }
}

function parsedToml(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return null
  }
}

type Table = Readonly<Record<string, unknown>>

function tableOf(value: unknown): Table | null {
  return isObject(value) ? value : null
}

function stringsOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : null
}

/** Null where one of them cannot be read: a build would refuse it. */
function requirementsOf(project: Table): readonly Asked[] | null {
  const optional = Object.entries(tableOf(project['optional-dependencies']) ?? {})
  const lists = [[null, project.dependencies] as const, ...optional]
  try {
    return lists.flatMap(([extra, texts]) =>
      (stringsOf(texts) ?? []).map((text) => ({
        requirement: parseRequirement(text),
        extra: extra === null ? null : parseName(extra),
      })),
    )
  } catch (error) {
    if (error instanceof PypaError) return null
    throw error
  }
}

function entryPointsOf(project: Table): ReadonlyMap<string, string> {
  const groups: readonly (readonly [string, unknown])[] = [
    ['console_scripts', project.scripts],
    ['gui_scripts', project['gui-scripts']],
    ...Object.entries(tableOf(project['entry-points']) ?? {}),
  ]
  return new Map(
    groups.flatMap(([group, entries]) =>
      Object.entries(tableOf(entries) ?? {}).map(
        ([name, target]) => [`${group}:${name}`, String(target).replace(/\s+|\[[^\]]*\]/g, '')] as const,
      ),
    ),
  )
}
