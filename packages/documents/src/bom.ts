import type { Hash } from '@cordon/model'

/** What a component is; CycloneDX's words, which hold SPDX's purposes. */
export type ComponentType =
  | 'application'
  | 'framework'
  | 'library'
  | 'container'
  | 'platform'
  | 'operating-system'
  | 'device'
  | 'device-driver'
  | 'firmware'
  | 'file'
  | 'machine-learning-model'
  | 'data'
  | 'cryptographic-asset'

/** A person or organization. A `tool` only annotates. */
export interface Party {
  readonly kind: 'person' | 'organization' | 'tool'
  readonly name: string | null
  readonly email: string | null
  readonly url: string | null
}

/**
 * One statement about the licence. `id` is on SPDX's list; `expression` is SPDX's grammar with at least one operator or reference;
 * `name` is anything else that names a licence.
 */
export interface License {
  readonly kind: 'id' | 'expression' | 'name'
  readonly value: string
  /** The licence's own text. */
  readonly text: string | null
  readonly url: string | null
  /** What its authors say (`declared`), or what someone found out (`concluded`); null where the document does not tell. */
  readonly acknowledgement: 'declared' | 'concluded' | null
}

/** Text of a licence that expressions name as `LicenseRef-…`. */
export interface LicenseText {
  /** `LicenseRef-…` */
  readonly id: string
  readonly name: string | null
  readonly text: string
  readonly url: string | null
}

/** Something about a component that lies elsewhere. */
export interface Reference {
  /** CycloneDX's word: `distribution`, `vcs`, `website`, … */
  readonly type: string
  readonly url: string
  readonly comment: string | null
  /** Of what lies there. */
  readonly hashes: readonly Hash[]
}

export interface Property {
  readonly name: string
  readonly value: string
}

/** Where a component was found: a file, and the line where it is known. */
export interface Occurrence {
  readonly location: string
  readonly line: number | null
}

/** A piece of software, or of what it is made of. */
export interface Component {
  /** Unique in its document. */
  readonly ref: string
  readonly type: ComponentType
  readonly group: string | null
  readonly name: string
  readonly version: string | null
  readonly description: string | null
  readonly purl: string | null
  readonly cpe: string | null
  /** Of the component as it is delivered: only where that is one file. */
  readonly hashes: readonly Hash[]
  readonly licenses: readonly License[]
  readonly copyright: string | null
  /** Who delivers it. */
  readonly supplier: Party | null
  /** The organization that makes it. */
  readonly manufacturer: Party | null
  /** The people who wrote it. */
  readonly authors: readonly Party[]
  readonly publisher: string | null
  readonly references: readonly Reference[]
  readonly properties: readonly Property[]
  readonly occurrences: readonly Occurrence[]
  /** Whether the subject runs without it: `excluded` is for tests and development. Null: not said, and then required. */
  readonly scope: 'required' | 'optional' | 'excluded' | null
  /** The component that holds it; null where it stands by itself. */
  readonly within: string | null
  /** `build`: needed to make the subject and no part of it (CycloneDX's formulation). */
  readonly phase: 'delivered' | 'build'
  /** True where the document tells all that it needs, also where that is nothing. */
  readonly needsKnown: boolean
}

export type EdgeKind = 'runtime' | 'dev' | 'optional' | 'build' | 'test' | 'provided'

/** `from` needs `to`, both by ref. */
export interface BomEdge {
  readonly from: string
  readonly to: string
  readonly kind: EdgeKind
}

export interface Tool {
  readonly vendor: string | null
  readonly name: string
  readonly version: string | null
}

/** Something that was written about a component, or about the document itself (`subject` null). */
export interface Annotation {
  readonly subject: string | null
  readonly annotator: Party
  /** RFC 3339, or null where it is not told. */
  readonly time: string | null
  readonly text: string
}

export type DocumentFamily = 'cyclonedx' | 'spdx'

/** What a document was before it was read. */
export interface BomSource {
  readonly path: string
  readonly family: DocumentFamily
  /** `1.6`, `SPDX-2.3`, `3.0.1` */
  readonly version: string
  readonly encoding: 'json' | 'xml' | 'tag-value'
}

export type ProblemCode =
  /** A component without a name, or that is none: left out. */
  | 'BAD_COMPONENT'
  /** A value that is not of its kind: left out. */
  | 'BAD_VALUE'
  | 'BAD_HASH'
  | 'BAD_PURL'
  /** A ref that another component has already: renamed. */
  | 'DUPLICATE_REF'
  /** A dependency on, or of, something that the document does not hold: left out. */
  | 'DANGLING_REF'
  /** A component within itself, through others: it now stands by itself. */
  | 'CYCLE'
  /** A key that an object has twice: the last counts. */
  | 'DUPLICATE_KEY'
  /** Something that the neutral form does not hold: left out, and counted. */
  | 'NOT_HELD'

/** Something in a document that was not as it should be; reading went on. */
export interface Problem {
  readonly code: ProblemCode
  /** `components[3].hashes[0]`, or the element's name and place in its document. */
  readonly place: string
  /** From 1; 0 where it is not known. */
  readonly line: number
  readonly detail: string
}

/** A bill of materials, in the words that both families share. */
export interface Bom {
  /** CycloneDX's serial number or SPDX's namespace; null until it is written. */
  readonly identity: string | null
  /** Of the document; counts from 1. */
  readonly revision: number
  readonly name: string | null
  /** RFC 3339 in UTC, to the second. */
  readonly created: string | null
  readonly tools: readonly Tool[]
  /** Who wrote the document. */
  readonly authors: readonly Party[]
  readonly supplier: Party | null
  readonly manufacturer: Party | null
  /** CycloneDX's phases: `pre-build`, `operations`, … */
  readonly lifecycles: readonly string[]
  readonly properties: readonly Property[]
  readonly comment: string | null
  /** Ref of what the document is about. */
  readonly subject: string | null
  /** All components, the subject among them. */
  readonly components: readonly Component[]
  readonly edges: readonly BomEdge[]
  readonly licenseTexts: readonly LicenseText[]
  readonly annotations: readonly Annotation[]
}

/** A document, read. */
export interface ReadBom {
  readonly bom: Bom
  readonly source: BomSource
  readonly problems: readonly Problem[]
  /** Line of each component, by ref; only where it is known. */
  readonly lines: ReadonlyMap<string, number>
}
