/** When code runs, the earliest first: while it is installed, at every start of the interpreter, when it is imported, as a command, when it is called. */
export const stages = ['install', 'start', 'import', 'entry', 'call'] as const
export type Stage = (typeof stages)[number]

/** Whether one stage comes before another. */
export function isEarlier(one: Stage, other: Stage): boolean {
  return stages.indexOf(one) < stages.indexOf(other)
}

/** The later of two stages: when both have happened. */
export function later(one: Stage, other: Stage): Stage {
  return isEarlier(one, other) ? other : one
}

/** Runs although nobody called for it: while it is installed, when the interpreter starts, or when it is imported. */
export function isUnasked(stage: Stage): boolean {
  return isEarlier(stage, 'entry')
}

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
