/** Of which file a statement is, and of what kind. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { AttestError } from '../src/error.ts'
import { attestationKinds } from '../src/kinds/index.ts'
import { checkAnySubject, checkDistributionSubject, parseStatement } from '../src/statement.ts'

const sha256 = 'a'.repeat(64)

function codeOf(run: () => unknown): string | null {
  try {
    run()
    return null
  } catch (error) {
    assert.ok(error instanceof AttestError, String(error))
    return error.code
  }
}

function statement(more: object = {}): Buffer {
  const subject = [{ name: 'demo-1.0.tar.gz', digest: { sha256 } }]
  return Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject,
      predicateType: 'https://example.invalid/p',
      predicate: {},
      ...more,
    }),
  )
}

function about(claimed: string, actual: string, digest = sha256): string | null {
  const parsed = parseStatement(statement({ subject: [{ name: claimed, digest: { sha256: digest } }] }))
  return codeOf(() => checkDistributionSubject(parsed, { name: actual, sha256 }))
}

describe('a statement', () => {
  const cases: readonly (readonly [string, string | null, object])[] = [
    ['as it should be', null, {}],
    ['of version 0.1', null, { _type: 'https://in-toto.io/Statement/v0.1' }],
    ['of another version', 'statement', { _type: 'https://in-toto.io/Statement/v9' }],
    ['without a type of predicate', 'statement', { predicateType: '' }],
    ['about nothing', 'statement', { subject: [] }],
    ['about what is no list', 'statement', { subject: {} }],
    ['whose subject has no digest', 'statement', { subject: [{ name: 'demo-1.0.tar.gz' }] }],
    ['whose digest is no text', 'statement', { subject: [{ name: 'demo-1.0.tar.gz', digest: { sha256: 3 } }] }],
  ]
  for (const [name, code, more] of cases)
    it(name, () =>
      assert.equal(
        codeOf(() => parseStatement(statement(more))),
        code,
      ),
    )

  it('that says a key twice', () => {
    const text = statement().toString().replace('{', '{"_type":"https://in-toto.io/Statement/v1",')
    assert.equal(
      codeOf(() => parseStatement(Buffer.from(text))),
      'statement',
    )
  })
})

describe('the subject of a distribution', () => {
  const wheel = 'demo-1.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl'
  const cases: readonly (readonly [string | null, string, string])[] = [
    [null, 'demo-1.0.tar.gz', 'demo-1.0.tar.gz'],
    [null, 'Demo-1.0.0.tar.gz', 'demo-1.0.tar.gz'],
    [null, wheel, wheel],
    [null, wheel, 'demo-1.0-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl'],
    ['subject-name', wheel, 'demo-1.0-cp312-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl'],
    ['subject-name', wheel, 'demo-1.0-1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl'],
    ['subject-name', 'demo-1.0.zip', 'demo-1.0.tar.gz'],
    ['subject-name', 'demo-1.1.tar.gz', 'demo-1.0.tar.gz'],
    ['subject-name', 'demo-1.0.tar.bz2', 'demo-1.0.tar.bz2'],
    ['subject-name', 'demo-1.0.exe', 'demo-1.0.exe'],
    ['subject-name', 'x/demo-1.0.tar.gz', 'demo-1.0.tar.gz'],
  ]
  for (const [code, claimed, actual] of cases)
    it(`${claimed} for ${actual}: ${code ?? 'the same'}`, () => assert.equal(about(claimed, actual), code))

  it('has the digest of the file, in lower case', () => {
    assert.equal(about('demo-1.0.tar.gz', 'demo-1.0.tar.gz', 'b'.repeat(64)), 'subject-digest')
    assert.equal(about('demo-1.0.tar.gz', 'demo-1.0.tar.gz', sha256.toUpperCase()), 'subject-digest')
  })

  it('is one', () => {
    const one = { name: 'demo-1.0.tar.gz', digest: { sha256 } }
    const two = parseStatement(statement({ subject: [one, one] }))
    assert.equal(
      codeOf(() => checkDistributionSubject(two, { name: one.name, sha256 })),
      'statement',
    )
    assert.equal(
      codeOf(() => checkAnySubject(two, { name: one.name, sha256 })),
      null,
    )
    assert.equal(
      codeOf(() => checkAnySubject(two, { name: one.name, sha256: 'b'.repeat(64) })),
      'subject-digest',
    )
  })
})

/** Per kind: what it takes, and what it does not. */
const predicates: Readonly<Record<string, { readonly good: readonly unknown[]; readonly bad: readonly unknown[] }>> = {
  cyclonedx: { good: [{ bomFormat: 'CycloneDX', specVersion: '1.6' }], bad: [{}, null] },
  'in-toto-link': { good: [{ name: 'build' }], bad: [{}, { name: 3 }] },
  openvex: { good: [{ '@context': 'https://openvex.dev/ns/v0.2.0', statements: [] }], bad: [{ '@context': 'x' }] },
  'pypi-publish-v1': { good: [null, {}], bad: [{ a: 1 }, [], 'x', 0] },
  release: { good: [{ purl: 'pkg:pypi/demo@1.0' }], bad: [{}] },
  'slsa-provenance-v0.2': {
    good: [{ builder: { id: 'b' }, buildType: 't' }],
    bad: [{ builder: {} }, { buildType: 't' }],
  },
  'slsa-provenance-v1': {
    good: [{ buildDefinition: { buildType: 't' }, runDetails: { builder: { id: 'b' } } }],
    bad: [{ buildDefinition: { buildType: 't' } }, { runDetails: { builder: { id: 'b' } } }],
  },
  'slsa-vsa-v1': {
    good: [
      { verifier: { id: 'v' }, resourceUri: 'r', verificationResult: 'PASSED', verifiedLevels: ['SLSA_BUILD_LEVEL_3'] },
    ],
    bad: [{ verifier: { id: 'v' }, resourceUri: 'r', verificationResult: 'MAYBE' }, {}],
  },
  spdx: { good: [{ spdxVersion: 'SPDX-2.3' }, { '@graph': [{}] }], bad: [{}] },
}

describe('kinds', () => {
  it('are those of the folder, in order, each with its types', () => {
    const files = readdirSync(join(import.meta.dirname, '..', 'src', 'kinds')).filter((name) => name !== 'index.ts')
    const ids = attestationKinds.map((kind) => kind.id)
    assert.deepEqual(ids.toSorted(), files.map((name) => name.replace(/\.ts$/, '')).sort())
    assert.deepEqual(ids, ids.toSorted())
    const types = attestationKinds.flatMap((kind) => kind.predicateTypes)
    assert.equal(new Set(types).size, types.length)
    assert.deepEqual(Object.keys(predicates).sort(), ids.toSorted())
  })

  for (const kind of attestationKinds)
    it(`${kind.id} reads its predicates, and refuses others`, () => {
      const cases = predicates[kind.id]
      for (const good of cases?.good ?? [])
        assert.equal(
          codeOf(() => kind.read(good as never)),
          null,
          JSON.stringify(good),
        )
      for (const bad of cases?.bad ?? [])
        assert.equal(
          codeOf(() => kind.read(bad as never)),
          'predicate',
          JSON.stringify(bad),
        )
    })
})
