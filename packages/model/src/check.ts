import type { AdvisoryAnswer, AdvisoryMatch, FixChoice, Severity } from './advisory.ts'
import type { Dependency, Lockfile } from './dependency.ts'
import type { IdentityFacts, VouchDemand } from './identity-history.ts'
import type { InternalFacts } from './internal-name.ts'
import type { NameFacts } from './name.ts'
import type { Location } from './place.ts'
import type { ArtifactReference } from './stage.ts'
import type { VouchedRelease } from './vouched.ts'

export type Domain = 'vulnerability' | 'malicious' | 'author' | 'engineering' | 'licence' | 'provenance'
export type Confidence = 'high' | 'medium' | 'low'

/** A finding cannot exist without a place: a line of a file, or a document by URL and digest. */
export type Evidence =
  | { readonly kind: 'line'; readonly path: string; readonly line: number; readonly text: string }
  | { readonly kind: 'document'; readonly url: string; readonly digest: string }

export interface Finding {
  /** What it is about: an advisory group's id, or the check's id. Identity for exceptions and fingerprints. */
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly confidence: Confidence
  readonly domain: Domain
  /** What was seen, in one sentence. */
  readonly message: string
  /** What to do next, in one sentence. */
  readonly remedy: string
  readonly evidence: readonly [Evidence, ...Evidence[]]
  /** Present on advisory findings. */
  readonly advisory?: AdvisoryMatch
  readonly fix?: FixChoice | null
  /** Present on findings about what an artifact holds and does. */
  readonly artifact?: ArtifactReference
}

/** `unknown` is its own answer: what could not be checked is never clean. */
export type Outcome =
  | { readonly kind: 'clean' }
  | { readonly kind: 'found'; readonly findings: readonly [Finding, ...Finding[]] }
  | {
      readonly kind: 'unknown'
      readonly code: string
      readonly detail: string
      /** What is certain although the whole is not. */
      readonly findings?: readonly Finding[]
      /** The artifact that could not be looked at enough, where it is about one. */
      readonly artifact?: ArtifactReference
    }

/** What a check may ask for. One loader per need in the engine; a check reads only what it declares. */
export interface Facts {
  /** The advisories' answer for this dependency. */
  readonly advisories: AdvisoryAnswer
  /** The file that names the dependency (or that is judged). */
  readonly file: Lockfile
  /** Every file of the same project, this one among them, parsed; manifests and their locks lie side by side. */
  readonly project: readonly ProjectFile[]
  /** Where a lock of the same project pins what an unpinned dependency asks for; null when nothing does, or it is pinned itself. */
  readonly locked: LockedAt | null
  /** What the list of popular names says of the dependency's name. */
  readonly names: NameFacts
  /** Names that the project's own files know to be internal. */
  readonly internal: InternalFacts
  /** Who vouches for its files; null where nobody asked. */
  readonly vouched: VouchedRelease | null
  /** Who has vouched for the project's files before; null where nobody asked. */
  readonly identityHistory: IdentityFacts | null
  /** What the policy demands of who vouches for it; empty where it demands nothing. */
  readonly demands: readonly VouchDemand[]
}

/** A lock's answer to an unpinned requirement: judged there, once. */
export interface LockedAt {
  readonly at: Location
  readonly version: string
}

export interface ProjectFile {
  readonly file: Lockfile
  /** Text as read: for content hashes. */
  readonly text: string
}

export type Need = keyof Facts

/** What a check of a whole file may ask for: nothing that is about one dependency. */
export type FileNeed = Exclude<Need, 'advisories' | 'names' | 'internal' | 'vouched' | 'identityHistory' | 'demands'>

export interface CheckMeta {
  /** Short, no full stop: `Requirement without a pinned version`. */
  readonly title: string
  readonly domain: Domain
  readonly severity: Severity
  /** Paragraphs for docs/checks/<id>.md. */
  readonly why: string
  readonly remedy: string
  readonly references: readonly string[]
}

/** A check of one dependency. `null` means: does not apply to it, and leaves no outcome. */
export interface DependencyCheck<N extends Need = Need> {
  readonly subject: 'dependency'
  readonly id: string
  readonly meta: CheckMeta
  readonly needs: readonly N[]
  run(facts: Pick<Facts, N>, dependency: Dependency): Outcome | null
}

/** A check of one file as a whole: its options, its age against its manifest. */
export interface FileCheck<N extends FileNeed = FileNeed> {
  readonly subject: 'file'
  readonly id: string
  readonly meta: CheckMeta
  readonly needs: readonly N[]
  run(facts: Pick<Facts, N>, file: Lockfile): Outcome | null
}

export type Check = DependencyCheck | FileCheck

/** Erases what a check needs, so that checks of every shape fit in one array. */
export function defineCheck<const N extends Need>(check: Omit<DependencyCheck<N>, 'subject'>): DependencyCheck {
  return { ...check, subject: 'dependency' } as DependencyCheck
}

export function defineFileCheck<const N extends FileNeed>(check: Omit<FileCheck<N>, 'subject'>): FileCheck {
  return { ...check, subject: 'file' } as FileCheck
}
