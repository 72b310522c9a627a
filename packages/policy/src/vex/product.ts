import {
  type Dependency,
  type Hash,
  isDefaultIndex,
  type Lockfile,
  purlOfDependency,
  type VexProduct,
} from '@cordon/model'
import { compareVersions, type Purl, readPurl, readVersion } from '@cordon/pypa'
import { parseVersionRange, rangeHolds } from './version-range.ts'

/** The package URL of a dependency with its version, that of the project itself too. */
export function identityOf(dependency: Dependency): Purl | null {
  const purl = readPurl(purlOfDependency(dependency))
  if (purl === null || dependency.version === null || !dependency.own) return purl
  return { ...purl, version: dependency.version.raw }
}

/** True when this is the package, whatever its version. */
export function isSamePackage(a: Purl, b: Purl): boolean {
  return a.type === b.type && a.name === b.name && (a.namespace ?? '') === (b.namespace ?? '')
}

const bomLink = /^urn:cdx:([0-9a-f-]{36})\/(\d{1,9})#(.+)$/i

/** True when the product is a place in the bill that the file is, and the dependency stands there. */
export function isPlaceOf(
  { ref }: VexProduct,
  { name, at }: Dependency,
  { document, dependencies }: Lockfile,
): boolean {
  if (ref === null || document === undefined) return false
  const [, serial = '', revision = '', fragment = ''] = bomLink.exec(ref) ?? []
  if (document.identity.toLowerCase() !== `urn:uuid:${serial.toLowerCase()}`) return false
  if (document.revision !== Number(revision)) return false
  const index = document.refs.indexOf(decoded(fragment))
  const there = dependencies[index]
  return there !== undefined && there.name === name && there.at.line === at.line && there.at.path === at.path
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * True when the product is the dependency: by its package URL or its hashes. Where it has both neither may
 * disagree.
 */
export function isProduct(product: VexProduct, dependency: Dependency): boolean {
  const purl = readPurl(product.purl)
  const byHash = hashesAgree(product.hashes, dependency)
  if (byHash === false) return false
  if (purl === null) return product.purl === null && byHash === true
  const identity = identityOf(dependency)
  return (
    identity !== null &&
    isSamePackage(purl, identity) &&
    versionAgrees(product, purl, dependency, identity) &&
    qualifiersAgree(purl, identity, dependency)
  )
}

function versionAgrees({ versions }: VexProduct, purl: Purl, dependency: Dependency, identity: Purl): boolean {
  if (versions !== null) {
    const range = parseVersionRange(versions)
    const { version } = dependency
    return range !== null && version?.kind === 'pep440' && rangeHolds(range, version)
  }
  if (purl.version === null) return true
  if (identity.version === null) return false
  return purl.type === 'pypi' ? isSameVersion(purl.version, identity.version) : purl.version === identity.version
}

function isSameVersion(a: string, b: string): boolean {
  const [first, second] = [readVersion(a), readVersion(b)]
  if (first.kind === 'pep440' && second.kind === 'pep440') return compareVersions(first, second) === 0
  return first.raw === second.raw
}

/** A statement without qualifiers is about any; one that has some is about that origin, or that file, alone. */
function qualifiersAgree(purl: Purl, identity: Purl, { artifacts }: Dependency): boolean {
  return Object.entries(purl.qualifiers).every(([key, value]) => {
    if (identity.qualifiers[key] === value) return true
    if (key === 'repository_url')
      return isDefaultIndex(asIndex(value)) && isDefaultIndex(identity.qualifiers[key] ?? null)
    // The others may be installed as well.
    return key === 'file_name' && artifacts.length > 0 && artifacts.every(({ filename }) => filename === value)
  })
}

/** The host alone is what purl's own register gives as the default repository. */
function asIndex(url: string): string {
  const plain = url.replace(/\/+$/, '')
  return plain.endsWith('/simple') ? plain : `${plain}/simple`
}

/**
 * Whether the hashes are those of the dependency's artifacts: every file that may be installed must be among them. Null where either side
 * has none that can be compared.
 */
function hashesAgree(hashes: readonly Hash[], { artifacts }: Dependency): boolean | null {
  if (hashes.length === 0) return null
  const known = artifacts.map((artifact) =>
    artifact.hashes.filter(({ algorithm }) => hashes.some((hash) => hash.algorithm === algorithm)),
  )
  if (known.length === 0 || known.some((each) => each.length === 0)) return null
  return known.every((each) =>
    each.every(({ algorithm, value }) =>
      hashes.some((hash) => hash.algorithm === algorithm && hash.value === value.toLowerCase()),
    ),
  )
}
