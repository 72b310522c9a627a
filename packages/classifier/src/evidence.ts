import type { PackageCode } from '@cordon/capabilities'
import type { ArtifactFacts, ArtifactOddity, Sighting } from '@cordon/model'

/** All that a verdict rests on. */
export interface ArtifactEvidence {
  readonly sightings: readonly Sighting[]
  readonly code: PackageCode
  readonly artifact: ArtifactFacts
  /** Name and metadata evidence. */
  readonly notes: readonly ArtifactOddity[]
}
