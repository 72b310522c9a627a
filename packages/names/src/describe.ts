import type { Edit, NearName, ScoreParts } from '@cordon/model'

/** The edits in words: `the letters “ue” are swapped`, `“s” is left out`. */
export function describeEdits(edits: readonly Edit[]): string {
  return edits.map(inWords).join(' and ')
}

function inWords({ kind, was, is }: Edit): string {
  if (kind === 'swapped') return `the letters “${was}” are swapped`
  if (kind === 'doubled') return `“${is}” is doubled`
  if (was === '' && is === '-') return 'a separator is added'
  if (was === '-' && is === '') return 'the separator is left out'
  if (was === '') return `“${is}” is added`
  if (is === '') return `“${was}” is left out`
  const reason = kind === 'look-alike' ? ', which looks like it' : kind === 'neighbour-key' ? ', the key beside it' : ''
  return `“${was}” is replaced by “${is}”${reason}`
}

const words: Readonly<Record<keyof ScoreParts, string>> = {
  edit: 'edit',
  position: 'position',
  length: 'length of what differs',
  novelty: 'word that nobody else uses',
  letters: 'letters that nobody else has in a row',
  rank: 'popularity of the other',
  attacked: 'imitated before',
}

/** The score and what it is made of: `0.81 = edit 0.95 × novelty …`. */
export function describeScore({ score, parts }: Pick<NearName, 'score' | 'parts'>): string {
  const factors = Object.entries(parts).map(([part, value]) => `${words[part as keyof ScoreParts]} ${value.toFixed(2)}`)
  return `${score.toFixed(2)} = ${factors.join(' × ')}`
}
