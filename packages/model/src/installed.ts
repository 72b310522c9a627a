import type { PackageName } from '@cordon/pypa'

/** A package of an operating system or of conda that put a file there. */
export interface Owner {
  readonly kind: 'apk' | 'conda' | 'dpkg' | 'rpm'
  readonly name: string
  readonly version: string
  /** The package it was built from, where the database tells. */
  readonly source: { readonly name: string; readonly version: string } | null
  readonly purl: string
}

/** The layer of an image that something comes from. */
export interface LayerReference {
  /** From the lowest, counted from 0. */
  readonly index: number
  /** `sha256:…` of the layer's content as the image's configuration names it (diff id). */
  readonly diffId: string
  /** The build command that made it; null when the history does not tell. */
  readonly createdBy: string | null
  /** Whether it belongs to the base image; null when that is not known. */
  readonly base: boolean | null
}

/** Something inside a distribution that is no distribution of its own: bundled, vendored or named by an embedded SBOM. */
export interface NestedComponent {
  readonly kind: 'library' | 'vendored' | 'document'
  readonly name: string
  readonly version: string | null
  readonly purl: string | null
  /** SPDX expression or text. */
  readonly license: string | null
  /** The file that tells, from the root of the tree. */
  readonly path: string
  readonly components: readonly NestedComponent[]
}

/** What is known of a dependency because it stands there, installed or packed. */
export interface Installed {
  /** Its metadata folder or file, from the root of the tree: `lib/python3.12/site-packages/x-1.0.dist-info`. */
  readonly path: string
  /** Root of the environment it belongs to; the tree's own root is ``. */
  readonly environment: string
  /** `INSTALLER`, as written. */
  readonly installer: string | null
  /** Whether `REQUESTED` is there; null where the installer does not record it. */
  readonly requested: boolean | null
  /** PEP 639 `License-Expression`, else what `License` or the classifiers say. */
  readonly license: { readonly kind: 'expression' | 'text'; readonly value: string } | null
  readonly summary: string | null
  /** PEP 610 and PEP 710, as found: whether their text holds is said by `flaws`. */
  readonly recorded: 'direct-url' | 'provenance-url' | null
  readonly entryPoints: readonly { readonly group: string; readonly name: string; readonly value: string }[]
  /** A distribution-patched package is the owner's release, not the upstream one. */
  readonly owner: Owner | null
  readonly layer: LayerReference | null
  readonly components: readonly NestedComponent[]
  /** Names of top-level modules it provides. */
  readonly modules: readonly string[]
  /** Names it requires whatever extras are asked for. */
  readonly requires: readonly PackageName[]
  /** What is out of order about its records. */
  readonly flaws?: readonly InstalledFlaw[]
  /** Left out when its files were not compared with its RECORD. */
  readonly integrity?: Integrity
}

/**
 * `DIRECT_URL`, `PROVENANCE_URL` the text does not hold · `TWO_ORIGINS` both are there · `METADATA` missing, cut or without a name or version ·
 * `RECORD` missing where the installer writes one, or with lines that cannot be read · `LINK` a metadata file that is a link out of the tree.
 */
export type InstalledFlawCode = 'DIRECT_URL' | 'LINK' | 'METADATA' | 'PROVENANCE_URL' | 'RECORD' | 'TWO_ORIGINS'

export interface InstalledFlaw {
  readonly code: InstalledFlawCode
  /** From the root of the tree. */
  readonly path: string
  readonly detail: string
}

/** RECORD against what stands there. Paths are from the root of the tree, cut to the first thousand of each list. */
export interface Integrity {
  /** Files that RECORD lists. */
  readonly listed: number
  /** Files whose digest was compared. */
  readonly compared: number
  /** Another digest or size than RECORD says. */
  readonly changed: readonly string[]
  readonly missing: readonly string[]
  /** Listed without a digest that proves anything, or not to be read. */
  readonly unchecked: readonly string[]
  /** As written in RECORD: beyond the environment. */
  readonly outside: readonly string[]
}

/** A Python that stands there. */
export interface PythonRuntime {
  readonly implementation: 'cpython' | 'graalpy' | 'pypy'
  /** As far as it is known: `3.12.4`, or `3.12`. */
  readonly version: string | null
  /** What told: a folder or file, from the root of the tree. */
  readonly path: string
  readonly owner: Owner | null
  readonly layer: LayerReference | null
}

export type EnvironmentKind =
  | 'conda'
  | 'egg'
  | 'folder'
  | 'pex'
  | 'sdist'
  | 'shiv'
  | 'system'
  | 'user'
  | 'venv'
  | 'wheel'
  | 'zipapp'

/** Python modules that two owners, or none, provide; or that take the place of the standard library's. */
export interface ShadowedModule {
  readonly module: string
  /** `standard`: of the standard library. `shared`: of several distributions. `stray`: of a distribution, and a file that nobody recorded. */
  readonly kind: 'shared' | 'standard' | 'stray'
  /** What an import takes, and what it passes over, from the root of the tree. */
  readonly paths: readonly string[]
  /** Distributions that provide it. */
  readonly distributions: readonly string[]
}

/** What is known of an environment as a whole. */
export interface EnvironmentFacts {
  /** The tree's root as a person would write it: what every path here is seen from. */
  readonly base: string
  /** From the root of the tree. */
  readonly root: string
  readonly kind: EnvironmentKind
  /** The tool that made or keeps it. */
  readonly manager: 'hatch' | 'pdm' | 'pipx' | 'poetry' | 'uv' | 'virtualenv' | null
  readonly runtime: PythonRuntime | null
  /** Folders that an import searches, from the root of the tree. */
  readonly libraries: readonly string[]
  /** `.pth` files, `sitecustomize` and `usercustomize`: run at every start, or add to what an import searches. */
  readonly startFiles: readonly StartFile[]
  /** Left out when files were not compared with RECORDs. */
  readonly strays?: readonly string[]
  readonly shadowed?: readonly ShadowedModule[]
}

export interface StartFile {
  /** From the root of the tree. */
  readonly path: string
  /** Name of the distribution whose RECORD or owner lists it; null when none does. */
  readonly distribution: string | null
  /** Whether it runs code, rather than adding folders. */
  readonly runs: boolean
}

/** A path of a tree as a person would write it. */
export function shownPath(base: string, path: string): string {
  if (path === '') return base
  if (base === '' || base === '.') return path
  return base.endsWith('/') ? `${base}${path}` : `${base}/${path}`
}
