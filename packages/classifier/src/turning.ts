import type { PackageCode } from '@cordon/capabilities'
import type { ArtifactClass, Location, Sighting, Turning } from '@cordon/model'
import { classify } from './classify.ts'
import type { ArtifactEvidence } from './evidence.ts'
import { isDeed } from './kinds.ts'
import { type Model, usualModel } from './model.ts'

/** More places than this are no answer to what a verdict rests on. */
const mostPlaces = 5

/**
 * The few places of code that a verdict rests on: without what was seen there it would be a milder one. None of them can be left out.
 * Null for a verdict that is mild already, and where no few places decide.
 */
export function turningOf(
  evidence: ArtifactEvidence,
  verdict: ArtifactClass,
  model: Model = usualModel,
): Turning | null {
  if (verdict !== 'malicious' && verdict !== 'suspicious') return null
  const milder = (places: readonly Location[]): ArtifactClass | null => {
    const found = classify(without(evidence, places), model).verdict
    return gravity(found) < gravity(verdict) ? found : null
  }
  const taken: Location[] = []
  for (const place of placesOf(evidence.sightings)) {
    taken.push(place)
    if (milder(taken) === null) continue
    const needed = taken.reduce<readonly Location[]>((kept, each) => {
      const fewer = kept.filter((other) => other !== each)
      return milder(fewer) === null ? kept : fewer
    }, taken)
    const turned = milder(needed)
    return turned === null ? null : { without: needed, verdict: turned }
  }
  return null
}

function gravity(verdict: ArtifactClass): number {
  return verdict === 'malicious' ? 2 : verdict === 'suspicious' ? 1 : 0
}

/** What is enough alone first, then what is surer; in the order of the sightings otherwise. */
function placesOf(sightings: readonly Sighting[]): readonly Location[] {
  const weights = { high: 2, medium: 1, low: 0 } as const
  const weight = ({ isConclusive, confidence }: Sighting): number => (isConclusive ? 3 : weights[confidence])
  const ranked = sightings.filter(isDeed).toSorted((a, b) => weight(b) - weight(a))
  const byPlace = new Map(ranked.toReversed().map(({ at }) => [keyOf(at), at]))
  const order = [...new Set(ranked.map(({ at }) => keyOf(at)))]
  return order.flatMap((key) => byPlace.get(key) ?? []).slice(0, mostPlaces)
}

function keyOf({ path, line }: Location): string {
  return `${line} ${path}`
}

/** The same evidence as if there were nothing at some places. */
function without(evidence: ArtifactEvidence, places: readonly Location[]): ArtifactEvidence {
  const gone = new Set(places.map(keyOf))
  return {
    ...evidence,
    sightings: evidence.sightings.filter(({ at }) => !gone.has(keyOf(at))),
    code: codeWithout(evidence.code, gone),
  }
}

function codeWithout(code: PackageCode, gone: ReadonlySet<string>): PackageCode {
  const stays = ({ at }: { readonly at: Location }): boolean => !gone.has(keyOf(at))
  return {
    ...code,
    files: code.files.map((file) => ({
      ...file,
      actions: file.actions.filter(stays),
      traits: file.traits.filter(({ line }) => !gone.has(keyOf({ path: file.path, line }))),
    })),
    actions: code.actions.filter(stays),
  }
}
