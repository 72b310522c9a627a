import type { Resemblance } from '@cordon/model'
import type { PackageName } from '@cordon/pypa'
import { skeletonOf } from './letters.ts'
import { scoreTypo, type Vocabulary } from './score.ts'
import { suspectedTypo } from './weights.ts'

// A target of one's own counts as much as the most popular one, and nobody else uses its words.
const noVocabulary: Vocabulary = { uses: () => 0, holds: () => 0 }
/** Shorter names resemble others by chance. */
const shortest = 5
const affixes: ReadonlySet<string> = new Set(
  `api app async aws backend beta bin cli client cloud common connector core data dev extra extras helper helpers http internal lib
  libs main new official plugin prod py pypi python python3 py3 plus pro project release sdk secure service shared src stable staging
  test tests tool tools update util utils v2 v3 wrapper x 2 3`.split(/\s+/),
)

/** How a name in normal form resembles another one that is protected, or null. The same name resembles nothing. */
export function resemblance(name: PackageName, target: PackageName): Resemblance | null {
  if (name === target || target.length < shortest) return null
  if (withoutSeparators(name) === withoutSeparators(target)) return { kind: 'separators' }
  if (target.includes('-') && inOrder(name) === inOrder(target)) return { kind: 'order' }
  if (skeletonOf(name) === skeletonOf(target)) return { kind: 'look-alike' }
  const affix = affixOf(name, target)
  if (affix !== null) return { kind: 'affix', affix }
  const near = scoreTypo({ name, target, rank: 0, vocabulary: noVocabulary })
  if (near === null || near.score < suspectedTypo) return null
  return { kind: 'typo', score: near.score, edits: near.edits }
}

function withoutSeparators(name: string): string {
  return name.replaceAll('-', '')
}

function inOrder(name: string): string {
  return name.split('-').sort().join('-')
}

/** The usual words that a name has before or after the whole target. */
function affixOf(name: string, target: string): string | null {
  const rest = name.startsWith(target)
    ? name.slice(target.length)
    : name.endsWith(target)
      ? name.slice(0, -target.length)
      : ''
  const words = rest.split('-').filter(Boolean)
  return words.length > 0 && words.every((word) => affixes.has(word)) ? words.join('-') : null
}
