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
  if (name.startsWith(target)) return usualWords(name.slice(target.length))
  return name.endsWith(target) ? usualWords(name.slice(0, -target.length)) : null
}

/** Words of which each is one that is usually added, or null. */
function usualWords(rest: string): string | null {
  const words = rest.split('-').filter(Boolean)
  return words.length > 0 && words.every((word) => affixes.has(word)) ? words.join('-') : null
}

const longestAffix = 24

/** What a name may extend by usual words: itself without the first or the last few letters. */
export function* possibleTargets(name: string): Generator<string> {
  for (let letters = 1; letters <= longestAffix && name.length - letters >= shortest; letters += 1) {
    if (usualWords(name.slice(-letters)) !== null) yield name.slice(0, -letters)
    if (usualWords(name.slice(0, letters)) !== null) yield name.slice(letters)
  }
}

/** Names that are the same in one of these forms resemble each other. */
export function formsOf(name: string): readonly string[] {
  return [`separators ${withoutSeparators(name)}`, `order ${inOrder(name)}`, `skeleton ${skeletonOf(name)}`]
}
