import type { Dependency, Location, Origin, Skipped } from '@cordon/model'
import { condaName, normalizeName, parseName, readVersion } from '@cordon/pypa'
import { dependencyOf, skip } from '../builder.ts'
import { type CondaNeed, condaNeed, pypiNeed } from '../conda/collector.ts'
import { condaArtifact, readCondaUrl, withoutToken } from '../conda/url.ts'
import { type DataNode, isTrue, itemsOf, textAt, textOf, valueAt } from '../node.ts'
import { readTarget } from '../requirements/requirement.ts'

/** One package of a pixi.lock. */
export interface PixiRecord {
  /** `conda: <address>` or `pypi: <address>`, as the environments refer to it. */
  readonly key: string
  readonly name: string
  readonly dependency: Dependency
  readonly needs: readonly CondaNeed[]
}

/** A package built from source: `name[variant] @ place`. */
const sourceKeys = ['conda_source', 'source'] as const

/** Reads one package; null after it was recorded in `skipped`. */
export function readPixiRecord(node: DataNode, path: string, skipped: Skipped[]): PixiRecord | null {
  const at: Location = { path, line: node.line }
  const named = keyOf(node)
  if (named === null) {
    skipped.push(
      skip(
        at,
        'BAD_ENTRY',
        textAt(node, 'name') ?? '',
        'A package is `conda:` or `pypi:` with its address; lock again.',
      ),
    )
    return null
  }
  const digests = { sha256: textAt(node, 'sha256'), md5: textAt(node, 'md5') }
  const { artifact, bad } = condaArtifact(named.address.replace(/^direct\+/, ''), digests)
  for (const one of bad) skipped.push(skip(at, 'BAD_HASH', one, 'The digest has the wrong length; lock again.'))
  const parts = named.kind === 'pypi' ? pypiParts(node, named.address) : condaParts(node, named)
  if (parts === null) {
    skipped.push(
      skip(at, 'NO_NAME', named.address, 'Neither a field nor the address tells the name of the package; lock again.'),
    )
    return null
  }
  const { name, origin, needs } = parts
  const version = textAt(node, 'version') ?? parts.version
  const dependency = dependencyOf({
    name: named.kind === 'pypi' ? (parseName(name) ?? normalizeName(name)) : condaName(name),
    at,
    text: `${named.kind}: ${withoutToken(named.address)}`,
    version: version === null ? null : readVersion(version),
    origin,
    editable: isTrue(valueAt(node, 'editable')),
    artifacts: artifact === null || !parts.isFile ? [] : [artifact],
    own: origin.kind === 'path' && /^\.\/?$/.test(origin.path),
  })
  return { key: named.key, name, dependency, needs }
}

interface Named {
  readonly kind: 'conda' | 'pypi' | 'source'
  readonly address: string
  readonly key: string
}

function keyOf(node: DataNode): Named | null {
  for (const kind of ['conda', 'pypi'] as const) {
    const address = textAt(node, kind)
    if (address !== null) return { kind, address, key: `${kind}: ${address}` }
  }
  for (const key of sourceKeys) {
    const address = textAt(node, key)
    if (address !== null) return { kind: 'source', address, key: `${key}: ${address}` }
  }
  // Versions 4 and 5 give kind and address as fields.
  const kind = textAt(node, 'kind')
  const address = textAt(node, 'url') ?? textAt(node, 'path')
  if (address === null || (kind !== 'conda' && kind !== 'pypi')) return null
  return { kind, address, key: `${kind}: ${address}` }
}

interface Parts {
  readonly name: string
  readonly version: string | null
  readonly origin: Origin
  readonly needs: readonly CondaNeed[]
  /** True where the address is one file, so that the digests are of what gets installed. */
  readonly isFile: boolean
}

function textsAt(node: DataNode, key: string): readonly string[] {
  return itemsOf(valueAt(node, key)).flatMap((item) => textOf(item) ?? [])
}

function condaParts(node: DataNode, { kind, address }: Named): Parts | null {
  const file = kind === 'source' ? null : readCondaUrl(address)
  const fromSource = kind === 'source' ? /^[A-Za-z0-9_.-]+/.exec(address)?.[0] : undefined
  const name = textAt(node, 'name') ?? file?.name ?? fromSource
  if (name === undefined || !/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name)) return null
  const needs = textsAt(node, 'depends').flatMap((text) => condaNeed(text) ?? [])
  const origin: Origin = { kind: 'conda', channel: file?.channel ?? null }
  return { name, version: file?.version ?? null, origin, needs, isFile: file !== null }
}

function pypiParts(node: DataNode, address: string): Parts | null {
  const direct = address.startsWith('direct+')
  const target = readTarget(direct ? address.slice('direct+'.length) : address)
  const name = parseName(textAt(node, 'name') ?? '') ?? target.name
  if (name === null) return null
  const index = textAt(node, 'index')
  // Without `direct+` an address on the web is where an index had the file.
  const isIndex = target.origin.kind === 'url' && !direct
  const origin: Origin = isIndex ? { kind: 'index', url: index } : target.origin
  const needs = textsAt(node, 'requires_dist').flatMap((text) => pypiNeed(text) ?? [])
  const isFile = target.archive.filename !== null
  return { name, version: target.archive.version?.raw ?? null, origin, needs, isFile }
}
