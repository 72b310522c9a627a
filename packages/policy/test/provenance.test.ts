import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Dependency } from '@cordon/model'
import { parseName } from '@cordon/pypa'
import { defaultProvenance, demandsOf, explainProvenance, PolicyError, parseConfig } from '../src/index.ts'

const now = new Date('2026-11-21T12:00:00Z')

function read(text: string) {
  return parseConfig(text, 'cordon.toml', 'cordon.toml', now).provenance
}

function failure(text: string): string {
  try {
    read(text)
  } catch (error) {
    assert.ok(error instanceof PolicyError, String(error))
    return `${error.code}:${error.at?.line} ${error.message}`
  }
  return 'no error'
}

const everything = `
[provenance]
history = "cordon-identities.json"
trust-on-first-use = false

[[provenance.rules]]
package = ["Acme_*", "billing"]
require = "both"
publishers = ["github:acme", "github:acme-labs/tools#release.yml"]
slsa-level = 3

[[provenance.rules]]
group = "main"
require = "any"

[[provenance.rules]]
publishers = "google:release@acme.example"
`

function dependency(text: string, ...groups: readonly string[]): Pick<Dependency, 'name' | 'scopes'> {
  const name = parseName(text)
  assert.ok(name !== null)
  return { name, scopes: groups.map((group) => ({ kind: 'group' as const, name: group })) }
}

test('nothing set demands nothing, and trusts on first use', () => {
  assert.deepEqual(read('[provenance]\n'), defaultProvenance)
  assert.deepEqual(demandsOf(defaultProvenance, dependency('demo', 'main')), [])
})

test('demands by name, prefix and group: every rule that speaks of a package', () => {
  const config = read(everything)
  assert.deepEqual([config.history, config.trustOnFirstUse], ['cordon-identities.json', false])
  const lines = (name: string, ...groups: readonly string[]) =>
    demandsOf(config, dependency(name, ...groups)).map(({ at }) => at.line)
  assert.deepEqual(lines('acme-tools', 'main'), [6, 12, 16])
  assert.deepEqual(lines('acme', 'dev'), [16], 'a prefix is not the bare name')
  assert.deepEqual(lines('billing'), [6, 16])
  assert.deepEqual(lines('requests', 'dev', 'main'), [12, 16])
  assert.deepEqual(demandsOf(config, dependency('billing'))[0], {
    require: 'both',
    publishers: ['github:acme', 'github:acme-labs/tools#release.yml'],
    slsaLevel: 3,
    at: { path: 'cordon.toml', line: 6 },
  })
})

test('in pyproject.toml as in cordon.toml', () => {
  const nested = everything.replace(/^\[(\[?)/gm, '[$1tool.cordon.')
  const { provenance } = parseConfig(nested, 'pyproject.toml', 'pyproject.toml', now)
  assert.deepEqual(
    provenance.rules.map(({ at, ...rule }) => rule),
    read(everything).rules.map(({ at, ...rule }) => rule),
  )
})

test('the demands in words, each with its line', () => {
  assert.deepEqual(
    explainProvenance(read(everything)).map(({ when, demand, source }) => `${when} | ${demand} | ${source}`),
    [
      'package acme-*, billing | has a publish attestation and SLSA provenance · vouched for by github:acme or github:acme-labs/tools#release.yml · SLSA build level 3 or higher | cordon.toml:6',
      'group main | has an attestation | cordon.toml:12',
      'every package | vouched for by google:release@acme.example | cordon.toml:16',
      'every package | publishers stay the same, as cordon-identities.json lists them; no publisher counts before somebody accepts it | default',
    ],
  )
  assert.deepEqual(explainProvenance(defaultProvenance), [
    {
      when: 'every package',
      demand:
        'publishers stay the same, as this user has seen them; the publisher that is seen first counts from then on',
      source: 'default',
    },
  ])
})

for (const [text, message] of [
  ['[provenence]\n', /^UNKNOWN_KEY:1 .*Did you mean "provenance"\?/],
  ['[provenance]\nhistroy = "x"\n', /^UNKNOWN_KEY:2 .*Did you mean "history"\?/],
  ['[provenance]\ntrust-on-first-use = "no"\n', /^BAD_VALUE:2 .*true or false/],
  ['[[provenance.rules]]\npublisher = "github:acme"\n', /^UNKNOWN_KEY:2 .*Did you mean "publishers"\?/],
  ['[[provenance.rules]]\npackage = "acme-*"\n', /^BAD_VALUE:1 .*what it demands/],
  ['[[provenance.rules]]\npackage = "a b"\nrequire = "any"\n', /^BAD_VALUE:2 .*no package name/],
  ['[[provenance.rules]]\nrequire = "pubish"\n', /^BAD_VALUE:2 .*Did you mean "publish"\?/],
  ['[[provenance.rules]]\nslsa-level = 4\n', /^BAD_VALUE:2 .*1, 2 or 3/],
  ['[[provenance.rules]]\nslsa-level = "2"\n', /^BAD_VALUE:2 .*1, 2 or 3/],
  ['[[provenance.rules]]\npublishers = []\n', /^BAD_VALUE:2 .*names nobody/],
  ['[[provenance.rules]]\npublishers = ["acme"]\n', /^BAD_VALUE:2 .*"acme" is no publisher/],
  ['[[provenance.rules]]\npublishers = ["githib:acme/tools"]\n', /^BAD_VALUE:2 .*is no publisher/],
  ['[[provenance.rules]]\npublishers = ["github:"]\n', /^BAD_VALUE:2 .*is no publisher/],
  ['[provenance.rules]\nrequire = "any"\n', /^BAD_VALUE:1 .*must be a list/],
] as const)
  test(`refused where it stands: ${JSON.stringify(text)}`, () => assert.match(failure(text), message))
