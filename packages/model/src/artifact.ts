import type { Severity } from './advisory.ts'
import type { Confidence } from './check.ts'
import type { Location } from './place.ts'
import type { ArtifactClass, Stage } from './stage.ts'

/** One behaviour that was seen in a package, at its clearest place. */
export interface Sighting {
  /** The check's id: `source/exec-of-decoded`. */
  readonly id: string
  readonly stage: Stage
  readonly confidence: Confidence
  /** Alone enough to call the package malicious. */
  readonly isConclusive: boolean
  /** In the archive; for code within decoded texts, where the outermost call stands. */
  readonly at: Location
  /** What it does, as the end of a sentence: `starts a hidden PowerShell that downloads and runs an .exe`. */
  readonly does: string
  /** The decoded text that shows it: addresses defanged, cut to a readable length, one line. */
  readonly evidence: string
  /** How the text was hidden, the outermost step first: `base64.b64decode`, `zlib.decompress`. */
  readonly trail: readonly string[]
  /** MITRE ATT&CK techniques: `T1059.001`. */
  readonly attack: readonly string[]
}

/** What one piece of evidence adds to the score, in log-odds. */
export interface Contribution {
  readonly feature: string
  readonly points: number
}

/** What was not looked at, and why. */
export interface Unanalysed {
  readonly at: Location
  readonly code: string
  readonly detail: string
}

/** Something about an archive or its metadata that is out of order, with its code. */
export interface ArtifactOddity {
  readonly code: string
  readonly path: string | null
  readonly detail: string
  /** Where this one weighs more or less than its check usually does. */
  readonly severity?: Severity
}

/** The domain of an author's address. `expired`: nobody has registered it; `reserved`: nobody can. */
export interface AuthorDomain {
  readonly domain: string
  readonly state: 'registered' | 'expired' | 'reserved' | 'unknown'
}

/** An artifact that somebody answers for, by its digest. */
export interface KnownArtifact {
  readonly reason: string
  readonly by: string
  /** ISO date; it counts up to the end of that day (UTC). */
  readonly until: string
}

/** A native file, as its own tables and texts tell. Lists are cut to the first few; every text is hostile. */
export interface BinaryFacts {
  readonly path: string
  readonly format: 'elf' | 'pe' | 'mach-o'
  readonly architecture: string
  readonly libraries: readonly string[]
  /** Functions it takes that start programs, reach the network or write into other processes. */
  readonly imports: readonly string[]
  /** Hosts, secret files and commands that its texts name, defanged. */
  readonly names: readonly string[]
}

/** A compiled Python file. */
export interface BytecodeFacts {
  readonly path: string
  /** Its source lies where an import would look for it. */
  readonly hasSource: boolean
  /** Names that it uses and its source never mentions, the first few; without a source all that it uses. Null when it was not read. */
  readonly foreign: readonly string[] | null
  /** PEP 552: an import takes it without looking whether it belongs to its source. */
  readonly isUnchecked: boolean
}

/** What the metadata of an artifact says, as written. */
export interface ArtifactMetadata {
  /** Where METADATA or PKG-INFO lies. */
  readonly path: string
  /** Of its bytes. */
  readonly sha256: string
  readonly metadataVersion: string | null
  readonly name: string | null
  readonly version: string | null
  readonly requiresPython: string | null
  /** Fields that a build may still change (PEP 643), lower case. */
  readonly dynamic: readonly string[]
  /** Of the addresses of authors and maintainers, each once. */
  readonly domains: readonly string[]
  /** That its links lead to: `github.com/owner/name`, lower case. */
  readonly repositories: readonly string[]
}

/** What an artifact holds besides Python source. Paths are those of its members. */
export interface ArtifactFacts {
  readonly kind: 'wheel' | 'sdist' | 'directory' | 'installed' | 'archive'
  readonly members: number
  readonly pythonFiles: number
  readonly pythonBytes: number
  readonly summary: string | null
  /** Left out where there is none that can be read. */
  readonly metadata?: ArtifactMetadata
  readonly requires: readonly string[]
  /** `group:name = module:attribute` */
  readonly entryPoints: readonly string[]
  readonly native: readonly string[]
  /** What the native files ask of the system, as far as few and small enough to be read. */
  readonly binaries: readonly BinaryFacts[]
  readonly bytecode: readonly BytecodeFacts[]
  readonly nestedArchives: readonly string[]
  /** `.pth`, `.start`, `sitecustomize` and `usercustomize`: run at every start of the interpreter. */
  readonly startFiles: readonly string[]
  /** What a wheel puts outside its own package, and where to. */
  readonly outside: readonly { readonly path: string; readonly what: string }[]
  readonly oddities: readonly ArtifactOddity[]
}

/** What an artifact does that the one it was compared with did not do. */
export interface ArtifactComparison {
  /** What it was compared with. */
  readonly against: Pick<ArtifactInspection, 'file' | 'sha256' | 'name' | 'version' | 'verdict'>
  /** Ids of behaviours that are new. */
  readonly appeared: readonly string[]
  /** Ids of behaviours that now run at an earlier stage, with the stage of before. */
  readonly earlier: readonly { readonly id: string; readonly before: Stage }[]
  /** The verdict without the comparison, where that raised it; else null. */
  readonly raisedFrom: ArtifactClass | null
}

/** The places of code that a verdict rests on, and what it would be without what was seen there. */
export interface Turning {
  readonly without: readonly Location[]
  readonly verdict: ArtifactClass
}

/** What `cordon inspect` says of one artifact. */
export interface ArtifactInspection {
  readonly file: string
  readonly sha256: string
  readonly size: number
  readonly name: string | null
  readonly version: string | null
  readonly verdict: ArtifactClass
  /** 0 to 1: the calibrated probability that it is malicious, given what was seen. */
  readonly score: number
  /** The most telling first. */
  readonly behaviours: readonly Sighting[]
  /** Name and metadata evidence: bounded, and never malicious alone. */
  readonly notes: readonly ArtifactOddity[]
  /** A known family that its code resembles: separate evidence. */
  readonly family: { readonly id: string; readonly similarity: number } | null
  readonly contributions: readonly Contribution[]
  /** Left out where no few places decide, and for a verdict that is mild. */
  readonly turning?: Turning
  readonly facts: ArtifactFacts
  readonly unanalysed: readonly Unanalysed[]
  /** Present where somebody answers for what cannot be looked into: that is why it is clean. */
  readonly known?: KnownArtifact
  /** Present where somebody was asked whether the domains of its authors still belong to somebody. */
  readonly authorDomains?: readonly AuthorDomain[]
  /** Present where it was compared with another. */
  readonly comparison?: ArtifactComparison
  readonly ms: number
}
