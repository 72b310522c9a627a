import {
  type Artifact,
  type Dependency,
  type Edge,
  emptyLockfile,
  type Lockfile,
  type Origin,
  type Scope,
  type Skipped,
} from '@cordon/model'
import { condaName, normalizeName, type Purl, parseName, parseVcsUrl, readPurl, readVersion } from '@cordon/pypa'
import type { Bom, BomEdge, Component, EdgeKind, Problem, ReadBom, Reference } from './bom.ts'

/**
 * What a bill says of Python packages, as any other file that says what is there. Components of other kinds are none of its business; a
 * library that nothing identifies is skipped with its place.
 */
export function lockfileOf({ bom, source, problems, lines }: ReadBom): Lockfile {
  const at = (ref: string): Dependency['at'] => ({ path: source.path, line: lines.get(ref) ?? 0 })
  const direct = new Set(bom.edges.filter(({ from }) => from === bom.subject).map(({ to }) => to))
  const dependencies: Dependency[] = []
  const index = new Map<string, number>()
  const skipped: Skipped[] = problems.flatMap((problem) => skippedOf(problem, source.path))
  for (const component of bom.components) {
    const dependency = dependencyOf(component, { bom, direct })
    if (dependency !== null) {
      index.set(component.ref, dependencies.length)
      dependencies.push({ ...dependency, at: at(component.ref) })
    } else if (isUnidentified(component, bom))
      skipped.push({
        at: at(component.ref),
        code: 'UNKNOWN_SOURCE',
        text: `${component.name} ${component.version ?? ''}`.trim().slice(0, 200),
        reason: 'a library without a package URL: nothing says which package it is',
      })
  }
  return {
    ...emptyLockfile({ path: source.path, format: source.family, role: 'document' }),
    dependencies,
    edges: bom.edges.flatMap((edge) => edgeOf(edge, index)),
    skipped,
    ...(bom.identity === null
      ? {}
      : { document: { identity: bom.identity, revision: bom.revision, refs: [...index.keys()] } }),
  }
}

function skippedOf({ code, line, detail, place }: Problem, path: string): readonly Skipped[] {
  if (code !== 'BAD_COMPONENT' && code !== 'BAD_PURL') return []
  return [{ at: { path, line }, code: 'BAD_ENTRY', text: place.slice(0, 200), reason: detail }]
}

/** Whoever wrote the owner's package in Cordon's own words, or put it within another component, has identified it. */
function isUnidentified(component: Component, bom: Bom): boolean {
  return (
    component.purl === null &&
    component.ref !== bom.subject &&
    component.within === null &&
    (component.type === 'library' || component.type === 'framework')
  )
}

type Placeless = Omit<Dependency, 'at'> & { readonly at: Dependency['at'] }

function dependencyOf(
  component: Component,
  { bom, direct }: { readonly bom: Bom; readonly direct: ReadonlySet<string> },
): Placeless | null {
  const isSubject = component.ref === bom.subject
  const purl = readPurl(component.purl)
  const name = purl === null ? (isSubject ? parseName(component.name) : null) : nameOf(purl)
  if (name === null) return null
  const version = purl?.version ?? component.version
  const origin = purl === null ? { kind: 'path' as const, path: '.' } : originOf(purl)
  return {
    name,
    version: version === null ? null : readVersion(version),
    specifier: null,
    origin,
    editable: false,
    artifacts: artifactsOf(component, purl),
    scopes: isSubject ? [] : scopesOf(component),
    extras: [],
    marker: null,
    at: { path: '', line: 0 },
    text: (component.purl ?? component.name).slice(0, 200),
    constraint: false,
    own: isSubject,
    direct: isSubject || direct.has(component.ref) ? true : direct.size === 0 ? null : false,
    attestationIdentities: [],
  }
}

function nameOf({ type, name }: Purl): Dependency['name'] | null {
  if (type === 'conda') return condaName(name)
  return type === 'pypi' ? (parseName(name) === null ? null : normalizeName(name)) : null
}

function originOf({ type, qualifiers }: Purl): Origin {
  if (type === 'conda') return { kind: 'conda', channel: qualifiers.channel ?? null }
  const repository = qualifiers.vcs_url === undefined ? null : parseVcsUrl(qualifiers.vcs_url)
  if (repository !== null) {
    const { vcs, url, ref, commit, subdirectory } = repository
    return { kind: 'git', vcs, url, ref, commit, subdirectory }
  }
  if (qualifiers.download_url !== undefined) return { kind: 'url', url: qualifiers.download_url }
  return { kind: 'index', url: qualifiers.repository_url ?? null }
}

/** The files that may be installed: the component itself where it has hashes, and what it is distributed as. */
function artifactsOf({ hashes, references }: Component, purl: Purl | null): readonly Artifact[] {
  const files = references.filter(({ type }) => type === 'distribution' || type === 'source-distribution')
  const found = files.map(artifactOf)
  const filename = purl?.qualifiers.file_name ?? null
  if (hashes.length === 0 || found.some((artifact) => artifact.hashes.some(({ value }) => value === hashes[0]?.value)))
    return found
  return [{ filename, url: null, hashes }, ...found]
}

function artifactOf({ url, comment, hashes }: Reference): Artifact {
  const end = /\/([^/?#]+)(?:[?#].*)?$/.exec(url)?.[1] ?? ''
  const named = [comment ?? '', end].find((text) => /^[\w.+!-]+\.(?:whl|zip|tar\.(?:gz|bz2|xz))$/.test(text)) ?? null
  return { filename: named, url: named === end ? url : null, hashes }
}

function scopesOf({ scope, phase, properties }: Component): readonly Scope[] {
  const told = properties.flatMap(({ name, value }) => (name === 'cordon:scope' ? readScope(value) : []))
  if (told.length > 0) return told
  if (phase === 'build') return [{ kind: 'build', name: 'build' }]
  if (scope === 'excluded') return [{ kind: 'group', name: 'excluded' }]
  return scope === 'optional' ? [{ kind: 'extra', name: 'optional' }] : []
}

function readScope(value: string): readonly Scope[] {
  if (value === 'main') return [{ kind: 'main', name: 'main' }]
  const [, kind, name = ''] = /^(group|extra|build):(.+)$/.exec(value) ?? []
  return kind === 'group' || kind === 'extra' || kind === 'build' ? [{ kind, name }] : []
}

const scopeOfEdge: Partial<Readonly<Record<EdgeKind, Scope>>> = {
  dev: { kind: 'group', name: 'dev' },
  test: { kind: 'group', name: 'test' },
  optional: { kind: 'extra', name: 'optional' },
  build: { kind: 'build', name: 'build' },
}

function edgeOf({ from, to, kind }: BomEdge, index: ReadonlyMap<string, number>): readonly Edge[] {
  const [start, end] = [index.get(from), index.get(to)]
  if (start === undefined || end === undefined) return []
  return [{ from: start, to: end, marker: null, scope: scopeOfEdge[kind] ?? null, extras: [] }]
}
