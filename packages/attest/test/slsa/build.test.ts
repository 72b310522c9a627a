/** What of a provenance becomes the build: parameters however hostile, and the source of a builder without certificate. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SignerIdentity, TrustedBuilder, Vouching } from '@cordon/model'
import fc from 'fast-check'
import { slsaLevelOf } from '../../src/index.ts'
import type { Json } from '../../src/json.ts'
import { slsaProvenanceV1 } from '../../src/kinds/slsa-provenance-v1.ts'
import { parameterFacts, parametersOf } from '../../src/slsa/parameters.ts'

const id = 'https://build.example.invalid'

function vouching(externalParameters: Json, identity: SignerIdentity | null = null): Vouching {
  const predicate = {
    buildDefinition: {
      buildType: `${id}/make/v1`,
      externalParameters,
      resolvedDependencies: [{ uri: 'git+https://github.com/example/demo', digest: { gitCommit: 'c0ffee' } }],
    },
    runDetails: { builder: { id } },
  }
  const kind = slsaProvenanceV1
  return { kind: kind.id, predicateType: null, facts: kind.read(predicate), identity, times: [], publisher: null }
}

function parameters(json: Json): Readonly<Record<string, string>> {
  return Object.fromEntries(parametersOf(vouching(json)).map(({ name, value }) => [name, value]))
}

describe('external parameters', () => {
  it('are told by their place, which no key can pretend to be', () => {
    assert.deepEqual(parameters({ a: { b: 1, 'c/d': true }, 'a/b': 'x', '~': [null, []], e: {}, '': 'y' }), {
      '/a/b': '1',
      '/a/c~1d': 'true',
      '/a~1b': 'x',
      '/~0/0': 'null',
      '/~0/1': '[]',
      '/e': '{}',
      '/': 'y',
    })
    assert.deepEqual(parameters({}), {})
    assert.deepEqual(parameters('all'), { '': 'all' })
  })

  it('are none but themselves when they are called like members of every object', () => {
    const json = JSON.parse('{"__proto__":{"a":"1"},"constructor":"2"}') as Json
    assert.deepEqual(
      parameterFacts(json).map(({ name }) => name),
      ['parameter /__proto__/a', 'parameter /constructor'],
    )
  })

  it('are counted where they are too many, and cut where they are too long', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${index}`, 'v']))
    const found = parameters(many)
    assert.equal(Object.keys(found).length, 65)
    assert.equal(found['/…'], '36 more')
    assert.equal(parameters({ a: 'x'.repeat(501) })['/a'], `${'x'.repeat(500)}…`)
  })

  it('are as many as there are leaves, each with its own name', () =>
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
        const names = parameterFacts(json as Json).map(({ name }) => name)
        assert.equal(new Set(names).size, names.length)
        assert.ok(names.length <= 65)
      }),
    ))
})

describe('the build of a builder without certificate', () => {
  const builder: TrustedBuilder = { signer: 'key', issuer: null, id, level: 3, refs: 'any', selfHosted: false }
  const made = vouching({ source: 'git+https://github.com/example/demo.git@refs/tags/v1', target: 'x' })

  it('is as its provenance says where it is trusted', () => {
    const { level, build } = slsaLevelOf([made], [builder])
    assert.equal(level, 3)
    assert.equal(build?.source, 'https://github.com/example/demo')
    assert.equal(build.ref, 'refs/tags/v1')
    assert.equal(build.commit, 'c0ffee')
    assert.deepEqual(
      build.parameters.map(({ name, certified }) => [name, certified]),
      [
        ['/source', true],
        ['/target', false],
      ],
    )
  })

  it('is not known where it is not', () => {
    const { level, build } = slsaLevelOf([made], [{ ...builder, id: `${id}/other` }])
    assert.equal(level, 1)
    assert.equal(build?.source, null)
    assert.equal(build.commit, null)
  })
})

it('any vouching at all has a level', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('https://github.com/a/b/.github/workflows/c.yml@refs/tags/v1', '@', 'https://@'),
  )
  const facts = fc.record(
    { buildSignerUri: text, buildConfigUri: text, sourceRepository: text, runnerEnvironment: text },
    { requiredKeys: [] },
  )
  const made = fc.record({
    kind: fc.constantFrom('slsa-provenance-v1', 'slsa-provenance-v0.2', 'pypi-publish-v1', 'openvex', null),
    predicateType: fc.constant(null),
    facts: fc.array(
      fc.record({ name: fc.constantFrom('builder', 'source', 'build type', 'parameter /a'), value: text }),
      { maxLength: 4 },
    ),
    identity: fc.option(
      fc.record({
        subject: fc.option(text),
        issuer: fc.constantFrom('https://token.actions.githubusercontent.com', 'https://gitlab.com', null),
        facts,
      }),
    ),
    times: fc.constant([]),
    publisher: fc.constant(null),
  })
  fc.assert(
    fc.property(fc.array(made, { maxLength: 3 }), (vouchings) => {
      const { level, reasons } = slsaLevelOf(vouchings)
      assert.ok([0, 1, 2].includes(level), 'nobody trusted is among them')
      assert.equal(reasons.length, 1)
    }),
    { numRuns: 500 },
  )
})
