import type { AnyVersion, Marker, PackageName, SpecifierSet } from '@cordon/pypa'
import type { EnvironmentFacts, Installed } from './installed.ts'
import type { Location, Skipped } from './place.ts'

/** Where a package comes from. A `null` index is the installer's own default. */
export type Origin =
  | { readonly kind: 'index'; readonly url: string | null }
  | {
      readonly kind: 'git'
      readonly vcs: 'git' | 'hg' | 'svn' | 'bzr'
      readonly url: string
      /** What was asked for: branch, tag or commit. */
      readonly ref: string | null
      /** The whole commit id where the file fixes one; null when the reference can move. */
      readonly commit: string | null
      readonly subdirectory: string | null
    }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'conda'; readonly channel: string | null }

export interface Hash {
  /** Lower case, as the file says: `sha256`, `md5`, … */
  readonly algorithm: string
  readonly value: string
}

/** One file that may be installed for a dependency. */
export interface Artifact {
  readonly filename: string | null
  readonly url: string | null
  readonly hashes: readonly Hash[]
}

/** Which part of a project asks for it. `main` is what is always installed; `build` is PEP 518's build requirements. */
export interface Scope {
  readonly kind: 'main' | 'group' | 'extra' | 'build'
  /** As the file says: `main`, `default`, `dev`, `docs`, `build-system`, … */
  readonly name: string
}

/** One package that a file says will be installed. */
export interface Dependency {
  readonly name: PackageName
  /** The one version that will be installed; null when the file does not fix it. */
  readonly version: AnyVersion | null
  /** What the file demands, where it demands a range rather than recording an answer. */
  readonly specifier: SpecifierSet | null
  readonly origin: Origin
  readonly editable: boolean
  readonly artifacts: readonly Artifact[]
  /** Parts of the project that ask for it; empty where the format knows no parts. */
  readonly scopes: readonly Scope[]
  /** Extras asked of this package, normalized: `requests[socks]` → `socks`. */
  readonly extras: readonly string[]
  readonly marker: Marker | null
  readonly at: Location
  /** The offending or deciding text as written, cut to 200 characters: evidence for findings. */
  readonly text: string
  /** A constraint narrows what others ask for and installs nothing by itself. */
  readonly constraint: boolean
  /** The project itself or a member of its workspace: listed for the edges, not judged. */
  readonly own: boolean
  /** True when the project's own files ask for it, null when the file does not tell. */
  readonly direct: boolean | null
  /** PEP 751 `attestation-identities`, as given. */
  readonly attestationIdentities: readonly Readonly<Record<string, unknown>>[]
  /** What its installation or archive tells; left out when a file only names it. */
  readonly installed?: Installed
}

/** `from` needs `to`: indexes into the lock file's `dependencies`. */
export interface Edge {
  readonly from: number
  readonly to: number
  readonly marker: Marker | null
  /** The scope of `from` that asks for it; null for its plain requirements. */
  readonly scope: Scope | null
  /** Extras that `from` asks of `to`. */
  readonly extras: readonly string[]
  /** Which versions of `to` it accepts, where the file says so. */
  readonly specifier?: SpecifierSet
}

/** An installer option that a file sets for what it installs. */
export interface InstallOption {
  readonly kind:
    | 'index-url'
    | 'extra-index-url'
    | 'find-links'
    | 'trusted-host'
    | 'no-index'
    | 'no-binary'
    | 'only-binary'
    | 'pre'
    | 'require-hashes'
    | 'other'
  readonly value: string | null
  /** The index's own name where the format has one (Pipfile, uv, poetry, pdm). */
  readonly name: string | null
  /** True when the index serves only what names it (uv `explicit`, poetry priority `explicit`): no confusion possible. */
  readonly explicit: boolean
  readonly at: Location
  readonly text: string
}

/** `-r` or `-c` to another file, as written; the engine reads the target. */
export interface Include {
  readonly kind: 'requirements' | 'constraints'
  readonly path: string
  readonly at: Location
}

/** What a lock file says of the manifest it was made from. */
export interface ContentHash {
  readonly algorithm: string
  readonly value: string
}

export type LockfileRole =
  /** Records an answer: exact versions (uv.lock, a compiled requirements.txt counts as `requirements`). */
  | 'lock'
  /** requirements and constraints files: either of the two. */
  | 'requirements'
  /** Asks for ranges (pyproject.toml, Pipfile, setup.cfg, environment.yml). */
  | 'manifest'
  /** Commands that install (Dockerfile, CI, notebooks, tox, pre-commit). */
  | 'command'
  /** What stands there: an environment, a packed distribution, an image. */
  | 'installed'
  /** What a document (SBOM) says is there. */
  | 'document'

/** One file that says what gets installed, read. */
export interface Lockfile {
  readonly path: string
  /** Id of the format that read it. */
  readonly format: string
  readonly role: LockfileRole
  readonly dependencies: readonly Dependency[]
  readonly edges: readonly Edge[]
  readonly options: readonly InstallOption[]
  readonly includes: readonly Include[]
  readonly skipped: readonly Skipped[]
  readonly requiresPython: string | null
  /** Lock: of the manifest it was made from. Manifest: none. */
  readonly contentHash: ContentHash | null
  /** Present where it stands for an environment rather than a file. */
  readonly environment?: EnvironmentFacts
  /** Present where it is a bill of materials that has a name: how others point into it. */
  readonly document?: DocumentFacts
}

/** A file in which nothing was found: what a reader fills in. */
export function emptyLockfile({ path, format, role }: Pick<Lockfile, 'path' | 'format' | 'role'>): Lockfile {
  return {
    path,
    format,
    role,
    dependencies: [],
    edges: [],
    options: [],
    includes: [],
    skipped: [],
    requiresPython: null,
    contentHash: null,
  }
}

/** A document by its name, and the refs that it gives to what it lists. */
export interface DocumentFacts {
  /** CycloneDX's serial number, or SPDX's namespace. */
  readonly identity: string
  /** Counts from 1. */
  readonly revision: number
  /** Of each of the file's `dependencies`, in their order. */
  readonly refs: readonly string[]
}
