import {
  type Artifact,
  type Dependency,
  dropCredentials,
  type Hash,
  purlOfDependency,
  versionText,
} from '@cordon/model'
import { defaultIndexUrl } from '@cordon/pypa'
import type { Component, Property, Reference } from '../bom.ts'
import { componentOf } from '../draft.ts'
import { knownHash, sortedHashes } from '../hash.ts'
import { byText } from '../order.ts'
import type { Gathered } from './gather.ts'

/** A package of the bill as a component, without what only an installation tells. */
export function packageComponent({ ref, dependencies }: Gathered): Component {
  const best = bestOf(dependencies)
  const artifacts = artifactsOf(dependencies)
  const [only] = artifacts
  const isSingle = artifacts.length === 1 && only !== undefined
  const isBuild = dependencies.every(({ scopes }) => scopes.length > 0 && scopes.every(({ kind }) => kind === 'build'))
  return componentOf({
    ref,
    type: best.own ? 'application' : 'library',
    name: best.name,
    version: best.version === null ? null : versionText(best.version).toWellFormed(),
    purl: best.own
      ? null
      : purlOfDependency(best, isSingle && only.filename !== null ? { file_name: only.filename } : {}),
    hashes: isSingle ? hashesOf(only) : [],
    references: [...sourceReferences(best), ...artifacts.map((artifact) => distribution(artifact, best))],
    properties: propertiesOf(dependencies),
    occurrences: dependencies.map(({ at }) => ({ location: at.path, line: at.line === 0 ? null : at.line })),
    scope: isBuild || best.own ? null : scopeOf(dependencies),
    phase: isBuild ? 'build' : 'delivered',
  })
}

/** Whoever fixes the version knows most. */
function bestOf(dependencies: readonly Dependency[]): Dependency {
  const [first, ...rest] = dependencies
  if (first === undefined) throw new Error('a package of the bill has at least one dependency')
  return rest.reduce((best, each) => (best.version === null && each.version !== null ? each : best), first)
}

/** CycloneDX: what only tests or development need is excluded; what an extra brings is optional. A file without scopes means all of it. */
function scopeOf(dependencies: readonly Dependency[]): Component['scope'] {
  const kinds = dependencies.flatMap(({ scopes, own }) =>
    own || scopes.length === 0 ? ['main' as const] : scopes.map(({ kind }) => kind),
  )
  if (kinds.includes('main')) return 'required'
  return kinds.includes('extra') ? 'optional' : 'excluded'
}

function artifactsOf(dependencies: readonly Dependency[]): readonly Artifact[] {
  const found = new Map<string, Artifact>()
  for (const artifact of dependencies.flatMap((dependency) => dependency.artifacts)) {
    const hashes = hashesOf(artifact)
    const key = artifact.filename ?? artifact.url ?? hashes.map(({ value }) => value).join()
    const before = found.get(key)
    found.set(key, {
      filename: artifact.filename,
      url: before?.url ?? artifact.url,
      hashes: before === undefined ? hashes : sortedHashes([...before.hashes, ...hashes]),
    })
  }
  return [...found].sort(([a], [b]) => byText(a, b)).map(([, artifact]) => artifact)
}

function hashesOf(artifact: Artifact): readonly Hash[] {
  return sortedHashes(artifact.hashes.flatMap(({ algorithm, value }) => knownHash(algorithm, value) ?? []))
}

/** A file whose own address is not told lies on the project's page of its index. */
function distribution(artifact: Artifact, dependency: Dependency): Reference {
  const { filename, url } = artifact
  const isSource = filename !== null && /\.(?:tar\.(?:gz|bz2|xz)|zip)$/.test(filename)
  return {
    type: isSource ? 'source-distribution' : 'distribution',
    url: url === null ? projectPage(dependency) : dropCredentials(url),
    comment: url === null || !url.endsWith(`/${filename}`) ? filename : null,
    hashes: hashesOf(artifact),
  }
}

function projectPage({ origin, name }: Dependency): string {
  const index = origin.kind === 'index' && origin.url !== null ? dropCredentials(origin.url) : defaultIndexUrl
  return `${index.replace(/\/$/, '')}/${name}/`
}

function sourceReferences({ origin, artifacts }: Dependency): readonly Reference[] {
  const none = { comment: null, hashes: [] }
  if (origin.kind === 'git') {
    const ref = origin.commit ?? origin.ref
    const folder = origin.subdirectory === null ? '' : `#${origin.subdirectory}`
    return [
      {
        type: 'vcs',
        url: `${origin.vcs}+${dropCredentials(origin.url)}${ref === null ? '' : `@${ref}`}${folder}`,
        ...none,
      },
    ]
  }
  if (origin.kind === 'url' && !artifacts.some(({ url }) => url === origin.url))
    return [{ type: 'distribution', url: dropCredentials(origin.url), ...none }]
  return []
}

/** What neither family has a word for, under names of our own. */
function propertiesOf(dependencies: readonly Dependency[]): readonly Property[] {
  return dependencies.flatMap((dependency) => [
    ...dependency.scopes.map(({ kind, name }) => property('scope', kind === 'main' ? 'main' : `${kind}:${name}`)),
    ...dependency.extras.map((extra) => property('extra', extra)),
    ...(dependency.marker === null ? [] : [property('marker', dependency.marker.raw)]),
    ...(dependency.specifier === null || dependency.specifier.raw === ''
      ? []
      : [property('specifier', dependency.specifier.raw)]),
    ...(dependency.editable ? [property('editable', 'true')] : []),
    ...(dependency.origin.kind === 'path' ? [property('path', dependency.origin.path)] : []),
  ])
}

/** A property in Cordon's own name space. */
export function property(name: string, value: string): Property {
  return { name: `cordon:${name}`, value }
}
