import type { Archive, DistributionFacts } from '@cordon/archives'
import { readDistribution } from '@cordon/archives'
import { type BehaviourFacts, behaviours, compareSightings, seeBehaviour } from '@cordon/checks/artifact'
import type { ArtifactEvidence } from '@cordon/classifier'
import type { ArtifactFacts, Sighting, Unanalysed } from '@cordon/model'
import { type NameAnswer, openNames } from '../names.ts'
import { artifactFacts, artifactOddities } from './artifact-facts.ts'
import { keepSources } from './kept-sources.ts'
import { compiledOutOfPlace } from './out-of-place.ts'
import { readCode } from './read-code.ts'
import { remarksOn } from './remarks.ts'

/** Everything that is found out about an artifact before it is judged. */
export interface Examination {
  readonly distribution: DistributionFacts
  readonly evidence: ArtifactEvidence
  /** Where something was not looked at, or a behaviour itself failed. */
  readonly unanalysed: readonly Unanalysed[]
}

/** What lies in an archive, what its code does, and what the behaviours see in it. `filename` is empty for a folder. Never throws for what it holds. */
export function examineArchive(
  opened: Archive,
  filename: string,
  kind: ArtifactFacts['kind'],
  names: NameAnswer = openNames().answer,
): Examination {
  const archive = keepSources(opened)
  const distribution = readDistribution(archive, filename)
  const code = readCode(archive, distribution)
  const facts = artifactFacts(archive, distribution, kind)
  const misplaced = compiledOutOfPlace(archive, distribution, kind)
  const artifact = { ...facts, oddities: [...artifactOddities(archive, distribution), ...misplaced] }
  const notes = remarksOn(archive, distribution, names)
  const { sightings, failed } = see({ code, artifact })
  return { distribution, evidence: { sightings, code, artifact, notes }, unanalysed: [...failed, ...code.unanalysed] }
}

interface Seeing {
  readonly sightings: readonly Sighting[]
  readonly failed: readonly Unanalysed[]
}

function see(facts: BehaviourFacts): Seeing {
  const sightings: Sighting[] = []
  const failed: Unanalysed[] = []
  for (const behaviour of behaviours) {
    try {
      sightings.push(...seeBehaviour(behaviour, facts))
    } catch (error) {
      // The engine's catch per check: what a behaviour could not finish is told, never absent.
      const detail = `${behaviour.id} itself failed: ${error instanceof Error ? error.message : String(error)}`
      failed.push({ at: { path: '.', line: 0 }, code: 'CHECK_FAILED', detail })
    }
  }
  return { sightings: sightings.sort(compareSightings), failed }
}

/** Each behaviour once, at its clearest place, in the order in which they are told. */
export function clearest(sightings: readonly Sighting[]): readonly Sighting[] {
  const byId = new Map<string, Sighting>()
  for (const sighting of sightings) if (!byId.has(sighting.id)) byId.set(sighting.id, sighting)
  return [...byId.values()]
}
