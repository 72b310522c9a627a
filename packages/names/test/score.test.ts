import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeEdits, describeScore, scoreTypo } from '@cordon/names'

const nobody = (_word: string): number => 0
const score = (name: string, target: string, rank: number | null = 0, uses = nobody) =>
  scoreTypo({ name, target, rank, uses })

test('each edit is told for what it is', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['reqeusts', 'requests', 'the letters “ue” are swapped'],
    ['requestts', 'requests', '“t” is doubled'],
    ['request', 'requests', '“s” is left out'],
    ['requsts', 'requests', '“e” is left out'],
    ['requesxts', 'requests', '“x” is added'],
    ['rewuests', 'requests', '“q” is replaced by “w”, the key beside it'],
    ['co1orama', 'colorama', '“l” is replaced by “1”, which looks like it'],
    ['scikitlearn', 'scikit-learn', 'the separator is left out'],
    ['beaut-ifulsoup', 'beautifulsoup', 'a separator is added'],
    ['tensroflwo', 'tensorflow', 'the letters “or” are swapped and the letters “ow” are swapped'],
  ]
  for (const [name, target, words] of cases) assert.equal(describeEdits(score(name, target)?.edits ?? []), words)
})

test('three edits are too many, none is no typo', () => {
  assert.equal(score('tesnroflwo', 'tensorflow'), null)
  assert.equal(score('numpy', 'numpy'), null)
})

test('each part lowers the score on its own', () => {
  const whole = score('tensroflow', 'tensorflow')?.score ?? 0
  assert.equal(whole, 1)
  const lower: readonly (readonly [string, number | undefined])[] = [
    ['edit', score('tensorzflow', 'tensorflow')?.score],
    ['position', score('xtensorflow', 'tensorflow')?.score],
    ['length', score('sxi', 'six')?.score],
    ['novelty', score('tensroflow', 'tensorflow', 0, () => 3)?.score],
    ['rank', score('tensroflow', 'tensorflow', 14_000)?.score],
  ]
  for (const [part, value] of lower) assert.ok(value !== undefined && value < whole, part)
})

test('the score is the product of its parts, and says so', () => {
  const scored = score('xolorama', 'colorama', 2000, () => 1)
  assert.ok(scored !== null)
  const { edit, position, length, novelty, rank } = scored.parts
  assert.equal(scored.score, edit * position * length * novelty * rank)
  assert.match(describeScore(scored), /^0\.\d\d = edit \d.*× position .*× length .*× word .*× popularity /)
})

test('a word that others use is no typo', () => {
  const uses = (word: string): number => (word === 'graphene' ? 30 : 0)
  assert.ok((score('graphene', 'grapheme', 0, uses)?.score ?? 1) < 0.2)
  // Only the word that differs counts.
  const common = (word: string): number => (word === 'google' ? 400 : 0)
  assert.equal(score('google-stroage', 'google-storage', 0, common)?.parts.novelty, 1)
})
