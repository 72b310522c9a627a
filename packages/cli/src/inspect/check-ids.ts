import { artifactCheckIds, behaviourTexts, noteTexts } from '@cordon/engine/artifact'

/** Ids under which a policy may speak of artifacts. */
export const artifactIds: readonly string[] = [...artifactCheckIds, ...behaviourTexts.keys(), ...noteTexts.keys()]
