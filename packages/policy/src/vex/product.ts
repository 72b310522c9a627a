import {
  type Dependency,
  type Hash,
  isDefaultIndex,
  type Lockfile,
  purlOfDependency,
  type VexProduct,
} from '@cordon/model'
import { compareVersions, normalizeName, type Purl, readPurl, readVersion } from '@cordon/pypa'
import { parseBomLink } from './bom-link.ts'
import { parseVersionRange, rangeHolds, type VersionRange } from './version-range.ts'

/** A product, read once. */
export interface ReadProduct {
  readonly product: VexProduct
  readonly purl: Purl | null
  /** Null for none, and for what is no range of Python's versions; `product.versions` tells which. */
  readonly range: VersionRange | null
}

/** Reads what a statement is about. */
export function readProduct(product: VexProduct): ReadProduct {
  const { purl, versions } = product
  return { product, purl: readPurl(purl), range: versions === null ? null : parseVersionRange(versions) }
}

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

/** One word for a package, whatever its version: a project that is no release (`pkg:generic/…`) has that of a release of its name. */
export function packageKey({ type, namespace, name }: Purl): string {
  return type === 'generic' && namespace === null
    ? `package pypi//${normalizeName(name)}`
    : `package ${type}/${namespace ?? ''}/${name}`
}

/** True when the product is a place in the bill that the file is, and the dependency stands there. */
export function isPlaceOf({ ref }: VexProduct, dependency: Dependency, file: Lockfile): boolean {
  const there = ref === null ? null : dependencyAt(ref, file)
  if (there === null || there === dependency) return there !== null
  // A copy that says more stands where the first one does.
  const key = placeKey(dependency)
  return placeKey(there) === key && file.dependencies.filter((each) => placeKey(each) === key).length === 1
}

const refIndexes = new WeakMap<readonly string[], ReadonlyMap<string, number>>()

/** What stands at this place in the bill that the file is; null for the places of other bills. */
export function dependencyAt(ref: string, { document, dependencies }: Lockfile): Dependency | null {
  const link = document === undefined ? null : parseBomLink(ref)
  if (link === null || document === undefined) return null
  if (document.identity.toLowerCase() !== `urn:uuid:${link.serial}` || document.revision !== link.revision) return null
  const known = refIndexes.get(document.refs) ?? new Map(document.refs.map((each, index) => [each, index]))
  refIndexes.set(document.refs, known)
  return dependencies[known.get(link.ref) ?? -1] ?? null
}

/** A bill may stand in one line: the line alone tells nothing. */
function placeKey({ name, version, at }: Dependency): string {
  return JSON.stringify([name, version?.raw ?? null, at.path, at.line])
}

/**
 * True when the product is the dependency: by its package URL or its hashes. Where it has both neither may disagree. A place in a bill is
 * no package wherever it is found: see `isPlaceOf`.
 */
export function isProduct(product: VexProduct, dependency: Dependency): boolean {
  return isNamed(readProduct(product), dependency, identityOf(dependency))
}

/** `isProduct` of what was read before. `anywhere`: a place in a bill counts by the package URL that it ends with. */
export function isNamed(
  { product, purl, range }: ReadProduct,
  dependency: Dependency,
  identity: Purl | null,
  anywhere = false,
): boolean {
  if (!anywhere && product.ref !== null && parseBomLink(product.ref) !== null) return false
  const byHash = hashesAgree(product.hashes, dependency)
  if (byHash === false) return false
  if (purl === null) return product.purl === null && byHash === true
  if (identity === null || !isSamePackage(purl, identity)) return false
  if (purl.subpath !== null && purl.subpath !== identity.subpath) return false
  if (purl.version !== null && !isVersion(purl, identity)) return false
  if (product.versions !== null && !isWithin(range, dependency)) return false
  return qualifiersAgree(purl, identity, dependency)
}

function isWithin(range: VersionRange | null, { version }: Dependency): boolean {
  if (range === null) return false
  return range.all || (version?.kind === 'pep440' && rangeHolds(range, version))
}

/** True when two package URLs are of one version, as its type compares them. */
export function isVersion(a: Purl, b: Purl): boolean {
  if (a.version === null || b.version === null) return a.version === b.version
  return a.type === 'pypi' ? isSameVersion(a.version, b.version) : a.version === b.version
}

function isSameVersion(a: string, b: string): boolean {
  const [first, second] = [readVersion(a), readVersion(b)]
  if (first.kind === 'pep440' && second.kind === 'pep440') return compareVersions(first, second) === 0
  return first.raw === second.raw
}

/** A statement without qualifiers is about any; one that has some is about that origin, or that file, alone. */
function qualifiersAgree(purl: Purl, identity: Purl, dependency: Dependency): boolean {
  return Object.entries(purl.qualifiers).every(([key, value]) => qualifierAgrees(key, value, identity, dependency))
}

function qualifierAgrees(
  key: string,
  value: string,
  identity: Purl,
  { origin, artifacts, installed }: Dependency,
): boolean {
  const own = Object.hasOwn(identity.qualifiers, key) ? (identity.qualifiers[key] ?? null) : null
  if (own === value) return true
  switch (key) {
    case 'repository_url':
      // What comes from a repository or an address is not the release of the index that has its name.
      if (origin.kind !== 'index' || installed?.owner != null) return false
      return own === null ? isDefaultIndex(asIndex(value)) : isSameIndex(value, own)
    case 'vcs_url':
      // Without a commit it is about all of them.
      return own !== null && !/@[^/]*$/.test(value.slice(value.indexOf('://'))) && own.startsWith(`${value}@`)
    case 'file_name':
      // The others may be installed as well.
      return artifacts.length > 0 && artifacts.every(({ filename }) => filename === value)
    case 'checksum':
      return hashesAgree(checksumsOf(value), { artifacts }) === true
    case 'distro':
      // `debian-12` is every point release of it.
      return own?.startsWith(`${value}.`) === true
    default:
      return false
  }
}

/** purl-spec: `checksum` is a list of `algorithm:digest`. */
function checksumsOf(value: string): readonly Hash[] {
  return value.split(',').flatMap((each) => {
    const [algorithm = '', digest = ''] = each.trim().toLowerCase().split(':')
    return digest === '' ? [] : [{ algorithm, value: digest }]
  })
}

function isSameIndex(a: string, b: string): boolean {
  return asIndex(a) === asIndex(b)
}

/** The host alone is what purl's own register gives as the default repository. */
function asIndex(url: string): string {
  const plain = url.replace(/\/+$/, '')
  const lower = plain.replace(/^[A-Za-z]+:\/\/[^/]*/, (start) => start.toLowerCase())
  return lower.endsWith('/simple') ? lower : `${lower}/simple`
}

/**
 * Whether the hashes are those of the dependency's artifacts: every file that may be installed must be among them. Null where one of
 * them, or the statement, has none that can be compared; a file that is another is one however little is known of the rest.
 */
function hashesAgree(hashes: readonly Hash[], { artifacts }: Pick<Dependency, 'artifacts'>): boolean | null {
  if (hashes.length === 0) return null
  const known = artifacts.map((artifact) =>
    artifact.hashes.filter(({ algorithm }) => hashes.some((hash) => hash.algorithm === algorithm.toLowerCase())),
  )
  const isOther = known.some((each) => !each.every((hash) => hashes.some((other) => isSameHash(hash, other))))
  if (isOther) return false
  return known.length === 0 || known.some((each) => each.length === 0) ? null : true
}

function isSameHash(a: Hash, b: Hash): boolean {
  return a.algorithm.toLowerCase() === b.algorithm && a.value.toLowerCase() === b.value
}
