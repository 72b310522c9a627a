export const severities = ['critical', 'high', 'medium', 'low', 'none', 'unknown'] as const
/** CVSS's qualitative bands; `unknown` is its own band: nobody has scored it. */
export type Severity = (typeof severities)[number]

export interface SeverityVector {
  /** Id of the record that gives it. */
  readonly record: string
  readonly type: 'CVSS_V2' | 'CVSS_V3' | 'CVSS_V4'
  readonly vector: string
  /** Base score 0.0 to 10.0; null when the vector cannot be scored. */
  readonly score: number | null
}

/** The clause of a record that matched: an interval of a range, or an entry of its list of versions. */
export interface Proof {
  readonly record: string
  readonly clause: 'range' | 'versions'
  /** Readable: `>=2.0, <2.0.7` or `versions lists 2.0.1`. */
  readonly text: string
}

/** One flaw that affects one release: all records that are aliases of each other, as one. */
export interface AdvisoryMatch {
  readonly kind: 'vulnerability' | 'malware'
  /** Stable headline: smallest CVE, else PYSEC, else GHSA, else MAL, else the smallest id. */
  readonly id: string
  /** Every other id of the group, sorted. */
  readonly aliases: readonly string[]
  /** Ids of the records that matched, sorted. */
  readonly records: readonly string[]
  readonly summary: string
  readonly severity: Severity
  readonly vectors: readonly SeverityVector[]
  readonly kev: { readonly added: string; readonly due: string | null; readonly ransomware: boolean } | null
  readonly epss: { readonly score: number; readonly percentile: number } | null
  /** The releases that end the intervals which matched, oldest first; empty when no fix is known. */
  readonly fixed: readonly string[]
  readonly proof: readonly Proof[]
  /** ISO dates of the group's earliest publication and latest change. */
  readonly published: string
  readonly modified: string
  /** Records of the group that speak of this package and do not cover this release. */
  readonly disagreeing: readonly string[]
}

/** Which release to move to. */
export interface FixChoice {
  /** Nearest release that clears every flaw of the package, or null when there is none that is known. */
  readonly version: string | null
  /** Ids that stay open whatever the release, for lack of a fix. */
  readonly unfixable: readonly string[]
  /** Readable: why this one, or why none. */
  readonly because: string
}

/** What the advisories say of one dependency. */
export type AdvisoryAnswer =
  | { readonly kind: 'known'; readonly matches: readonly AdvisoryMatch[]; readonly fix: FixChoice | null }
  | {
      readonly kind: 'unknown'
      /** `UNREADABLE_ADVISORY`: a record names the package, and what it says of its releases cannot be read or is missing. */
      readonly code: 'NO_DATABASE' | 'UNPINNED' | 'LEGACY_VERSION' | 'UNMAPPED' | 'NOT_ON_INDEX' | 'UNREADABLE_ADVISORY'
      readonly detail: string
      /** Flaws that are certain all the same (a legacy version that a record lists by name). */
      readonly matches: readonly AdvisoryMatch[]
      /** For the certain flaws, where the version is one that can be ordered. */
      readonly fix?: FixChoice | null
    }
