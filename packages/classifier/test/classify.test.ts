import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classify } from '../src/classify.ts'
import type { ArtifactEvidence } from '../src/evidence.ts'
import type { Model } from '../src/model.ts'
import counted from '../src/prevalence.json' with { type: 'json' }
import { gradeOf, isRare, rareAmong } from '../src/prevalence.ts'
import { verdictByRules } from '../src/rules.ts'
import { artifactFacts, codeOf, sighting } from './evidence.ts'

const model: Model = {
  features: 1,
  intercept: -4,
  weights: { 'saw:toy': 3, 'saw:toy:unasked': 2, 'saw:worse': 9 },
  calibration: [
    [-4, 0.01],
    [0, 0.4],
    [2, 0.9],
    [6, 0.99],
  ],
  thresholds: { suspicious: 0.5, malicious: 4 },
  rare: 0.8,
}

function evidence(parts: Partial<ArtifactEvidence> = {}): ArtifactEvidence {
  return { sightings: [], code: codeOf(), artifact: artifactFacts(), notes: [], ...parts }
}

const note = { code: 'NO_URL', path: null, detail: 'names no address' }

test('nothing seen is clean, with the calibrated lowest score', () => {
  const { verdict, score, because } = classify(evidence(), model)
  assert.deepEqual({ verdict, score, because }, { verdict: 'clean', score: 0.01, because: 'nothing' })
})

test('one conclusive sighting is malicious whatever the model says', () => {
  const found = classify(evidence({ sightings: [sighting({ id: 'source/unheard', isConclusive: true })] }), model)
  assert.equal(found.verdict, 'malicious')
  assert.equal(found.because, 'conclusive')
  assert.ok(found.score >= 0.99)
})

test('the model decides by its thresholds and says what each feature added, the most first', () => {
  const found = classify(evidence({ sightings: [sighting({ confidence: 'low' })] }), model)
  assert.equal(found.verdict, 'suspicious')
  assert.equal(found.because, 'model')
  assert.ok(Math.abs(found.score - 0.65) < 1e-9, 'its own score: nothing likely is there that could be rare')
  assert.deepEqual(found.contributions, [
    { feature: 'saw:toy', points: 3 },
    { feature: 'saw:toy:unasked', points: 2 },
  ])
  const worse = classify(evidence({ sightings: [sighting(), sighting({ id: 'source/worse' })] }), model)
  assert.equal(worse.verdict, 'malicious')
  assert.equal(worse.score, 0.99)
})

test('what the model does not know decides where it is likely and popular packages do not do it', () => {
  const sure = sighting({ id: 'source/unheard', confidence: 'high' })
  const found = classify(evidence({ sightings: [sure] }), model)
  assert.deepEqual([found.verdict, found.because, found.score], ['suspicious', 'rare', 0.8])
  const [first] = found.contributions
  assert.equal(first?.feature, 'rare:unheard')
  assert.ok(Math.abs((first?.points ?? 0) - (Math.log(4) + 4)) < 1e-9, 'from where the model stands to what is rare')
  assert.equal(classify(evidence({ sightings: [{ ...sure, confidence: 'low' }] }), model).verdict, 'clean')
  assert.equal(verdictByRules([sure]), 'suspicious')
  assert.equal(
    verdictByRules([sure], () => false),
    'clean',
  )
})

test('a grade is rare by what was counted, and unheard ones are', () => {
  assert.equal(isRare(gradeOf({ id: 'source/unheard', stage: 'call', confidence: 'high' })), true)
  assert.equal(gradeOf({ id: 'source/toy', stage: 'start', confidence: 'medium' }), 'toy@unasked:medium')
  const grades: Readonly<Record<string, readonly number[]>> = counted.grades
  const common = Object.entries(grades).filter(([, [wheels = 0]]) => wheels > counted.of * rareAmong.wheels)
  assert.ok(common.length > 0, 'something is common')
  for (const [grade] of common) assert.equal(isRare(grade), false, grade)
})

test('notes move the score by a bounded amount and never to malicious', () => {
  const notes = Array.from({ length: 40 }, (_, index) => ({ ...note, code: `NOTE_${index}` }))
  const alone = classify(evidence({ notes }), model)
  assert.equal(alone.verdict, 'clean')
  const below: Model = { ...model, weights: { 'saw:toy': 7.6 } }
  assert.equal(classify(evidence({ sightings: [sighting()] }), below).verdict, 'suspicious')
  const withNotes = classify(evidence({ sightings: [sighting()], notes }), below)
  assert.equal(withNotes.verdict, 'suspicious')
  assert.ok(withNotes.score < 0.99)
  assert.ok(withNotes.contributions.some(({ feature, points }) => feature === 'notes' && points <= 1.2))
})

test('evidence of emptiness makes a placeholder, and nothing worse', () => {
  const empty = sighting({ id: 'source/placeholder', confidence: 'high', stage: 'install' })
  assert.equal(classify(evidence({ sightings: [empty] }), model).verdict, 'placeholder')
  const both = classify(evidence({ sightings: [empty, sighting({ isConclusive: true })] }), model)
  assert.equal(both.verdict, 'malicious')
})

test('only native code, bytecode without source, or an entry file that met a limit is unanalysable', () => {
  const native = artifactFacts({ pythonFiles: 0, native: ['toy.so'] })
  assert.equal(classify(evidence({ artifact: native }), model).verdict, 'unanalysable')
  const bytecode = artifactFacts({
    pythonFiles: 0,
    bytecode: [{ path: 'toy.pyc', hasSource: false, foreign: null, isUnchecked: false }],
  })
  assert.equal(classify(evidence({ artifact: bytecode }), model).verdict, 'unanalysable')
  const unanalysed = [{ at: { path: 'setup.py', line: 1 }, code: 'STEPS', detail: 'too many steps' }]
  const setup = { ...codeOf({ path: 'setup.py', role: 'setup' }), unanalysed }
  assert.equal(classify(evidence({ code: setup }), model).verdict, 'unanalysable')
  const deep = { ...codeOf(), unanalysed: [{ at: { path: 'toy/deep.py', line: 1 }, code: 'STEPS', detail: 'steps' }] }
  assert.equal(classify(evidence({ code: deep }), model).verdict, 'clean')
})

test('more evidence never lowers the score', () => {
  const ids = ['source/toy', 'source/worse', 'source/unheard']
  for (let bits = 0; bits < 8; bits += 1) {
    const some = ids.filter((_, index) => (bits & (1 << index)) !== 0).map((id) => sighting({ id }))
    const score = classify(evidence({ sightings: some }), model).score
    for (const id of ids)
      assert.ok(classify(evidence({ sightings: [...some, sighting({ id })] }), model).score >= score, `${bits} ${id}`)
  }
})
