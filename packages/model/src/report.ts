import type { LockedAt, Outcome } from './check.ts'
import type { Dependency, Lockfile } from './dependency.ts'
import type { LayerReference } from './installed.ts'
import type { Location, SkipCode, Skipped } from './place.ts'
import type { VexReference } from './vex.ts'

/** Step 2: what the checks say of one dependency, or of one file as a whole (`dependency` is null). */
export interface Inspection {
  readonly dependency: Dependency | null
  readonly file: Lockfile
  /** Where to point: the dependency's line, or the option's line of a file. */
  readonly at: Location
  /** Who pulled it in, outermost first, each as purl; empty when the project asks for it itself or the file does not tell. */
  readonly via: readonly string[]
  readonly direct: boolean | null
  /** Where a lock pins it, when this line itself does not: its advisories are judged there. */
  readonly locked: LockedAt | null
  /** By check id, sorted. A check that does not apply has no entry. */
  readonly outcomes: ReadonlyMap<string, Outcome>
}

/** `incomplete`: something is unknown and the policy does not allow that. */
export type Decision = 'allow' | 'warn' | 'incomplete' | 'block'

/** Which rule decided about which finding. */
export interface Because {
  readonly decision: Decision
  /** Name of the rule, of the exception (`exception:<name>`), or of the default (`default:<what>`). */
  readonly rule: string
  readonly check: string
  /** Finding id, or null when the outcome is unknown. */
  readonly finding: string | null
  readonly text: string
  /** The statement that speaks of the finding, where one does; it silences where the rule is `vex:<place>`. */
  readonly vex?: VexReference
}

/** Step 3: the decision over one inspection, and why. */
export interface Verdict {
  readonly inspection: Inspection
  readonly decision: Decision
  readonly because: readonly Because[]
}

export interface CoveredFile {
  readonly path: string
  readonly format: string
  readonly dependencies: number
  readonly skipped: number
}

export interface FailedFile {
  readonly path: string
  readonly format: string | null
  readonly code: SkipCode
  readonly message: string
}

/** What was looked at and what was not: printed with every report. */
export interface Coverage {
  readonly read: readonly CoveredFile[]
  readonly failed: readonly FailedFile[]
  /** Folders that were passed over, with the reason: `virtual environment`, `.gitignore`, `symlink loop`, … */
  readonly passedOver: readonly { readonly path: string; readonly reason: string }[]
  /** Dependencies that the chosen environment, groups and extras leave out. */
  readonly notSelected: number
}

export interface DatabaseStatus {
  /** `unused`: the command asks no advisories. */
  readonly state: 'ready' | 'stale' | 'missing' | 'damaged' | 'unused'
  readonly source: string | null
  /** ISO time of the newest change in the data, and of the build. */
  readonly dataTime: string | null
  readonly builtTime: string | null
  readonly advisories: number
  readonly ageDays: number | null
  readonly digest: string | null
  /** What to run next, when something is wrong. */
  readonly advice: string | null
}

/**
 * A policy exception or a VEX statement that did not do its work: expired, or matched nothing. Of statements also: at odds with another
 * (`conflict`), not to be used as written (`refused`), from somebody who is not trusted (`untrusted`), about what is never silenced
 * (`forbidden`), about what is not there at all (`unmatched`), or of note (`note`).
 */
export interface ExceptionNotice {
  readonly kind:
    | 'conflict'
    | 'expired'
    | 'expiring'
    | 'forbidden'
    | 'note'
    | 'refused'
    | 'unmatched'
    | 'untrusted'
    | 'unused'
  /** `incomplete` where it changes what the run ends with. */
  readonly decision?: 'incomplete'
  /** `exception` where it is left out. */
  readonly about?: 'exception' | 'vex'
  readonly name: string
  readonly text: string
  readonly at: Location
}

export interface Summary {
  readonly files: number
  /** Judged (own projects and constraints are not). */
  readonly dependencies: number
  readonly blocked: number
  readonly warned: number
  readonly incomplete: number
  readonly allowed: number
  readonly vulnerabilities: number
  readonly malware: number
  readonly unknown: number
  readonly skipped: number
}

export type ExitCode = 0 | 1 | 2 | 3 | 4 | 70

/** Step 4's input: everything a report format may show. */
export interface Report {
  readonly verdicts: readonly Verdict[]
  readonly skipped: readonly Skipped[]
  /** The policy's decision over what was skipped or failed. */
  readonly skippedDecision: Decision
  readonly coverage: Coverage
  readonly database: DatabaseStatus
  readonly exceptions: readonly ExceptionNotice[]
  readonly summary: Summary
  readonly exit: ExitCode
  readonly meta: ReportMeta
  /** Left out where it is about no image. */
  readonly image?: ReportedImage
}

/** The container image that a report is about. */
export interface ReportedImage {
  readonly name: string
  /** `linux/amd64`, or with a variant `linux/arm/v7`. */
  readonly platform: string
  /** `sha256:…` of its manifest; where it lies without one, of what stands for it there. */
  readonly digest: string
  /** Null where nothing tells of one. */
  readonly base: ReportedBase | null
  /** From the lowest. */
  readonly layers: readonly ReportedLayer[]
}

export interface ReportedBase {
  readonly name: string | null
  readonly digest: string | null
  /** How many of the lowest layers are its own; null where that is not known. */
  readonly layers: number | null
  /** What names it; null where nothing does. */
  readonly named: 'annotation' | 'given' | 'label' | null
  /** What says where it ends: an image that was `given` and compared, a guess from the `history`, or nothing. */
  readonly boundary: 'given' | 'history' | 'none'
}

export interface ReportedLayer extends LayerReference {
  /** Unpacked. */
  readonly bytes: number
}

export interface ReportMeta {
  readonly tool: { readonly name: 'cordon'; readonly version: string }
  /** ISO time of the run. */
  readonly time: string
  /** What was asked to be scanned, as written. */
  readonly targets: readonly string[]
  /** `python 3.12, linux` or null when the lock is judged for every environment. */
  readonly environment: string | null
  /** Configuration file that decided, as the person would write it; null or left out: the defaults. */
  readonly configuration?: string | null
  /** ISO date of `--as-of`, or null. */
  readonly asOf: string | null
  readonly warnings: readonly string[]
}
