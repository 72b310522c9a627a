import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { classify } from '../src/classify.ts'
import { featuresVersion } from '../src/features.ts'
import { usualModel } from '../src/model.ts'
import { prevalenceOf } from '../src/prevalence.ts'
import { action, artifactFacts, codeOf, sighting } from './evidence.ts'

const source = join(import.meta.dirname, '..', 'src')

test('the model is of the features that there are, small, and moved upwards alone', () => {
  assert.equal(usualModel.features, featuresVersion)
  assert.ok(statSync(join(source, 'model.json')).size <= 200_000)
  const weights = Object.values(usualModel.weights)
  assert.ok(weights.length > 20 && weights.length <= 200)
  assert.ok(weights.every((weight) => weight > 0))
  assert.ok(usualModel.thresholds.suspicious < usualModel.thresholds.malicious)
  assert.ok(usualModel.rare > 0.5 && usualModel.rare < 1)
  for (const [index, [odds, probability]] of usualModel.calibration.entries()) {
    const [before, lower] = usualModel.calibration[index - 1] ?? [Number.NEGATIVE_INFINITY, 0]
    assert.ok(odds >= before && probability >= lower && probability > 0 && probability < 1, `point ${index}`)
  }
})

test('no feature of the model names an archive kind, a size, a count, a file or a host', () => {
  for (const feature of Object.keys(usualModel.weights))
    assert.match(
      feature,
      /^(?:saw|flow|does|both|made|built|hidden|quiet|blind|alias|reflected|trait):[a-z][a-z>+-]*(?::(?:unasked|likely|sure))*$/,
    )
})

test('a build script that asks git for a version and starts a compiler is clean', () => {
  const at = { path: 'setup.py', line: 9 }
  const code = codeOf({
    path: 'setup.py',
    role: 'setup',
    stage: 'install',
    actions: [
      action({ stage: 'install', at, path: 'subprocess.check_output' }),
      action({ stage: 'install', at, kind: 'read-file', path: 'open', sources: new Set(['file']) }),
      action({ stage: 'install', at, kind: 'read-environment', path: 'os.environ.get' }),
    ],
  })
  const low = sighting({ id: 'source/install-hook-spawns', stage: 'install', confidence: 'low', at })
  assert.equal(
    classify({ sightings: [low], code, artifact: artifactFacts({ kind: 'sdist' }), notes: [] }).verdict,
    'clean',
  )
})

test('decoded code that is run, seen with confidence and called by nobody, is told although it is not conclusive', () => {
  const at = { path: 'toy/__init__.py', line: 3 }
  const code = codeOf({
    actions: [
      action({ kind: 'run-code', path: 'exec', making: ['base64.b64decode'], sources: new Set(['decoded']), at }),
    ],
  })
  const seen = sighting({ id: 'source/exec-of-decoded', confidence: 'high', at })
  assert.notEqual(classify({ sightings: [seen], code, artifact: artifactFacts(), notes: [] }).verdict, 'clean')
})

test('the counts of behaviours are of the packages that were looked at, and small', () => {
  const counted = JSON.parse(readFileSync(join(source, 'prevalence.json'), 'utf8')) as {
    of: number
    packages: Record<string, number>
  }
  for (const [id, packages] of Object.entries(counted.packages)) {
    assert.match(id, /^source\/[a-z-]+$/)
    assert.ok(packages <= counted.of)
  }
  assert.deepEqual(prevalenceOf('source/reverse-shell'), { packages: 0, of: counted.of })
  assert.deepEqual(prevalenceOf('constructor'), { packages: 0, of: counted.of })
})
