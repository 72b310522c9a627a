import {
  type Artifact,
  type ContentHash,
  type Dependency,
  type Edge,
  emptyLockfile,
  type Hash,
  type Include,
  type InstallOption,
  type Location,
  type Lockfile,
  type LockfileRole,
  type Origin,
  type Scope,
  type SkipCode,
  type Skipped,
} from '@cordon/model'
import { type AnyVersion, digestLengths, type Marker, type PackageName, type SpecifierSet } from '@cordon/pypa'
import { withoutSecrets } from './secrets.ts'

const longestText = 200

/**
 * A text as evidence: white space folded, secrets in URLs masked, at most 200 characters (the last one `…` where something
 * was cut).
 */
export function cut(text: string): string {
  const start = withoutSecrets(text.slice(0, longestText * 4))
  const folded = /[\s\0]/.test(start) ? start.replace(/[\s\0]+/g, ' ').trim() : start
  if (folded.length > longestText) return `${folded.slice(0, longestText - 1)}…`
  return text.length > longestText * 4 ? `${folded.slice(0, longestText - 1)}…` : folded
}

/** What a format knows of a dependency; everything left out takes the quiet default. */
export interface DependencyParts {
  readonly name: PackageName
  readonly at: Location
  /** As written; cut here. */
  readonly text: string
  readonly version?: AnyVersion | null
  readonly specifier?: SpecifierSet | null
  readonly origin?: Origin
  readonly editable?: boolean
  readonly artifacts?: readonly Artifact[]
  readonly scopes?: readonly Scope[]
  readonly extras?: readonly string[]
  readonly marker?: Marker | null
  readonly constraint?: boolean
  readonly own?: boolean
  readonly direct?: boolean | null
  readonly attestationIdentities?: readonly Readonly<Record<string, unknown>>[]
}

/** The installer's own default index. */
export const defaultIndex: Origin = { kind: 'index', url: null }

/** The scope of what is always installed. */
export const mainScope: Scope = { kind: 'main', name: 'main' }

const none: readonly never[] = []

/** A dependency with the defaults of a plain one: from the default index, not editable, no scopes, direct unknown. */
export function dependencyOf(parts: DependencyParts): Dependency {
  return {
    name: parts.name,
    version: parts.version ?? null,
    specifier: parts.specifier ?? null,
    origin: parts.origin === undefined ? defaultIndex : withoutOriginSecrets(parts.origin),
    editable: parts.editable ?? false,
    artifacts: parts.artifacts ?? none,
    scopes: parts.scopes ?? none,
    extras: parts.extras ?? none,
    marker: parts.marker ?? null,
    at: parts.at,
    text: cut(parts.text),
    constraint: parts.constraint ?? false,
    own: parts.own ?? false,
    direct: parts.direct ?? null,
    attestationIdentities: parts.attestationIdentities ?? none,
  }
}

function withoutOriginSecrets(origin: Origin): Origin {
  if (origin.kind !== 'index' && origin.kind !== 'url' && origin.kind !== 'git') return origin
  const url = origin.url === null ? null : withoutSecrets(origin.url)
  if (url === null || url === origin.url) return origin
  return { ...origin, url }
}

/** A line or entry that could not be understood. `reason` tells the next step. */
export function skip(at: Location, code: SkipCode, text: string, reason: string): Skipped {
  return { at, code, text: cut(text), reason: withoutSecrets(reason) }
}

/** One file with whatever is known of it; secrets in its URL are masked. */
export function artifactOf(parts: Partial<Artifact>): Artifact {
  const url = parts.url === undefined || parts.url === null ? null : withoutSecrets(parts.url)
  return { filename: parts.filename ?? null, url, hashes: parts.hashes ?? none }
}

/** An edge without marker, scope or extras, unless given. */
export function edgeOf(from: number, to: number, parts: Partial<Omit<Edge, 'from' | 'to'>> = {}): Edge {
  return { from, to, marker: parts.marker ?? null, scope: parts.scope ?? null, extras: parts.extras ?? none }
}

/** What a format knows of an option. */
export interface OptionParts {
  readonly kind: InstallOption['kind']
  readonly at: Location
  readonly text: string
  readonly value?: string | null
  readonly name?: string | null
  readonly explicit?: boolean
}

/** An installer option; its index has no name and is open to all unless given. */
export function optionOf(parts: OptionParts): InstallOption {
  return {
    kind: parts.kind,
    value: parts.value === undefined || parts.value === null ? null : withoutSecrets(parts.value),
    name: parts.name ?? null,
    explicit: parts.explicit ?? false,
    at: parts.at,
    text: cut(parts.text),
  }
}

/** What a format read of a file; lists left out are empty. */
export interface LockfileParts {
  readonly path: string
  readonly format: string
  readonly role: LockfileRole
  readonly dependencies?: readonly Dependency[]
  readonly edges?: readonly Edge[]
  readonly options?: readonly InstallOption[]
  readonly includes?: readonly Include[]
  readonly skipped?: readonly Skipped[]
  readonly requiresPython?: string | null
  readonly contentHash?: ContentHash | null
}

/** One file, read. */
export function lockfileOf(parts: LockfileParts): Lockfile {
  return { ...emptyLockfile(parts), ...parts }
}

const lowerHex = /^[0-9a-f]+$/

/** Reads `sha256:<hex>`; null when the algorithm is not known or the digest does not fit it. */
export function readHash(text: string): Hash | null {
  const at = text.indexOf(':')
  return at < 1 ? null : hashOf(text.slice(0, at), text.slice(at + 1))
}

/** A hash of a known algorithm with as many hex digits as it has, in lower case; else null. */
export function hashOf(algorithm: string, digest: string): Hash | null {
  const name = algorithm.toLowerCase()
  if (digest.length !== digestLengths.get(name)) return null
  if (lowerHex.test(digest)) return { algorithm: name, value: digest }
  const value = digest.toLowerCase()
  return lowerHex.test(value) ? { algorithm: name, value } : null
}
