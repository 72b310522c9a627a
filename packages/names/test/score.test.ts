import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeEdits, describeScore, scoreTypo, type Vocabulary } from '@cordon/names'

const nothing: Vocabulary = { uses: () => 0, holds: () => 0 }
const score = (name: string, target: string, rank: number | null = 0, vocabulary = nothing) =>
  scoreTypo({ name, target, rank, vocabulary })

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

test('a digit in place of a letter disguises, other digits tell releases apart', () => {
  const kinds = (name: string, target: string): string =>
    (score(name, target)?.edits ?? []).map(({ kind }) => kind).join()
  assert.equal(kinds('c8lorama', 'colorama'), 'digit-inside')
  assert.equal(kinds('col3orama', 'colorama'), 'digit-inside')
  assert.equal(kinds('colorama2', 'colorama'), 'digit')
  assert.equal(kinds('boto2', 'boto3'), 'digit')
  assert.equal(kinds('urllib', 'urllib3'), 'digit')
})

test('each part lowers the score on its own', () => {
  const whole = score('setupptools', 'setuptools')?.score ?? 0
  assert.equal(whole, 1)
  const lower: readonly (readonly [string, number | undefined])[] = [
    ['edit', score('setupztools', 'setuptools')?.score],
    ['position', score('setuptoolss', 'setuptools')?.score],
    ['length', score('siix', 'six')?.score],
    ['novelty', score('setupptools', 'setuptools', 0, { ...nothing, uses: () => 3 })?.score],
    ['letters', score('setupptools', 'setuptools', 0, { ...nothing, holds: () => 3 })?.score],
    ['rank', score('setupptools', 'setuptools', 14_000)?.score],
  ]
  for (const [part, value] of lower) assert.ok(value !== undefined && value < whole, part)
})

test('the score is the product of its parts, and says so', () => {
  const scored = score('xolorama', 'colorama', 2000)
  assert.ok(scored !== null)
  const { edit, position, length, novelty, letters, rank, attacked } = scored.parts
  assert.equal(scored.score, edit * position * length * novelty * letters * rank * attacked)
  assert.match(
    describeScore(scored),
    /^0\.\d\d = edit \d.*× position .*× length .*× word .*× letters .*× popularity .* × imitated before 1\.45$/,
  )
})

test('targets that have been imitated count more, but not for a letter in front, and no score is above 1', () => {
  assert.equal(score('reqeusts', 'requests', 14_000)?.parts.attacked, 1.45)
  assert.equal(score('setuptoosl', 'setuptools', 14_000)?.parts.attacked, 1)
  assert.equal(score('grequests', 'requests')?.parts.attacked, 1)
  assert.equal(score('tensorrflow', 'tensorflow')?.score, 1)
})

test('a word that others use is no typo, and only the word that differs counts', () => {
  const common: Vocabulary = { ...nothing, uses: (word) => (word === 'storage' ? 0 : 400) }
  assert.equal(score('google-strage', 'google-storage', 0, common)?.parts.novelty, 0.35)
  assert.equal(score('google-storage', 'google-strage', 0, common)?.parts.novelty, 1)
})

test('of the new letters the rarest count, the ends of a name among them', () => {
  const holds = (triple: string): number => (triple === 'qu-' ? 2 : 1000)
  assert.equal(score('numpqu', 'numpq', 0, { ...nothing, holds })?.parts.letters, 0.83)
  assert.equal(score('qnumpy', 'numpy', 0, { ...nothing, holds })?.parts.letters, 0.66)
})
