import type { Severity, SeverityVector } from '@cordon/model'

/** The items of the file's tables, as they are written and read. Every number that points is an index. */

export interface StoredVector {
  readonly type: 'CVSS_V2' | 'CVSS_V3' | 'CVSS_V4'
  readonly vector: string
  readonly score: number | null
}

/** A record, apart from what it says of packages. Times are milliseconds since 1970. */
export interface StoredRecord {
  readonly id: string
  readonly published: number
  readonly modified: number
  readonly withdrawn: number | null
  readonly summary: string
  readonly word: number
  readonly vectors: readonly StoredVector[]
}

/** What `FlawSummary` is made of. */
export interface StoredSummary {
  readonly kind: 'vulnerability' | 'malware'
  readonly aliases: readonly string[]
  readonly summary: string
  readonly severity: Severity
  readonly vectors: readonly SeverityVector[]
  readonly published: string
  readonly modified: string
}

/** Records of one flaw, with what the feeds tell of its ids. */
export interface StoredGroup {
  readonly key: string
  /** The live records summed up; null where all of them are withdrawn. */
  readonly present: StoredSummary | null
  readonly aliases: readonly string[]
  readonly records: readonly number[]
  /** Ordered by the day of adding; days since 1970. */
  readonly kev: readonly { readonly added: number; readonly due: number | null; readonly ransomware: boolean }[]
  readonly epss: { readonly score: number; readonly percentile: number } | null
}

/** An interval between points of its package; `from` is -1 where it has no begin, `to` is -1 where it has no end. */
export interface StoredInterval {
  readonly from: number
  readonly to: number
  readonly end: 'open' | 'before' | 'through'
  readonly fixed: boolean
  readonly certain: boolean
  readonly text: string | null
}

/** What one record says of one package. */
export interface StoredEntry {
  readonly record: number
  readonly group: number
  readonly live: boolean
  /** It tells nothing that can be judged of the package's releases. */
  readonly silent: boolean
  readonly intervals: readonly StoredInterval[]
  /** Listed versions as first and last point of each run, ascending: [2, 5, 9, 9]. Empty where the intervals hold all of them. */
  readonly runs: readonly number[]
  /** Listed versions that PEP 440 cannot read. */
  readonly legacy: readonly string[]
  readonly vectors: readonly StoredVector[]
}

/** A package: every version that its records name, oldest first, and what they say. */
export interface StoredPackage {
  /** Texts of the versions. */
  readonly points: readonly string[]
  /** For each point, whether it is a release that an index serves: listed, fixed or last affected, and no local version. */
  readonly released: readonly boolean[]
  readonly entries: readonly StoredEntry[]
}

/** What the file says of itself. */
export interface DatabaseMeta {
  readonly formatVersion: number
  readonly source: string
  readonly sourceTime: string | null
  /** The newest change among the records that are not dated after the build; null when there is none. */
  readonly dataTime: string | null
  readonly builtTime: string
  /** Day of the EPSS scores, where they came with one. */
  readonly epssDay: string | null
  readonly counts: DatabaseCounts
  /** Hex SHA-256 of the content. */
  readonly digest: string
}

export interface DatabaseCounts {
  /** Records about Python packages: live ones and withdrawn ones. */
  readonly records: number
  readonly live: number
  readonly withdrawn: number
  readonly packages: number
  /** Flaws (alias groups) of live records; those that are malware, in the KEV catalogue, scored by EPSS. */
  readonly flaws: number
  readonly malware: number
  readonly kev: number
  readonly epss: number
}
