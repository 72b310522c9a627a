/** When code runs, the earliest first: while it is installed, at every start of the interpreter, when it is imported, as a command, when it is called. */
export const stages = ['install', 'start', 'import', 'entry', 'call'] as const
export type Stage = (typeof stages)[number]

/** What a package is taken for, the worst first. `unanalysable`: nothing bad was seen, and too much could not be looked at. */
export const artifactClasses = ['malicious', 'suspicious', 'unanalysable', 'placeholder', 'clean'] as const
export type ArtifactClass = (typeof artifactClasses)[number]

/** The artifact that a finding is about, and what it is taken for as a whole. */
export interface ArtifactReference {
  readonly file: string
  /** Empty where the artifact could not be had. */
  readonly sha256: string
  readonly verdict: ArtifactClass
}
