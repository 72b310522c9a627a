import type { PackageName } from '@cordon/pypa'
import type { Edit } from './name.ts'
import type { Location } from './place.ts'

/** A name that the project's own files know to be its own: made here, or served by an index of its own. */
export interface InternalName {
  readonly name: PackageName
  /** Address of the index that serves it; null for a member of the project itself. */
  readonly index: string | null
  /** The one version that a lock records, as written; null where none does. */
  readonly version: string | null
  /** Where the files say so. */
  readonly at: Location
}

/** In which way a name passes for another without being one of its versions. */
export type Resemblance =
  /** The same letters, other separators: `acme-tools`, `acmetools`. */
  | { readonly kind: 'separators' }
  /** The same words in another order: `acme-tools`, `tools-acme`. */
  | { readonly kind: 'order' }
  /** Letters that look alike: `acme-billing`, `acme-bil1ing`. */
  | { readonly kind: 'look-alike' }
  /** A slip of the finger. */
  | { readonly kind: 'typo'; readonly score: number; readonly edits: readonly Edit[] }
  /** The whole name, and a usual word before or after it: `acme-tools-utils`. */
  | { readonly kind: 'affix'; readonly affix: string }

/** What the project's own files say of its internal names, and of one dependency beside them. */
export interface InternalFacts {
  readonly names: readonly InternalName[]
  /** Internal names that the dependency resembles without being one; empty for what the public index is not asked for. */
  readonly resembled: readonly ResembledName[]
}

export interface ResembledName {
  readonly internal: InternalName
  readonly how: Resemblance
}
