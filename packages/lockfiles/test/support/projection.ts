import type { Artifact, Dependency, Edge, InstallOption, Lockfile, Origin, Scope } from '@cordon/model'
import { LockfileError } from '../../src/error.ts'

type Plain = Readonly<Record<string, unknown>>

/** What a format made of a text, small enough to read by eye: defaults are left out, edges go by name. */
export function projectionOf(parse: () => Lockfile): Plain {
  try {
    return lockfilePlain(parse())
  } catch (error) {
    if (error instanceof LockfileError) return { error: error.code, line: error.line }
    throw error
  }
}

function lockfilePlain(file: Lockfile): Plain {
  return compact({
    role: file.role,
    requiresPython: file.requiresPython,
    contentHash: file.contentHash === null ? null : `${file.contentHash.algorithm}:${file.contentHash.value}`,
    dependencies: file.dependencies.map(dependencyPlain),
    edges: file.edges.map((edge) => edgePlain(edge, file.dependencies)),
    options: file.options.map(optionPlain),
    includes: file.includes.map((include) => ({ kind: include.kind, path: include.path, line: include.at.line })),
    skipped: file.skipped.map((one) =>
      compact({ code: one.code, line: one.at.line, cell: one.at.cell, text: one.text }),
    ),
  })
}

function dependencyPlain(dependency: Dependency): Plain {
  return compact({
    name: dependency.name,
    version: dependency.version?.raw,
    specifier: dependency.specifier?.raw,
    origin: originText(dependency.origin),
    editable: dependency.editable,
    scopes: dependency.scopes.map(scopeText),
    extras: dependency.extras,
    marker: dependency.marker?.raw,
    artifacts: dependency.artifacts.map(artifactText),
    line: dependency.at.line,
    cell: dependency.at.cell,
    constraint: dependency.constraint,
    own: dependency.own,
    direct: dependency.direct === false ? 'no' : dependency.direct,
    attestationIdentities: dependency.attestationIdentities,
  })
}

function originText(origin: Origin): string | null {
  switch (origin.kind) {
    case 'index':
      return origin.url === null ? null : `index ${origin.url}`
    case 'git': {
      const parts = [`${origin.vcs} ${origin.url}`]
      if (origin.ref !== null) parts.push(`ref ${origin.ref}`)
      if (origin.commit !== null && origin.commit !== origin.ref) parts.push(`commit ${origin.commit}`)
      if (origin.commit !== null && origin.commit === origin.ref) parts.push('fixed')
      if (origin.subdirectory !== null) parts.push(`in ${origin.subdirectory}`)
      return parts.join(' ')
    }
    case 'url':
      return `url ${origin.url}`
    case 'path':
      return `path ${origin.path}`
    case 'conda':
      return `conda ${origin.channel ?? '(default)'}`
  }
}

function artifactText(artifact: Artifact): string {
  const hashes = artifact.hashes.map((hash) => `${hash.algorithm}:${hash.value}`)
  return [artifact.filename, artifact.url, ...hashes].filter((part) => part !== null).join(' ')
}

function scopeText(scope: Scope): string {
  return `${scope.kind}:${scope.name}`
}

function edgePlain(edge: Edge, dependencies: readonly Dependency[]): string {
  const end = (index: number): string => {
    const one = dependencies[index]
    return one === undefined
      ? `no dependency ${index}`
      : `${one.name}${one.version === null ? '' : `@${one.version.raw}`}`
  }
  const extras = edge.extras.length === 0 ? '' : ` [${edge.extras.join(',')}]`
  const scope = edge.scope === null ? '' : ` (${scopeText(edge.scope)})`
  const accepted = edge.specifier === undefined ? '' : ` ${edge.specifier.raw}`
  return `${end(edge.from)} -> ${end(edge.to)}${extras}${accepted}${scope}${edge.marker === null ? '' : ` ; ${edge.marker.raw}`}`
}

function optionPlain(option: InstallOption): Plain {
  return compact({
    kind: option.kind,
    value: option.value,
    name: option.name,
    explicit: option.explicit,
    line: option.at.line,
    cell: option.at.cell,
  })
}

/** Without null, undefined, false and empty lists. */
function compact(value: Plain): Plain {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([, one]) => one !== null && one !== undefined && one !== false && !(Array.isArray(one) && one.length === 0),
    ),
  )
}

/** As JSON with one list item on each line, so that a diff shows one dependency. */
export function renderProjection(projection: Plain): string {
  const parts = Object.entries(projection).map(([key, value]) => {
    if (!Array.isArray(value)) return `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`
    return `  ${JSON.stringify(key)}: [\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`
  })
  return `{\n${parts.join(',\n')}\n}\n`
}
