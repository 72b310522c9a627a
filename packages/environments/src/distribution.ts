import type { InstalledFlaw, InstalledFlawCode, Integrity, NestedComponent, Owner } from '@cordon/model'
import type {
  AnyVersion,
  CoreMetadata,
  DirectUrl,
  EntryPoint,
  PackageName,
  ProvenanceUrl,
  RecordFile,
  Requirement,
} from '@cordon/pypa'

/** How a distribution stands there. `develop`: its code lies elsewhere, and a link leads to it. */
export type DistributionKind = 'develop' | 'dist-info' | 'egg' | 'egg-info' | 'sdist'

/** One distribution, read. Everything in it is its author's text, and hostile. */
export interface Distribution {
  readonly kind: DistributionKind
  /** Its metadata folder or file, from the root of the tree. */
  readonly path: string
  /** The folder that its files are named from. */
  readonly library: string
  /** The file that names it, and the line that says its version (0: none does). */
  readonly at: { readonly path: string; readonly line: number; readonly text: string }
  readonly name: PackageName
  readonly version: AnyVersion | null
  readonly metadata: CoreMetadata | null
  readonly requires: readonly Requirement[]
  /** Null where there is none: then nothing says which files are its own. */
  readonly record: RecordFile | null
  readonly installer: string | null
  readonly requested: boolean | null
  readonly directUrl: DirectUrl | null
  readonly provenanceUrl: ProvenanceUrl | null
  readonly entryPoints: readonly EntryPoint[]
  /** Tags of its WHEEL file. */
  readonly tags: readonly string[]
  /** Top-level modules. */
  readonly modules: readonly string[]
  readonly flaws: readonly InstalledFlaw[]
  readonly owner: Owner | null
  readonly components: readonly NestedComponent[]
  /** Index of the image layer that put its metadata there. */
  readonly layer: number | null
  readonly integrity: Integrity | null
}

export interface FlawLog {
  readonly flaws: readonly InstalledFlaw[]
  readonly note: (code: InstalledFlawCode, path: string, detail: string) => void
}

const mostFlaws = 100

export function flawLog(): FlawLog {
  const flaws: InstalledFlaw[] = []
  return {
    flaws,
    note: (code, path, detail) => {
      if (flaws.length < mostFlaws) flaws.push({ code, path, detail })
    },
  }
}
