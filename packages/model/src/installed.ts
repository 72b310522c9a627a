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
}
