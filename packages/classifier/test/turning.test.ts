import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Sighting } from '@cordon/model'
import type { ArtifactEvidence } from '../src/evidence.ts'
import type { Model } from '../src/model.ts'
import { turningOf } from '../src/turning.ts'
import { artifactFacts, codeOf, sighting } from './evidence.ts'

const model: Model = {
  features: 1,
  intercept: -4,
  weights: { 'saw:toy': 3, 'saw:other': 3 },
  calibration: [
    [-4, 0.01],
    [6, 0.99],
  ],
  thresholds: { suspicious: 0.5, malicious: 4 },
  rare: 0.8,
}

function evidence(sightings: readonly Sighting[]): ArtifactEvidence {
  return { sightings, code: codeOf(), artifact: artifactFacts(), notes: [] }
}

function at(path: string, line: number): Sighting['at'] {
  return { path, line }
}

test('what is enough alone is what the verdict rests on, and not what stands beside it', () => {
  const sure = sighting({ id: 'source/unheard', isConclusive: true, at: at('setup.py', 8) })
  const beside = sighting({ confidence: 'low', at: at('demo/a.py', 3) })
  assert.deepEqual(turningOf(evidence([beside, sure]), 'malicious', model), {
    without: [at('setup.py', 8)],
    verdict: 'clean',
  })
})

test('two places that are each enough are both named', () => {
  const one = sighting({ id: 'source/unheard', isConclusive: true, at: at('setup.py', 8) })
  const other = sighting({ id: 'source/unheard', isConclusive: true, at: at('demo/b.py', 1) })
  const turning = turningOf(evidence([one, other]), 'malicious', model)
  assert.deepEqual(turning?.without, [at('setup.py', 8), at('demo/b.py', 1)])
})

test('of signs that only together are enough one is named', () => {
  const both = [
    sighting({ confidence: 'low', at: at('demo/a.py', 1) }),
    sighting({ id: 'source/other', confidence: 'low', at: at('demo/a.py', 2) }),
  ]
  assert.deepEqual(turningOf(evidence(both), 'suspicious', model), { without: [at('demo/a.py', 1)], verdict: 'clean' })
})

test('a mild verdict rests on nothing, and neither does one that no few places decide', () => {
  assert.equal(turningOf(evidence([sighting()]), 'clean', model), null)
  const many = Array.from({ length: 6 }, (_, line) =>
    sighting({ id: 'source/unheard', isConclusive: true, at: at('demo/a.py', line + 1) }),
  )
  assert.equal(turningOf(evidence(many), 'malicious', model), null)
  assert.equal(turningOf(evidence(many.slice(1)), 'malicious', model)?.without.length, 5)
})
