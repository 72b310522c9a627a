import type { ArtifactInspection, Location } from '@cordon/model'
import { countOf, visible } from '../text/visible.ts'

/** What would have to be different for another verdict, in sentences. */
export function turningLines(artifact: ArtifactInspection): readonly string[] {
  const { verdict, behaviours, contributions, comparison } = artifact
  if (verdict !== 'malicious' && verdict !== 'suspicious') return []
  if (comparison !== undefined && comparison.raisedFrom !== null)
    return [
      `Would be ${comparison.raisedFrom} if the earlier release did ${listed([...comparison.appeared, ...comparison.earlier.map(({ id }) => id)])} too.`,
    ]
  const { turning } = artifact
  if (turning !== undefined && turning.verdict !== verdict)
    return [`Without ${turning.without.map(placeText).join(' and ')} it would be ${turning.verdict}.`]
  const conclusive = behaviours.filter((each) => each.isConclusive)
  if (conclusive.length > 0)
    return [
      `Would not be malicious by rule without ${listed(conclusive.map(({ id }) => id))}: ${conclusive.length === 1 ? 'it is' : 'each is'} enough alone.`,
    ]
  const [first, ...rest] = contributions.filter(({ points }) => points > 0)
  if (first === undefined) return []
  const others = rest.length === 0 ? 'nothing else adds to it' : `${countOf(rest.length, 'other sign')} add to it`
  return [`Rests most on ${visible(first.feature)} (+${first.points.toFixed(1)}); ${others}.`]
}

/** `setup.py:8`, or the path alone for a file as a whole. */
function placeText({ path, line }: Location): string {
  return line < 1 ? visible(path) : `${visible(path)}:${line}`
}

function listed(ids: readonly string[]): string {
  return ids.map(visible).join(', ')
}

/** What each sign adds, the most first: `+2.1  saw:spawn-at-import`. */
export function contributionLines({ contributions, family }: ArtifactInspection): readonly string[] {
  return [
    ...(contributions.length === 0 ? [] : ['What adds to the score, in log-odds:']),
    ...contributions.map(
      ({ feature, points }) => `${points < 0 ? '' : '+'}${points.toFixed(2).padStart(5)}  ${visible(feature)}`,
    ),
    ...(family === null
      ? []
      : [`Resembles the known family ${visible(family.id)} (${Math.round(family.similarity * 100)} %).`]),
  ]
}
